import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { BlockList } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgencyFunction, Purpose, Role } from '#casework';
import type { EventStore } from '#event-store';
import { createAuthentication, openDevelopmentIssuer, type Authenticate, type Principal } from '#identity';
import { storyClock, systemClock, type StoryClock } from '#kernel';
import { createHealth, createLogger, createShutdown, createTelemetry } from '#platform';
import type { Database, Logger, Shutdown } from '#platform';
import { disclosureLog, type Feed, type ReadModels, type Reader, type ReadTables } from '#read-models';
import type { Recording } from '#recording';
import type { Sealing } from '#sealing';
import { createGateway, developmentSettings } from '../../apps/gateway/src/index.js';
import { openAlertsOn, type OpenedAlerts } from '../../apps/programs/src/alerts/open-alerts.js';
import { openWriteSide } from '../../apps/programs/src/open-write-side.js';
import { openWebhookSide, type WebhookSide } from '../../apps/programs/src/webhooks/keep-webhooks.js';
import type { TargetRules } from '../../apps/programs/src/webhooks/target.js';
import { enrol } from './enrolled.fixture.js';
import { wired } from './wiring.fixture.js';

/** An organisation of the world and who works there: `person: [role, team, supervisor]`. */
export interface Agency {
  readonly function: AgencyFunction;
  readonly people: Readonly<Record<string, readonly [Role, string?, string?]>>;
}

export interface WorldOptions {
  readonly agencies: Readonly<Record<string, Agency>>;
  /** The clock stands here when the world begins. */
  readonly begins: string;
  /** Whether it is reached over HTTP too. */
  readonly overHttp?: boolean;
  /** How long a subscription is silent, in milliseconds, before it is sent a checkpoint. */
  readonly heartbeatMilliseconds?: number;
  /** Where webhooks may go; nowhere but the Internet unless told. */
  readonly webhookTargets?: TargetRules;
  readonly dataFolder?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: readonly (readonly [string, string])[];
}

/** What whoever serves by another way than HTTP needs of the world. */
export interface Served {
  readonly authenticate: Authenticate;
  readonly directory: Awaited<ReturnType<typeof wired>>['directory'];
  readonly policy: () => Awaited<ReturnType<typeof wired>>['policies']['current'];
  readonly alerts: OpenedAlerts;
  readonly webhooks: WebhookSide;
  readonly log: Logger;
  readonly shutdown: Shutdown;
}

