import type { Provider } from '@nestjs/common';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createClient, type Client, type ClientOptions, type ExecutionResult } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Purpose } from '#casework';
import { createAuthentication, type Directory } from '#identity';
import { randomId, systemClock } from '#kernel';
import { ourCase, startGateway, type RunningGateway } from '../gateway.fixture.js';
import { boardManager, officer } from '../people.fixture.js';
import { developmentSettings, type GatewaySettings, type SubscriptionSettings } from '../settings.js';
import { feedInMemory, type FeedInMemory } from './feed-in-memory.fixture.js';

const issuer = 'https://login.example';
/** Two officers of one force, and one of a board. */
const people = [officer, { ...officer, person: 'officer-two' }, boardManager];

export interface Delivery {
  readonly __typename: 'CaseEntryPublished' | 'CaseEntryEnded' | 'FeedCheckpoint';
  readonly id?: string;
  readonly cursor: string;
  readonly caughtUp?: boolean;
  readonly eventId?: string;
  readonly entry?: Readonly<Record<string, unknown>>;
}

interface Refused {
  readonly errors: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

/** How a subscription ended: completed, refused by an error message, or with its socket. */
export type End = { readonly completed: true } | Refused | { readonly code: number; readonly reason: string };

export interface Following {
  readonly deliveries: readonly Delivery[];
  readonly ended: Promise<End>;
  /** Resolves when so many deliveries are there; checkpoints count. */
  readonly until: (count: number) => Promise<readonly Delivery[]>;
  readonly stop: () => void;
}

export interface SubscribingGateway extends RunningGateway {
  readonly feed: FeedInMemory;
  readonly suspended: Set<string>;
  readonly mayUse: { purposes: readonly Purpose[] };
  token(of?: {
    readonly person?: string;
    readonly seconds?: number;
    readonly audience?: string;
  }): Promise<string>;
  client(
    params?: Readonly<Record<string, unknown>> | null,
    options?: Partial<ClientOptions>,
  ): Promise<Client>;
  /** A socket on which the test speaks itself; it has said who it is unless told. */
  socket(params?: Readonly<Record<string, unknown>> | null): Promise<WebSocket>;
  readonly url: string;
}

export const everything = `subscription ($cases: [ID!], $types: [EventType!], $after: String, $from: FeedStart) {
  caseEvents(cases: $cases, types: $types, after: $after, from: $from) {
    __typename
    ... on CaseEntryPublished { id cursor entry { eventId type } }
    ... on CaseEntryEnded { id cursor caseId eventId }
    ... on FeedCheckpoint { cursor caughtUp }
  }
}`;

export const startSubscribing = async (
  settings: Partial<SubscriptionSettings> = {},
  more: Partial<GatewaySettings> = {},
  providers: readonly Provider[] = [],
): Promise<SubscribingGateway> => {
  const keys = await generateKeyPair('ES256');
  const keySet = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256' }] };
  const suspended = new Set<string>();
  const mayUse: SubscribingGateway['mayUse'] = { purposes: ['safeguarding', 'court', 'statistics'] };
  const feed = feedInMemory([ourCase]);
  const gateway = await startGateway({
    settings: { subscriptions: { ...developmentSettings.subscriptions, ...settings }, ...more },
    providers,
    ports: {
      feed,
      policy: () => ({
        mayUsePurpose: (_agency, _role, purpose) => ({
          allowed: mayUse.purposes.includes(purpose),
          decidedBy: ['policy-one'],
        }),
      }),
      authenticate: createAuthentication({
        directory: { ...directoryOf(suspended), isCurrent: () => true },
        clock: systemClock,
        localKeySets: new Map([[issuer, keySet]]),
      }),
    },
  });
  const url = `${gateway.address.replace('http', 'ws')}/graphql`;
  const token: SubscribingGateway['token'] = ({
    person = officer.person,
    seconds = 600,
    audience = 'throughline',
  } = {}) => {
    const { organisation, role } = people.find((one) => one.person === person)!;
    return new SignJWT({ organisation, role, jti: randomId() })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'one' })
      .setIssuer(issuer)
      .setSubject(person)
      .setAudience(audience)
      .setExpirationTime(Math.floor(Date.now() / 1_000) + seconds)
      .sign(keys.privateKey);
  };
  const usual = async () => ({ authorization: `Bearer ${await token()}`, 'x-purpose': 'safeguarding' });
  return {
    ...gateway,
    feed,
    suspended,
    mayUse,
    url,
    token,
    client: async (params, options) =>
      createClient({
        url,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        ...(params === null ? {} : { connectionParams: { ...(await usual()), ...params } }),
        ...options,
      }),
    socket: async (params) => {
      const socket = new WebSocket(url, 'graphql-transport-ws');
      await new Promise((opened, failed) => socket.once('open', opened).once('error', failed));
      if (params === null) return socket;
      const acknowledged = new Promise((done) => socket.once('message', done));
      socket.send(JSON.stringify({ type: 'connection_init', payload: { ...(await usual()), ...params } }));
      await acknowledged;
      return socket;
    },
  };
};

