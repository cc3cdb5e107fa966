import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyPostgres } from '#platform/testing';
import { readSamples } from '../../apps/standalone/src/samples/load-samples.js';
import { sampleCaseIds } from '../../apps/standalone/src/samples/sample-case-ids.js';
import { builtProgram, repository } from '../crash/build.fixture.js';
import { launch, type Program } from '../crash/program.fixture.js';
import { askAt, fetchAt, type Throughline } from '../throughline.fixture.js';
import { startIssuer } from './issuer.fixture.js';

/** The programs of the cluster profile, each in a process of its own, as they are run in production. */
export interface Cluster extends Throughline {
  readonly databaseUrl: string;
  /** The address of the log server. It keeps its data when it is ended, and comes back at the same address. */
  readonly logUrl: string;
  readonly logServer: { readonly program: () => Program; readonly start: () => Promise<void> };
  /** Those that were started, also when they have ended since. */
  readonly gateways: readonly Program[];
  readonly projectors: readonly Program[];
  readonly startGateway: () => Promise<Program>;
  readonly startProjector: () => Promise<Program>;
  /** Runs the command line tool to its end. */
  readonly command: (...words: readonly string[]) => Program;
}

export interface ClusterOptions {
  readonly gateways?: number;
  readonly projectors?: number;
  /** Whether the sample cases are loaded; they are unless told. */
  readonly samples?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** A database that is the caller's; without it one of its own. */
  readonly database?: ClusterDatabase;
}

/** A database that nobody else uses. */
export interface ClusterDatabase {
  readonly url: string;
  readonly remove: () => Promise<void>;
}

const script = (path: string): string => join(repository, 'dist', path);

/** Starts a cluster with a database and an event log of its own. It needs POSTGRES_URL. */
export const startCluster = async ({
  gateways: gatewaysWanted = 2,
  projectors: projectorsWanted = 2,
  samples = true,
  env: more = {},
  database: given,
}: ClusterOptions = {}): Promise<Cluster> => {
  await builtProgram();
  const folder = await mkdtemp(join(tmpdir(), 'throughline-cluster-'));
  const issuer = await startIssuer(folder);
  const database = given ?? (await emptyPostgres());
  const started: Program[] = [];
  const lines: string[] = [];
  const said = (text: string) => void lines.push(text);
  const gateways: Program[] = [];
  const projectors: Program[] = [];
  const addresses: string[] = [];
  let feedAddress: string;
  let port = '0';
  let logServer: Program;

  const startLogServer = async () => {
    const file = join(folder, 'events.sqlite');
    logServer = launch({
      script: [script('test/log-server/main.js'), '--data', file, '--port', port],
      env: {},
      said,
      listens: /kurrentdb:\/\/\S+/,
    });
    started.push(logServer);
    port = new URL(await logServer.listening).port;
  };

  const env = (): Record<string, string> => ({
    PORT: '0',
    FEED_PORT: '0',
    LOG_LEVEL: 'debug',
    KURRENTDB_URL: `kurrentdb://127.0.0.1:${port}?tls=false`,
    DATABASE_URL: database.url,
    THROUGHLINE_KEYS: 'file',
    THROUGHLINE_KEY_FILE: join(folder, 'key'),
    THROUGHLINE_ISSUER: issuer.issuer,
    THROUGHLINE_ISSUER_KEY_SET: issuer.keySet,
    NODE_EXTRA_CA_CERTS: issuer.trusted,
    ...more,
  });

  const start = async (path: string, words: readonly string[] = []): Promise<Program> => {
    const program = launch({ script: [script(path), ...words], env: env(), said });
    started.push(program);
    return program;
  };
  const startProjector = async () => {
    const projector = await start('apps/projector/src/main.js');
    await projector.listening;
    projectors.push(projector);
    return projector;
  };
  const startFeed = async (): Promise<string> => {
    const feed = await start('apps/feed/src/main.js');
    await feed.listening;
    return /feed listens on ([^;\s]+)/.exec(feed.stdout())?.[1] ?? '';
  };
  const startGateway = async () => {
    const gateway = await start('apps/gateway/src/main.js');
    addresses.push(await gateway.listening);
    gateways.push(gateway);
    return gateway;
  };
  const command = (...words: readonly string[]): Program => {
    const program = launch({ script: [script('apps/cli/src/main.js'), ...words], env: env(), said });
    started.push(program);
    return program;
  };
  const close = async () => {
    await Promise.all(started.map(({ kill }) => kill()));
    await issuer.close();
    await database.remove();
    await rm(folder, { recursive: true, force: true });
  };

  try {
    await startLogServer();
    // The first makes the tables; those that share its work come beside the others.
    await startProjector();
    const { code, stderr, stdout } = await command(samples ? 'seed' : 'adopt-policy').ended;
    if (code !== 0) throw new Error(`The cluster could not be filled: ${stdout}${stderr}`);
    const others = [
      ...Array.from({ length: projectorsWanted - 1 }, startProjector),
      ...Array.from({ length: gatewaysWanted }, startGateway),
    ];
    feedAddress = await startFeed();
    await Promise.all(others);
  } catch (problem) {
    await close();
    throw problem;
  }

  const tokens = new Map<string, string>();
  const tokenOf = async (person: string): Promise<string> => {
    const known = tokens.get(person) ?? (await issuer.tokenOf(person));
    tokens.set(person, known);
    return known;
  };
  const cases = sampleCaseIds();
  const { directory } = readSamples();
  let asked = 0;
  return {
    databaseUrl: database.url,
    feedAddress,
    logUrl: env().KURRENTDB_URL!,
    logServer: { program: () => logServer, start: startLogServer },
    gateways,
    projectors,
    startGateway,
    startProjector,
    command,
    logged: () => lines,
    directory: {
      person: (id) => directory.people.get(id),
    },
    caseOf: (name) => {
      const id = cases.get(name);
      if (id === undefined) throw new Error(`There is no sample case ${name}.`);
      return id;
    },
    tokenOf,
    issuing: () => Promise.resolve(issuer.issuing),
    // Each request goes to another gateway than the one before: nobody may depend on where they are answered.
    ask: (asking) => askAt(addresses[(asked += 1) % addresses.length]!, tokenOf, asking),
    fetch: (path, as) => fetchAt(addresses[(asked += 1) % addresses.length]!, tokenOf, path, as),
    close,
  };
};