/** The whole product as `npm start` wires it, with the clock of a story, and open where a test has to look inside. */
export interface World {
  readonly dataFolder: string;
  readonly clock: StoryClock;
  readonly store: EventStore;
  readonly sealing: Sealing;
  readonly database: Database<ReadTables>;
  readonly recording: Recording;
  readonly reads: ReadModels;
  readonly feed: Feed;
  readonly served: Served;
  /** Where it is reached over HTTP; empty where it is not. */
  readonly address: string;
  readonly tokenOf: (person: string) => Promise<string>;
  readonly principalOf: (person: string) => Principal;
  /** Waits until every view has everything that was recorded. */
  readonly settle: () => Promise<void>;
  readonly ask: (asking: {
    readonly as: string;
    readonly purpose: Purpose;
    readonly query: string;
    readonly variables?: Readonly<Record<string, unknown>>;
    readonly correlation?: string;
  }) => Promise<HttpAnswer>;
  /** What is fetched by its path. */
  readonly fetch: (asking: {
    readonly as: string;
    readonly purpose: Purpose;
    readonly path: string;
  }) => Promise<HttpAnswer>;
  readonly logged: () => readonly string[];
  /** What was asked of the event log since the last time, one word each. */
  readonly storeCalls: () => readonly string[];
  /** The SQL that readers' questions asked of the views since the last time. */
  readonly viewReads: () => readonly string[];
  readonly stop: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export const openWorld = async ({
  agencies,
  begins,
  overHttp = false,
  heartbeatMilliseconds = developmentSettings.subscriptions.heartbeatMilliseconds,
  webhookTargets = { networks: new BlockList(), inClear: false },
  dataFolder,
}: WorldOptions): Promise<World> => {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'non-interference-')));
  const lines: string[] = [];
  const log = createLogger({ level: 'debug', destination: { write: (line) => void lines.push(line) } });
  const shutdown = createShutdown(10_000, log);
  const clock = storyClock(begins);
  const calls: string[] = [];
  const asked: string[] = [];
  const engines = await wired(
    folder,
    log,
    shutdown,
    (store) => watched(store, calls),
    (sql) => void asked.push(sql),
  );
  const { store, unwatched, sealing, policies, directory, reads, sight } = engines;
  const { recording, oversight } = openWriteSide(
    { store, sealing, policy: () => policies.current, directory, sight, clock },
    engines.database,
  );
  const alerts = await openAlertsOn(
    { store, sealing, clock, directory, policy: () => policies.current },
    engines.database,
  );
  const webhooks = await openWebhookSide(
    {
      store: unwatched,
      sealing,
      clock,
      directory,
      policy: () => policies.current,
      database: engines.database,
    },
    { targets: webhookTargets },
    log,
    shutdown,
  );
  const settle = async () => {
    const head = await unwatched.head();
    if (head !== null && !(await reads.upTo(head, { timeoutMs: 60_000 })))
      throw new Error('The views did not come to the end of the log.');
    if (engines.alarms.length > 0) throw new Error(JSON.stringify(engines.alarms));
  };
  const principals = await enrol({ store: unwatched, sealing, clock }, agencies, policies);
  const head = await unwatched.head();
  if (head !== null) await directory.readyAt(head, { timeoutMs: 60_000 });
  await settle();

  const issuer = await openDevelopmentIssuer({
    production: false,
    listeners: ['127.0.0.1'],
    dataFolder: folder,
    directory,
    clock: systemClock,
  });
  const authenticate = createAuthentication({
    directory,
    clock: systemClock,
    localKeySets: new Map([[issuer.issuer, issuer.keySet]]),
  });
  let address = '';
  if (overHttp) {
    const gateway = await createGateway({
      settings: {
        ...developmentSettings,
        requestsPerMinute: { subject: 1_000_000, organisation: 1_000_000 },
        subscriptions: { ...developmentSettings.subscriptions, heartbeatMilliseconds },
      },
      ports: {
        recording,
        oversight,
        alerts,
        webhooks,
        reads,
        disclosures: disclosureLog({ store, sealing, clock }),
        feed: engines.feed,
        authenticate,
        directory,
        policy: () => policies.current,
        tokens: sealing.tokens,
        health: createHealth(),
        logger: log,
        telemetry: createTelemetry({ service: 'gateway', environment: {} }),
        development: null,
      },
    });
    shutdown.register('gateway', () => gateway.close());
    await gateway.listen(0, '127.0.0.1');
    address = await gateway.getUrl();
  }
  const tokens = new Map<string, string>();
  const tokenOf = async (person: string): Promise<string> => {
    const known = tokens.get(person);
    if (known !== undefined) return known;
    const token = await issuer.issueDevelopmentToken(person, 8 * 60 * 60);
    if (!token.ok) throw new Error(`${person} has no token.`);
    tokens.set(person, token.value);
    return token.value;
  };

  return {
    dataFolder: folder,
    clock,
    store: unwatched,
    sealing,
    database: engines.database,
    recording,
    reads,
    feed: engines.feed,
    served: { authenticate, directory, policy: () => policies.current, alerts, webhooks, log, shutdown },
    address,
    tokenOf,
    settle,
    principalOf: (person) => {
      const principal = principals.get(person);
      if (principal === undefined) throw new Error(`${person} is not enrolled.`);
      return principal;
    },
    ask: async ({ as, purpose, query, variables = {}, correlation = someRequest }) => {
      const response = await fetch(`${address}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await tokenOf(as)}`,
          'x-purpose': purpose,
          'x-correlation-id': correlation,
        },
        body: JSON.stringify({ query, variables }),
      });
      return { status: response.status, body: await response.text(), headers: [...response.headers] };
    },
    fetch: async ({ as, purpose, path }) => {
      const response = await fetch(`${address}${path}`, {
        headers: {
          authorization: `Bearer ${await tokenOf(as)}`,
          'x-purpose': purpose,
          'x-correlation-id': someRequest,
        },
      });
      return { status: response.status, body: await response.text(), headers: [...response.headers] };
    },
    logged: () => lines,
    storeCalls: () => calls.splice(0),
    viewReads: () => asked.splice(0),
    stop: async () => void (await shutdown.run()),
    close: async () => {
      await shutdown.run();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

export const someRequest = '0b7c4f0e-6a52-4a6c-9f5d-6f0f3a4b2c1d';

/** The reader that this person is for this purpose. */
export const readerIn = (world: World, person: string, purpose: Purpose): Reader => ({
  principal: world.principalOf(person),
  purpose,
  correlation: someRequest,
});

/** The same log, telling in one word what is asked of it. */
const watched = (store: EventStore, calls: string[]): EventStore => ({
  ...store,
  append: (stream, events, expectation) => {
    calls.push(...events.map(({ type }) => `append ${type} to ${kindOf(stream)}`));
    return store.append(stream, events, expectation);
  },
  readStream: (stream, read) => {
    calls.push(`read ${kindOf(stream)}`);
    return store.readStream(stream, read);
  },
  readAll: (read) => {
    calls.push('read all');
    return store.readAll(read);
  },
});

const kindOf = (stream: string): string => stream.slice(0, stream.indexOf('-'));