const directoryOf = (suspended: ReadonlySet<string>): Directory => {
  const registered = [...new Map(people.map((one) => [one.organisation, one.function]))].map(
    ([id, agency]) => ({ id, function: agency, name: id, contactPoint: '101', area: null }),
  );
  const personOf = (id: string) => {
    const one = people.find(({ person }) => person === id);
    if (one === undefined) return undefined;
    const { organisation, role, team, supervisor, vetting } = one;
    return { id, organisation, role, team, supervisor, vetting, name: id, suspended: suspended.has(id) };
  };
  const binding = {
    issuer,
    organisations: new Set(registered.map(({ id }) => id)),
    keySet: `${issuer}/keys`,
    algorithms: ['ES256' as const],
    audience: 'throughline',
  };
  return {
    organisation: (id) => registered.find((one) => one.id === id),
    person: personOf,
    issuer: (url) => (url === issuer ? binding : undefined),
    organisationOf: (person) => personOf(person)?.organisation,
    functionOf: (id) => registered.find((one) => one.id === id)?.function,
    organisations: () => registered,
    people: () => people.flatMap(({ person }) => personOf(person) ?? []),
  };
};

/** Follows with a client of the library, and keeps what comes. */
export const follow = (
  client: Client,
  variables: Readonly<Record<string, unknown>> = {},
  query: string = everything,
): Following => {
  const deliveries: Delivery[] = [];
  const waiting = new Set<() => void>();
  const tell = () => {
    for (const look of [...waiting]) look();
  };
  let end: End | undefined;
  let settle: (how: End) => void = () => undefined;
  const ended = new Promise<End>((resolve) => {
    settle = (how) => {
      end = how;
      resolve(how);
      tell();
    };
  });
  const stop = client.subscribe(
    { query, variables },
    {
      next: (result: ExecutionResult) => {
        const { data, errors } = result as ExecutionResult<{ caseEvents: Delivery }>;
        if (data?.caseEvents === undefined) throw new Error(JSON.stringify(errors));
        deliveries.push(data.caseEvents);
        tell();
      },
      error: (problem) => settle(endOf(problem)),
      complete: () => settle({ completed: true }),
    },
  );
  const until = (count: number) =>
    new Promise<readonly Delivery[]>((resolve, reject) => {
      const look = () => {
        if (deliveries.length >= count) {
          waiting.delete(look);
          resolve(deliveries);
        } else if (end !== undefined) {
          waiting.delete(look);
          reject(new Error(`It ended after ${deliveries.length} of ${count}: ${JSON.stringify(end)}`));
        }
      };
      waiting.add(look);
      look();
    });
  return { deliveries, ended, until, stop };
};

const endOf = (problem: unknown): End => {
  if (Array.isArray(problem)) return { errors: problem as Refused['errors'] };
  const { code, reason } = problem as { readonly code: number; readonly reason: string };
  return { code, reason };
};

/** Ids of what was delivered, without checkpoints. */
export const idsOf = (deliveries: readonly Delivery[]): readonly string[] =>
  deliveries.flatMap(({ id }) => id ?? []);

/** The code and the reason with which a socket is closed. */
export const closingOf = (socket: WebSocket): Promise<{ readonly code: number; readonly reason: string }> =>
  new Promise((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
