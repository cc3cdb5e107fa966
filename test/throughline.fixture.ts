import 'reflect-metadata';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculateJwkThumbprint, type JWK } from 'jose';
import type { Purpose } from '#casework';
import { developmentAudience, developmentIssuerUrl } from '#identity';
import type { CaseId } from '#kernel';
import { createLogger, createShutdown, createTelemetry, readConfiguration, type Telemetry } from '#platform';
import { startStandalone, type Standalone } from '../apps/standalone/src/standalone.js';

/** What came back over HTTP, as it came. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
  /** The body as JSON. */
  readonly json: {
    readonly data?: Readonly<Record<string, unknown>> | null;
    readonly errors?: readonly {
      readonly message: string;
      readonly extensions: Readonly<Record<string, unknown>>;
    }[];
  };
}

export interface Asking {
  /** Handle of a person of the directory; null asks without a token. */
  readonly as: string | null;
  readonly purpose?: Purpose | null;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** With what tokens are signed: a test may forge some. */
export interface Issuing {
  readonly issuer: string;
  readonly audience: string;
  readonly kid: string;
  /** The private key. */
  readonly key: JWK;
}

/** The whole product, reached over HTTP as any client reaches it, in whichever profile. */
export interface Throughline {
  readonly directory: {
    readonly person: (id: string) => { readonly organisation: string } | undefined;
  };
  /** Ids of the sample cases by their names, e.g. `miriam` and `miriam-eastmoor`. */
  readonly caseOf: (name: string) => CaseId;
  readonly tokenOf: (person: string) => Promise<string>;
  readonly issuing: () => Promise<Issuing>;
  readonly ask: (asking: Asking) => Promise<Answer>;
  /** Where it is subscribed to over gRPC, in clear. */
  readonly feedAddress: string;
  /** Fetches a file by its path, with the token of a person. */
  readonly fetch: (path: string, as: Pick<Asking, 'as' | 'purpose'>) => Promise<Response>;
  /** Every line that was logged so far. */
  readonly logged: () => readonly string[];
  /** Stops it and removes its data. */
  readonly close: () => Promise<void>;
}

/** The embedded profile, in this process. */
export interface Embedded extends Throughline {
  readonly address: string;
  readonly dataFolder: string;
  readonly directory: Standalone['directory'];
  readonly sampleCases: Standalone['sampleCases'];
  /** Stops it as SIGTERM would; the data folder stays. */
  readonly stop: () => Promise<void>;
}

export interface StartOptions {
  /** An existing data folder; without it a new one. */
  readonly dataFolder?: string;
  /** Whether an empty folder is filled with the sample cases; they are unless told. */
  readonly samples?: boolean;
  /** One that keeps its spans; without it there are none. */
  readonly telemetry?: Telemetry;
  /** Settings besides. */
  readonly environment?: Readonly<Record<string, string>>;
}

export const startThroughline = async ({
  dataFolder,
  samples = true,
  telemetry = createTelemetry({ service: 'standalone', environment: {} }),
  environment = {},
}: StartOptions = {}): Promise<Embedded> => {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'throughline-')));
  const lines: string[] = [];
  const log = createLogger({ level: 'debug', destination: { write: (line) => void lines.push(line) } });
  const configuration = readConfiguration(
    {
      DATA_DIR: folder,
      PORT: '0',
      FEED_PORT: '0',
      NODE_ENV: 'test',
      THROUGHLINE_SAMPLE_CASES: samples ? 'load' : 'leave',
      ...environment,
    },
    folder,
  );
  const shutdown = createShutdown(configuration.shutdownMilliseconds, log);
  shutdown.register('telemetry', () => telemetry.close());
  const started = await startStandalone(configuration, log, shutdown, telemetry).catch(
    async (problem: unknown) => {
      await shutdown.run();
      throw problem;
    },
  );
  const tokens = new Map<string, string>();

  const tokenOf = async (person: string): Promise<string> => {
    const known = tokens.get(person);
    if (known !== undefined) return known;
    const response = await fetch(`${started.address}/dev/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person }),
    });
    if (!response.ok) throw new Error(`No token for ${person}: ${response.status}`);
    const { token } = (await response.json()) as { token: string };
    tokens.set(person, token);
    return token;
  };

  const stop = async () => {
    await shutdown.run();
  };
  return {
    address: started.address,
    feedAddress: started.feed,
    dataFolder: folder,
    directory: started.directory,
    sampleCases: started.sampleCases,
    caseOf: (name) => {
      const id = started.sampleCases.get(name);
      if (id === undefined) throw new Error(`There is no sample case ${name}.`);
      return id;
    },
    tokenOf,
    issuing: async () => {
      const key = JSON.parse(await readFile(join(folder, 'development-issuer.json'), 'utf8')) as JWK;
      return {
        issuer: developmentIssuerUrl,
        audience: developmentAudience,
        kid: await calculateJwkThumbprint(key),
        key,
      };
    },
    ask: (asking) => askAt(started.address, tokenOf, asking),
    fetch: (path, as) => fetchAt(started.address, tokenOf, path, as),
    logged: () => lines,
    stop,
    close: async () => {
      await stop();
      if (dataFolder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
};

export const fetchAt = async (
  address: string,
  tokenOf: (person: string) => Promise<string>,
  path: string,
  { as, purpose = 'safeguarding' }: Pick<Asking, 'as' | 'purpose'>,
): Promise<Response> =>
  fetch(address + path, {
    headers: {
      ...(as === null ? {} : { authorization: `Bearer ${await tokenOf(as)}` }),
      ...(purpose === null ? {} : { 'x-purpose': purpose }),
    },
  });

/** Asks as any client does. */
export const askAt = async (
  address: string,
  tokenOf: (person: string) => Promise<string>,
  { as, purpose = 'safeguarding', query, variables = {}, headers = {} }: Asking,
): Promise<Answer> => {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(as === null ? {} : { authorization: `Bearer ${await tokenOf(as)}` }),
      ...(purpose === null ? {} : { 'x-purpose': purpose }),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  const body = await response.text();
  return {
    status: response.status,
    body,
    headers: response.headers,
    get json() {
      return JSON.parse(body) as Answer['json'];
    },
  };
};

/** A copy of a stopped instance's data folder, to start another on. */
export const copyOf = async (dataFolder: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-copy-'));
  await cp(dataFolder, folder, { recursive: true });
  return folder;
};
