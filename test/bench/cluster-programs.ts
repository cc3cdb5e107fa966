/** What the benchmarks of the cluster profile stand on: the programs in processes of their own, and a database. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** The PostgreSQL server on which databases are made and removed, by the URL of somebody who may. */
export const databaseServer = process.env.POSTGRES_URL;

const built = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export interface RunningProgram {
  /** What it said that was waited for. */
  readonly said: string;
  readonly stop: () => Promise<void>;
}

interface Starting {
  /** Below `dist`. */
  readonly script: string;
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** How it says on standard output where it listens, or what it has found. */
  readonly says: RegExp;
}

/** Starts a built program, and answers when it has said what it is to say. */
export const startProgram = async ({
  script,
  words = [],
  env = {},
  says,
}: Starting): Promise<RunningProgram> => {
  const child = spawn(process.execPath, [built(script), ...words], {
    cwd: tmpdir(),
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const said = await new Promise<string>((resolve, reject) => {
    let all = '';
    child.once('error', reject);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      all += text;
      const found = says.exec(all)?.[0];
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => reject(new Error(`${script} ended: ${errors}`)));
  });
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { said, stop };
};

/** The log server in front of a file; what it says is for KURRENTDB_URL. */
export const startLogServer = (file: string): Promise<RunningProgram> =>
  startProgram({
    script: 'test/log-server/main.js',
    words: ['--data', file, '--port', '0'],
    says: /kurrentdb:\/\/\S+/,
  });

export interface OwnDatabase {
  readonly url: string;
  readonly remove: () => Promise<void>;
}

/** An empty database on the server, for nobody else. */
export const ownDatabase = async (server: string): Promise<OwnDatabase> => {
  const asAdministrator = async (statement: string) => {
    const client = new pg.Client(server);
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  const name = `bench_${randomBytes(8).toString('hex')}`;
  await asAdministrator(`create database "${name}" template template0`);
  return {
    url: Object.assign(new URL(server), { pathname: `/${name}` }).href,
    remove: () => asAdministrator(`drop database "${name}" with (force)`),
  };
};

/** What the server says of itself as far as it decides how quick it can be. */
export const describeServer = async (server: string): Promise<string> => {
  const client = new pg.Client(server);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; setting: string }>(
      `select name, current_setting(name) as setting from unnest(array['server_version', 'fsync',
        'synchronous_commit', 'shared_buffers', 'max_wal_size']) as name`,
    );
    return rows.map(({ name, setting }) => `${name.replaceAll('_', ' ')} ${setting}`).join(', ');
  } finally {
    await client.end();
  }
};
