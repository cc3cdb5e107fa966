import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import type { Purpose } from '#casework';
import {
  CaseEventsService,
  Content,
  GetResponse,
  Level,
  Start,
  SubscribeResponse,
  type Entry,
} from '#feed-client';
import { systemClock } from '#kernel';
import { createHealth, createTelemetry } from '#platform';
import { disclosureLog } from '#read-models';
import { startFeedServer, usualTiming } from '../../apps/feed/src/index.js';
import { canariesIn } from './canaries.fixture.js';
import { arriving, type Delivery, type Front } from './following-fronts.fixture.js';
import type { Had } from './stories.fixture.js';
import { someRequest, type World } from './world.fixture.js';

const many = { subject: 1_000_000, organisation: 1_000_000 };
const levels: Readonly<Partial<Record<Level, string>>> = {
  [Level.LEVEL_FULL]: 'full',
  [Level.LEVEL_PARTIAL]: 'partial',
  [Level.LEVEL_STUB]: 'stub',
};

const hadOf = ({ level, type, detailsJson = '{}', withheld }: Entry): Had => ({
  level: levels[level] ?? 'none',
  type: type ?? null,
  fields: Object.keys(JSON.parse(detailsJson) as object),
  canaries: canariesIn(detailsJson),
  withheld: withheld.map(({ category, grade }) => `${category}.${grade}`),
});

const deliveryOf = ({ message }: SubscribeResponse): Delivery => {
  switch (message?.$case) {
    case 'entry': {
      const entry = message.entry.entry!;
      return { kind: 'entry', eventId: entry.eventId, had: hadOf(entry) };
    }
    case 'ended':
      return { kind: 'ended', eventId: message.ended.eventId };
    case 'checkpoint':
      return { kind: 'mark', caughtUp: false };
    case 'caughtUp':
      return { kind: 'mark', caughtUp: true };
    case undefined:
      throw new Error('A message of no kind.');
  }
};

/** What was answered, every byte of it as text, and the entry where there is one. */
export interface Answered {
  readonly text: string;
  readonly entry: { readonly eventId: string; readonly had: Had } | null;
}

export interface GrpcFront extends Front {
  readonly get: (asking: {
    readonly person: string;
    readonly purpose: Purpose;
    readonly eventId: string;
  }) => Promise<Answered>;
}

/** What is told before and after the messages, but for the time of day. */
const metadataAsText = (metadata: Metadata): string => JSON.stringify({ ...metadata.getMap(), date: null });

/** How a call ended, all that the caller is told of it. */
const told = ({ code, details, metadata }: Pick<ServiceError, 'code' | 'details' | 'metadata'>): string =>
  `${code} ${details} ${metadataAsText(metadata)}`;

/** The feed as it is served, and a client that looks at the bytes before anything reads them. */
export const overGrpc = async (world: World, heartbeatMilliseconds: number): Promise<GrpcFront> => {
  const { authenticate, directory, policy, log, shutdown } = world.served;
  const { store, sealing, feed, reads } = world;
  const server = await startFeedServer(
    {
      ...{ feed, reads, authenticate, directory, policy, logger: log, clock: systemClock },
      disclosures: disclosureLog({ store, sealing, clock: systemClock }),
      tokens: sealing.tokens,
      health: createHealth(),
      telemetry: createTelemetry({ service: 'feed', environment: {} }),
    },
    {
      ...{ host: '127.0.0.1', port: 0, tls: null, reflection: false },
      ...{ subscriptions: { subject: 1_000, organisation: 1_000 }, requestsPerMinute: many },
      timing: { ...usualTiming, heartbeatMilliseconds },
    },
  );
  const client = new Client(server.address, credentials.createInsecure());
  shutdown.register('feed', async () => {
    client.close();
    await server.close(1_000);
  });
  const metadataOf = async (person: string, purpose: Purpose) => {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${await world.tokenOf(person)}`);
    metadata.set('x-purpose', purpose);
    metadata.set('x-correlation-id', someRequest);
    return metadata;
  };
  const asText = (bytes: Buffer) => bytes.toString('latin1');
  return {
    name: 'gRPC',
    follow: async ({ person, purpose, cases, start }) => {
      const { path, requestSerialize } = CaseEventsService.subscribe;
      const from = start === 'now' ? Start.START_FROM_NOW : Start.START_FROM_BEGINNING;
      const call = client.makeServerStreamRequest(
        path,
        requestSerialize,
        (bytes: Buffer) => {
          arrived.bytes(asText(bytes));
          return SubscribeResponse.decode(bytes);
        },
        {
          ...{ cases: [...(cases ?? [])], types: [], content: Content.CONTENT_FULL },
          start: { $case: 'from', from },
        },
        await metadataOf(person, purpose),
      );
      const arrived = arriving(() => call.cancel());
      call.on('metadata', (metadata) => arrived.bytes(metadataAsText(metadata)));
      call.on('data', (response: SubscribeResponse) => arrived.took(deliveryOf(response)));
      call.on('error', (problem: ServiceError) => arrived.ended(told(problem)));
      call.on('end', () => arrived.ended('the end'));
      return arrived.followed;
    },
    get: async ({ person, purpose, eventId }) => {
      const { path, requestSerialize } = CaseEventsService.get;
      const metadata = await metadataOf(person, purpose);
      const texts: string[] = [];
      return new Promise<Answered>((answered) => {
        const call = client.makeUnaryRequest(
          path,
          requestSerialize,
          (bytes: Buffer) => {
            texts.push(asText(bytes));
            return GetResponse.decode(bytes);
          },
          { eventId, content: Content.CONTENT_FULL },
          metadata,
          (problem, response) => {
            if (problem !== null) texts.push(told(problem));
            const entry = response?.entry;
            answered({
              text: texts.join('\n'),
              entry: entry === undefined ? null : { eventId: entry.eventId, had: hadOf(entry) },
            });
          },
        );
        call.on('metadata', (initial: Metadata) => texts.push(metadataAsText(initial)));
      });
    },
  };
};
