import { createServer, type AddressInfo } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openPostgres } from '#platform';
import { emptyPostgres, postgresServer } from '#platform/testing';
import { setUpProjectionTables, type ProjectionTables } from '#projections';
import { sql } from 'kysely';
import {
  stubServer,
  type StubServer,
} from '../../libs/platform/src/database/postgres/stub-server.fixture.js';
import { builtProgram, repository } from '../crash/build.fixture.js';
import { launch, type Ended } from '../crash/program.fixture.js';
import { makeCertificates } from '../log-server/certificate.js';
import { startLogServer, type LogServerOptions } from '../log-server/start.js';

type Environment = Readonly<Record<string, string>>;

const programs = {
  gateway: ['apps/gateway/src/main.js'],
  projector: ['apps/projector/src/main.js'],
  'the tool': ['apps/cli/src/main.js', 'adopt-policy'],
} as const;
type Name = keyof typeof programs;
const all = Object.keys(programs) as readonly Name[];

const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

const start = (name: Name, env: Environment): Promise<Ended> => {
  const [script, ...words] = programs[name];
  return launch({ script: [join(repository, 'dist', script), ...words], env: { PORT: '0', ...env } }).ended;
};

const password = 'what-nobody-may-see';
const user = 'throughline';

/** What they could start with: a log, a database and a key that belong together, and what goes wrong with each. */
const prepare = async () => {
  await builtProgram();
  const folder = await mkdtemp(join(tmpdir(), 'throughline-bad-input-'));
  closing.push(() => rm(folder, { recursive: true }));
  let logs = 0;
  const log = async (options: Partial<LogServerOptions> = {}): Promise<string> => {
    logs += 1;
    const server = await startLogServer({ file: join(folder, `log-${logs}.sqlite`), ...options });
    closing.push(() => server.stop());
    return server.url.replace('127.0.0.1', `${user}:${password}@localhost`);
  };
  const database = async (): Promise<string> => {
    const { url, remove } = await emptyPostgres();
    closing.push(remove);
    return url;
  };
  const stub = async (answers: StubServer): Promise<string> => {
    const { port, close } = await stubServer(answers);
    closing.push(close);
    return `postgres://${user}:${password}@localhost:${port}/views`;
  };
  const change = async (url: string, work: (tables: ProjectionTableDoor) => Promise<unknown>) => {
    const opened = await openPostgres<ProjectionTables>({ url, applicationName: 'tests' });
    await setUpProjectionTables(opened);
    await work(opened.writer);
    await opened.close();
  };
  const busy = createServer();
  await new Promise<void>((listening) => busy.listen(0, '127.0.0.1', listening));
  closing.push(() => busy.close());

  const env = {
    KURRENTDB_URL: await log(),
    DATABASE_URL: await database(),
    THROUGHLINE_KEYS: 'file',
    THROUGHLINE_KEY_FILE: join(folder, 'key'),
    THROUGHLINE_SLOTS: '2',
  };
  const adopted = await start('the tool', env);
  expect([adopted.code, adopted.stderr]).toEqual([0, '']);
  const build = { namespace: 'timeline_0_a', projection: 'timeline', version: 1, fence: 0, events_taken: 0 };
  await change(env.DATABASE_URL, (tables) =>
    tables
      .insertInto('projection_build')
      .values({ ...build, slot: 0, slots: 2, state: 'current', position: null })
      .execute(),
  );
  const newer = await database();
  await change(newer, (tables) =>
    sql`insert into projection_migration values ('2999-01-later', '2999-01-01')`.execute(tables),
  );
  const { authority, certificate, key } = makeCertificates();
  const trusted = join(folder, 'authority.crt');
  await writeFile(trusted, authority);
  // The client gives a password away over TLS only.
  const guarded = await log({ tls: { certificate, key }, credentials: { user, password: 'the right one' } });
  return {
    env,
    newer,
    old: await log({ version: '5.0.8', hasBatchAppend: false }),
    guarded: `${guarded}&tlsCaFile=${encodeURIComponent(trusted)}`,
    notTrustedLog: guarded,
    empty: { log: await log(), database: await database() },
    refusing: await stub({ refuses: { code: '28P01', words: `password of ${password}` } }),
    notTrusted: `${await stub({ certificate: { cert: certificate, key } })}?sslmode=verify-full`,
    otherKey: join(folder, 'other-key'),
    takenPort: String((busy.address() as AddressInfo).port),
  };
};
type ProjectionTableDoor = Awaited<ReturnType<typeof openPostgres<ProjectionTables>>>['writer'];
type World = Awaited<ReturnType<typeof prepare>>;

/** One line, of what is wrong and what to do; nothing of a secret anywhere. */
const expectTold = (name: Name, { code, stdout, stderr }: Ended, said: string): void => {
  expect(stderr).toContain(said);
  expect(stderr).toMatch(name === 'the tool' ? /^[A-Z].{30,}\n$/ : /^Throughline cannot start\. .{30,}\n$/);
  expect(`${stdout}${stderr}`).not.toContain(password);
  expect(code).toBe(1);
};

interface Mistake {
  readonly what: string;
  readonly of: readonly Name[];
  readonly but: (world: World) => Environment;
  readonly said: string;
}

const nobody = 'localhost:1';

