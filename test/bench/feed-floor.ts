/** The least that any feed over gRPC has to do: messages that are there already, written to those who listen. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  Server,
  ServerCredentials,
  type ServerWritableStream,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import {
  CaseEventsService,
  Content,
  Level,
  Start,
  type SubscribeRequest,
  type SubscribeResponse,
} from '#feed-client';

type Call = ServerWritableStream<SubscribeRequest, SubscribeResponse>;

const instant = '2010-11-02T10:00:00.000Z';

/** As long as what the feed sends of a contact, with details and without. */
const entryOf = (caseId: string, eventId: string, full: boolean): SubscribeResponse => ({
  message: {
    $case: 'entry',
    entry: {
      id: eventId,
      cursor: 'x'.repeat(210),
      entry: {
        ...{
          eventId,
          caseId,
          type: 'ContactReceived',
          version: 1,
          kindOfWork: 'intake',
          occurred: '2010-11-02',
        },
        ...{ recordedAt: instant, visibleFrom: instant, level: Level.LEVEL_FULL, policyVersion: '2026-12' },
        ...{
          relations: [],
          marks: [],
          withheld: [],
          recordedBy: { id: 'authority-0' },
          contactPoint: undefined,
        },
        ...(full ? { detailsJson: 'x'.repeat(330) } : {}),
      },
    },
  },
});

export const openFloor = async () => {
  const listening = new Map<string, Call[]>();
  const catchUp = { events: 0 };
  const subscribe = async (call: Call): Promise<void> => {
    const { cases, start, content } = call.request;
    if (start?.$case === 'from' && start.from === Start.START_FROM_BEGINNING) {
      const [caseId, eventId] = [randomUUID(), randomUUID()];
      for (let number = 0; number < catchUp.events; number += 1)
        if (!call.write(entryOf(caseId, eventId, content === Content.CONTENT_FULL)))
          await once(call, 'drain');
    }
    const key = cases[0] ?? 'all';
    listening.set(key, [...(listening.get(key) ?? []), call]);
    call.write({ message: { $case: 'caughtUp', caughtUp: { cursor: '' } } });
  };
  const server = new Server({ 'grpc.max_concurrent_streams': 10_000 });
  const notHere = (_call: unknown, answer: (problem: { readonly code: number }) => void) =>
    answer({ code: 12 });
  const methods: Readonly<Record<string, unknown>> = {
    subscribe: (call: Call) => void subscribe(call),
    get: notHere,
    listEventTypes: notHere,
    subscribeAlerts: (call: { readonly end: () => void }) => call.end(),
  };
  server.addService(CaseEventsService, methods as UntypedServiceImplementation);
  const port = await new Promise<number>((bound, fail) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (problem, taken) =>
      problem === null ? bound(taken) : fail(problem),
    ),
  );
  return {
    address: `127.0.0.1:${port}`,
    catchUp,
    /** Writes an event of a case to whoever follows it. */
    publish: (caseId: string): string => {
      const eventId = randomUUID();
      const entry = entryOf(caseId, eventId, false);
      for (const key of [caseId, 'all']) for (const call of listening.get(key) ?? []) call.write(entry);
      return eventId;
    },
    forget: () => listening.clear(),
    close: () => server.forceShutdown(),
  };
};
