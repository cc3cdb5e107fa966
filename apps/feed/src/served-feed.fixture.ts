import { createSecretKey, randomBytes } from 'node:crypto';
import {
  credentials,
  Metadata,
  type ChannelCredentials,
  type ClientOptions,
  type ServiceError,
} from '@grpc/grpc-js';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { CaseEventsClient, Start, type SubscribeRequest, type SubscribeResponse } from '#feed-client';
import { createAuthentication, type Directory, type Organisation, type Person } from '#identity';
import { systemClock } from '#kernel';
import { createHealth, createLogger, createTelemetry, unwell, well, type Telemetry } from '#platform';
import { createTokens } from '#sealing';
import { feedInMemory, type Behind } from './feed-in-memory.fixture.js';
import { startFeedServer, usualTiming, type FeedServerSettings } from './index.js';

const issuer = 'https://login.police.example';

const organisation: Organisation = {
  id: 'force',
  function: 'police',
  name: 'The Force',
  contactPoint: 'control room',
  area: null,
};
const person = (id: string): Person => ({
  ...{ id, organisation: 'force', role: 'investigator', team: null, supervisor: null, name: id },
  ...{ vetting: null, suspended: false },
});

const settings: FeedServerSettings = {
  host: '127.0.0.1',
  port: 0,
  tls: null,
  reflection: true,
  subscriptions: { subject: 5, organisation: 8 },
  requestsPerMinute: { subject: 100_000, organisation: 100_000 },
  timing: { ...usualTiming, heartbeatMilliseconds: 100 },
};

export interface Change {
  readonly subject?: string;
  readonly audience?: string;
  /** Seconds from now. */
  readonly expires?: number;
}

export interface ServedFeed {
  readonly address: string;
  readonly behind: Behind;
  readonly telemetry: Telemetry;
  readonly token: (change?: Change) => Promise<string>;
  /** The metadata of a good call, but for the change. */
  readonly metadata: (change?: Change, keys?: Readonly<Record<string, string | null>>) => Promise<Metadata>;
  readonly client: (secured?: ChannelCredentials, options?: ClientOptions, at?: string) => CaseEventsClient;
  readonly setReady: (ready: boolean) => void;
  readonly suspend: (subject: string) => void;
  readonly close: () => Promise<void>;
}

/** The feed on a real socket, over a feed in memory, with tokens that are signed and verified. */
export const serveFeed = async (change: Partial<FeedServerSettings> = {}): Promise<ServedFeed> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const suspended = new Set<string>();
  const directory: Pick<Directory, 'organisation' | 'person' | 'issuer'> = {
    organisation: (id) => (id === 'force' ? organisation : undefined),
    person: (id) => ({ ...person(id), suspended: suspended.has(id) }),
    issuer: (url) => (url === issuer ? binding : undefined),
  };
  const { behind, ...ports } = feedInMemory();
  const health = createHealth();
  let ready = true;
  health.register({ name: 'view', kind: 'ready', check: () => (ready ? well : unwell('behind')) });
  const telemetry = createTelemetry({ service: 'feed', environment: {} });
  const clients: CaseEventsClient[] = [];
  const server = await startFeedServer(
    {
      ...ports,
      authenticate: createAuthentication({
        directory: { ...(directory as Directory), isCurrent: () => true },
        clock: systemClock,
        localKeySets: new Map([[issuer, { keys: [{ ...(await exportJWK(publicKey)), kid: 'one' }] }]]),
      }),
      directory,
      policy: () => ({
        mayUsePurpose: (_function, _role, purpose) => ({
          allowed: purpose !== 'asylum-decision',
          decidedBy: ['purposes-of-the-police'],
        }),
      }),
      tokens: createTokens(createSecretKey(randomBytes(32)), createSecretKey(randomBytes(32))),
      clock: systemClock,
      health,
      logger: createLogger({ level: 'debug', destination: { write: (line) => void behind.log.push(line) } }),
      telemetry,
    },
    { ...settings, ...change },
  );
  const token: ServedFeed['token'] = ({ subject = 'okafor', audience = 'throughline', expires = 600 } = {}) =>
    new SignJWT({ organisation: 'force', role: 'investigator' })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'one' })
      .setIssuer(issuer)
      .setSubject(subject)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1000) + expires)
      .sign(privateKey);
  return {
    address: server.address,
    behind,
    telemetry,
    token,
    metadata: async (changed, keys = {}) => {
      const metadata = new Metadata();
      const usual = { authorization: `Bearer ${await token(changed)}`, 'x-purpose': 'safeguarding' };
      for (const [key, value] of Object.entries({ ...usual, ...keys }))
        if (value !== null) metadata.set(key, value);
      return metadata;
    },
    client: (secured = credentials.createInsecure(), options = {}, at = server.address) => {
      // Each its own connection: gRPC shares one among clients that have the same options.
      const client = new CaseEventsClient(at, secured, {
        'grpc.use_local_subchannel_pool': 1,
        ...options,
      });
      clients.push(client);
      return client;
    },
    setReady: (is) => {
      ready = is;
    },
    suspend: (subject) => void suspended.add(subject),
    close: async () => {
      for (const client of clients) client.close();
      await server.close(2_000);
    },
  };
};

const binding = {
  issuer,
  organisations: new Set(['force']),
  keySet: `${issuer}/keys`,
  algorithms: ['ES256' as const],
  audience: 'throughline',
};

export const fromBeginning = (more: Partial<SubscribeRequest> = {}): SubscribeRequest => ({
  cases: [],
  types: [],
  start: { $case: 'from', from: Start.START_FROM_BEGINNING },
  content: 0,
  ...more,
});

export interface Received {
  readonly messages: NonNullable<SubscribeResponse['message']>[];
  /** Resolves with how the call ended. */
  readonly ended: Promise<ServiceError | null>;
  /** Resolves when so many messages of this kind are here. */
  readonly until: (kind: NonNullable<SubscribeResponse['message']>['$case'], count: number) => Promise<void>;
  readonly cancel: () => void;
}

/** Subscribes and keeps what comes. */
export const receive = (
  client: CaseEventsClient,
  request: SubscribeRequest,
  metadata: Metadata,
  options: { readonly deadline?: number } = {},
): Received => {
  const call = client.subscribe(request, metadata, options);
  const messages: Received['messages'] = [];
  const heard = new Set<() => void>();
  call.on('data', ({ message }: SubscribeResponse) => {
    if (message !== undefined) messages.push(message);
    for (const listener of heard) listener();
  });
  const ended = new Promise<ServiceError | null>((resolve) => {
    call.once('error', (problem: ServiceError) => resolve(problem));
    call.once('end', () => resolve(null));
  });
  return {
    messages,
    ended,
    cancel: () => call.cancel(),
    until: (kind, count) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (messages.filter(({ $case }) => $case === kind).length < count) return;
          heard.delete(look);
          resolve();
        };
        heard.add(look);
        look();
        void ended.then((problem) => reject(problem ?? new Error('The call ended before.')));
      }),
  };
};

export const told = (problem: ServiceError | null, key: string): string | undefined =>
  problem?.metadata.get(key)[0]?.toString();