const mistakes: readonly Mistake[] = [
  {
    what: 'a log server of the wrong version',
    of: all,
    but: ({ old }) => ({ KURRENTDB_URL: old }),
    said: 'no KurrentDB (EventStoreDB) of version 23.10 or later with batch append. Upgrade the server.',
  },
  {
    what: 'a wrong password for the log',
    of: ['projector'],
    but: ({ guarded }) => ({ KURRENTDB_URL: guarded }),
    said: 'KurrentDB refuses the user or the password of KURRENTDB_URL. Correct them there',
  },
  {
    what: 'a log whose certificate is not trusted',
    of: ['gateway'],
    but: ({ notTrustedLog }) => ({ KURRENTDB_URL: notTrustedLog }),
    said: 'The certificate of KurrentDB is not trusted. Name the authority',
  },
  {
    what: 'nobody at the address of the log',
    of: ['gateway', 'the tool'],
    but: () => ({ KURRENTDB_URL: `kurrentdb://${user}:${password}@${nobody}?tls=false` }),
    said: 'KurrentDB does not answer at the address in KURRENTDB_URL. Start it',
  },
  {
    what: 'nobody at the address of the database',
    of: ['projector', 'the tool'],
    but: () => ({ DATABASE_URL: `postgres://${user}:${password}@${nobody}/views` }),
    said: 'cannot be reached. Look at the host and the port',
  },
  {
    what: 'a wrong password for the database',
    of: all,
    but: ({ refusing }) => ({ DATABASE_URL: refusing }),
    said: 'does not let this user in. Put the user and the password right',
  },
  {
    what: 'a database whose certificate is not trusted',
    of: ['projector'],
    but: ({ notTrusted }) => ({ DATABASE_URL: notTrusted }),
    said: 'shows a certificate that is not trusted. Name the authority',
  },
  {
    what: 'a database whose schema is newer than the code',
    of: all,
    but: ({ newer }) => ({ DATABASE_URL: newer }),
    said: 'has the migration 2999-01-later, which this version does not know. Start the version that made it',
  },
  {
    what: 'another number of slots than the views have',
    of: ['projector'],
    but: () => ({ THROUGHLINE_SLOTS: '3' }),
    said: 'The view timeline is divided into 2 slots, and this process is told 3. Set THROUGHLINE_SLOTS to 2.',
  },
  {
    what: 'another key-encryption key',
    of: ['gateway', 'the tool'],
    but: ({ otherKey }) => ({ THROUGHLINE_KEY_FILE: otherKey }),
    said: 'sealed under another key-encryption key. Put back the key file',
  },
  {
    what: 'no sharing policy',
    of: ['gateway'],
    but: ({ empty, otherKey }) => ({
      KURRENTDB_URL: empty.log,
      DATABASE_URL: empty.database,
      THROUGHLINE_KEY_FILE: `${otherKey}-of-its-own`,
    }),
    said: 'No sharing policy is adopted in this event log. Adopt the one that ships: throughline adopt-policy.',
  },
  {
    what: 'a port that is in use',
    of: ['gateway', 'projector'],
    but: ({ takenPort }) => ({ PORT: takenPort }),
    said: 'is in use by another process. Stop that process, or set PORT',
  },
];

const inTheCluster = () => {
  const world = prepare();
  world.catch(() => undefined);

  it.concurrent.each(mistakes)(
    '$what: says so in one line, and what to do',
    async ({ of, but, said }) => {
      const { env, ...more } = await world;
      const wrong = but({ env, ...more });
      await Promise.all(
        of.map(async (name) => expectTold(name, await start(name, { ...env, ...wrong }), said)),
      );
    },
    180_000,
  );
};

describe('a program of the cluster that is started with', () => {
  if (postgresServer === undefined) it.skip('what cannot serve (needs POSTGRES_URL)', () => undefined);
  else inTheCluster();

  it.concurrent(
    'mistakes in its settings names them all, and repeats none',
    async () => {
      await builtProgram();
      const env = {
        PORT: password,
        LOG_LEVEL: password,
        KURRENTDB_URL: `http://${user}:${password}@log`,
        DATABASE_URL: `mysql://${user}:${password}@database`,
        DATABASE_CONNECTIONS: password,
        THROUGHLINE_KEYS: password,
        THROUGHLINE_SLOTS: '65',
        THROUGHLINE_LEASE_SECONDS: '1',
        THROUGHLINE_SLOT: password,
      };
      const ends = await Promise.all(all.map((name) => start(name, env)));
      for (const { code, stdout, stderr } of ends) {
        expect(stderr.split('\n').slice(1, -1)).toEqual(
          Object.keys(env).map(
            (name) =>
              expect.stringMatching(new RegExp(`^ {2}${name} (must be|is not a setting) .*\\.$`)) as unknown,
          ),
        );
        expect(`${stdout}${stderr}`).not.toContain(password);
        expect(code).toBe(1);
      }
    },
    180_000,
  );

  it.concurrent(
    'no settings names those that it needs',
    async () => {
      await builtProgram();
      const { code, stderr } = await start('gateway', {});
      const named = stderr.match(/^ {2}[A-Z_]+/gm)?.map((name) => name.trim());
      expect(named).toEqual([
        'KURRENTDB_URL',
        'DATABASE_URL',
        'VAULT_ADDR',
        'THROUGHLINE_KEY_NAME',
        'VAULT_TOKEN',
      ]);
      expect(code).toBe(1);
    },
    180_000,
  );
});
