/** What the benchmarks of the feed ask: a log, a write side, views that follow it, and the feed over gRPC. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgencyFunction } from '#casework';
import { openEmbeddedEventStore } from '#event-store';
import { emptyDirectory, type Principal } from '#identity';
import { accepted, systemClock } from '#kernel';
import { createHealth, createLogger, createTelemetry, openDatabase } from '#platform';
import { followProgress, runProjections } from '#projections';
import { disclosureLog, openReadModels, viewProjections, viewsRead, type ReadTables } from '#read-models';
import { openRecording, type RecordRequest } from '#recording';
import { openDataKeyFile, openKeyFile, openSealing } from '#sealing';
import { startFeedServer, usualTiming } from '../../apps/feed/src/index.js';
import { feedOfViews } from '../../apps/programs/src/feed-of-views.js';
import { append, ground, policies as shippedPolicies, teller } from './events.js';

const author = { organisation: 'authority-0', person: 'authority-0-worker', role: 'duty-worker' } as const;
const agency = 'children-services';
const worker: Principal = {
  ...author,
  ...{ function: agency, team: null, supervisor: null, vetting: null, acr: null },
  author: { ...author, function: agency },
};
/** The software of the same organisation: it follows all of its cases. */
const software: Principal = { ...worker, person: 'authority-0-software', role: 'system' };

/** Good until long after: nobody verifies it here. */
export const token = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(
  JSON.stringify({ exp: 4_000_000_000 }),
).toString('base64url')}.`;

const request = (caseId: string | null): RecordRequest => ({
  principal: worker,
  purpose: 'safeguarding',
  type: 'ContactReceived',
  caseId,
  linkId: null,
  key: randomUUID(),
  occurred: '2010-11-02',
  source: 'own-act',
  handling: {},
  lawfulBasis: null,
  relations: [],
  details: {
    channel: 'in-person',
    contactedBy: 'child',
    helpAskedFor: ['somewhere-to-live'],
    childPresent: true,
    account: 'A girl came to the front desk alone, in a thin coat, and asked whether she could stay.',
    childsWords: 'I have nowhere to go. Please do not ring the house.',
  },
  correlation: randomUUID(),
});

export const openFeedServer = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-feed-'));
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  const database = openDatabase<ReadTables>({
    file: join(folder, 'views.sqlite'),
    durability: 'rebuildable',
  });
  const sealing = await openSealing({
    provider: await openKeyFile({ file: join(folder, 'key'), production: false, mayCreate: true }),
    dataKeys: await openDataKeyFile(join(folder, 'data-keys.sqlite')),
    clock: systemClock,
  });
  const policies = shippedPolicies();
  const directory = {
    ...emptyDirectory(),
    functionOf: (): AgencyFunction => agency,
    readyAt: async () => true,
  };
  await append(store, ground(teller(), policies.current.version));
  const onAlarm = ({ kind }: { readonly kind: string }) => {
    throw new Error(kind);
  };
  const stopping = new AbortController();
  const running = runProjections({
    ...{ store, database, onAlarm, signal: stopping.signal },
    projections: viewProjections({ policies, onAlarm, clock: systemClock }),
  });
  const progress = followProgress({ store, database, views: viewsRead });
  const log = createLogger({ level: 'error', destination: process.stderr });
  const telemetry = createTelemetry({ service: 'standalone', environment: {} });
  const readPorts = { database: database.reader, policies, directory, sealing, clock: systemClock };
  const recording = openRecording({
    ...{ store, sealing, directory, clock: systemClock, policy: () => policies.current },
    sight: { seenBy: async () => new Map(), linkedTo: async () => [] },
  });
  const server = await startFeedServer(
    {
      feed: feedOfViews({ store, database, policies, directory, sealing }, progress, telemetry),
      reads: openReadModels({ ...readPorts, progress }),
      disclosures: disclosureLog({ store, sealing, clock: systemClock }),
      authenticate: async () => accepted(software),
      ...{ directory, policy: () => policies.current, tokens: sealing.tokens, clock: systemClock },
      ...{ health: createHealth(), logger: log, telemetry },
    },
    {
      ...{ host: '127.0.0.1', port: 0, tls: null, reflection: false, timing: usualTiming },
      subscriptions: { subject: 10_000, organisation: 10_000 },
      requestsPerMinute: { subject: 1_000_000, organisation: 1_000_000 },
    },
  );
  const record = async (caseId: string | null): Promise<{ caseId: string; eventId: string }> => {
    const answer = await recording.record(request(caseId));
    if (!answer.ok) throw new Error(answer.reason.code);
    return answer.value as { caseId: string; eventId: string };
  };
  return {
    address: server.address,
    record,
    /** Opens cases. */
    cases: async (count: number): Promise<readonly string[]> => {
      const opened = await Promise.all(Array.from({ length: count }, () => record(null)));
      return opened.map(({ caseId }) => caseId);
    },
    /** Until the views have everything. */
    level: async (): Promise<void> => {
      if (!(await progress.waitFor(await store.head(), { timeoutMs: 600_000 })))
        throw new Error('The views never came as far as the log.');
    },
    close: async (): Promise<void> => {
      await server.close(1_000);
      await progress.stop();
      stopping.abort();
      await running.stopped;
      await telemetry.close();
      await sealing.close();
      await database.close();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
};
export type FeedServerUnderTest = Awaited<ReturnType<typeof openFeedServer>>;
