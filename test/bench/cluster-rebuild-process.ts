/**
 * Builds the views of a log in a process that does nothing else, so that its memory is the memory of that:
 * `node dist/test/bench/cluster-rebuild-process.js LOG_FILE SLOTS`, with DATABASE_URL. It prints one line of JSON.
 *
 * The log is read from the embedded store's file: what is measured is the projection and PostgreSQL, and no network.
 */
import { openEmbeddedEventStore } from '#event-store';
import { systemClock } from '#kernel';
import { openPostgres } from '#platform';
import { followProgress, runProjections } from '#projections';
import { viewProjections, viewsRead, type ReadTables } from '#read-models';
import type { BuiltViews, MemoryAt } from './cluster-rebuild.js';
import { policies } from './events.js';

const [file = '', slots = '1'] = process.argv.slice(2);
const patienceMilliseconds = 600_000;

const onAlarm = (alarm: object) => {
  throw new Error(JSON.stringify(alarm));
};
const store = await openEmbeddedEventStore({ file });
const database = await openPostgres<ReadTables>({
  url: process.env.DATABASE_URL ?? '',
  applicationName: 'bench-rebuild',
});
const projections = viewProjections({
  ...{ policies: policies(), onAlarm, clock: systemClock },
  slots: Number(slots),
});
let inLog = 0;
for await (const delivery of store.subscribe({ after: 'start', batchSize: 2_000 })) {
  if (delivery.kind === 'caught-up') break;
  inLog += delivery.events.length;
}
const memory: MemoryAt[] = [];
let [heap, resident, taken] = [0, 0, 0];
const look = () => {
  const now = process.memoryUsage();
  heap = Math.max(heap, now.heapUsed);
  resident = Math.max(resident, now.rss);
};
const stopping = new AbortController();
const began = performance.now();
const running = runProjections({
  ...{ store, database, projections, onAlarm },
  signal: stopping.signal,
  observe: (observed) => {
    if (observed.kind !== 'batch' || observed.projection !== 'timeline') return;
    taken += observed.events;
    look();
    const share = (memory.length + 1) / 4;
    if (taken < inLog * Number(slots) * share) return;
    const megabytes = (bytes: number) => Math.round(bytes / 1e6);
    memory.push({ share, heapMegabytes: megabytes(heap), residentMegabytes: megabytes(resident) });
    // The most of each quarter by itself: what grows with the log shows.
    [heap, resident] = [0, 0];
  },
});
const progress = followProgress({ store, database, views: viewsRead });
if (!(await progress.waitFor(await store.head(), { timeoutMs: patienceMilliseconds })))
  throw new Error('The views took too long.');
const seconds = (performance.now() - began) / 1_000;
await progress.stop();
stopping.abort();
await running.stopped;
await database.close();
await store.close();
const built: BuiltViews = { events: inLog, seconds, memory };
process.stdout.write(`${JSON.stringify(built)}\n`);
