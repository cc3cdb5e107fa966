/**
 * How fast the views are built again from the log, whether that needs more memory for a longer log, and how long many
 * changes of visibility take on a large linked group. Beside the rebuild stands the least that any rebuild must do: the
 * same rows written with the same driver.
 *
 * Run it: `npm run build && node dist/test/bench/views.js`
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Concerns } from '#casework';
import { openEmbeddedEventStore, type EventStore } from '#event-store';
import { systemClock } from '#kernel';
import { openDatabase } from '#platform';
import { followProgress, runProjections } from '#projections';
import { viewProjections, viewsRead, type ReadTables } from '#read-models';
import { append, ground, manyCases, policies, teller, types } from './events.js';

export interface MemoryAt {
  readonly events: number;
  readonly heapMegabytes: number;
  readonly residentMegabytes: number;
}

export interface ViewsRow {
  readonly events: number;
  /** Rows that organisations have at the end. */
  readonly rows: number;
  readonly eventsPerSecond: number;
  /** The same rows of the same tables inserted with the same driver, in events a second. */
  readonly floorPerSecond: number;
  /** The most that was held up to then. */
  readonly memory: readonly MemoryAt[];
}

export interface LinkedGroupRow {
  readonly events: number;
  readonly changes: number;
  /** For all the changes together. */
  readonly seconds: number;
}

export interface ViewsMeasured {
  readonly rebuild: ViewsRow;
  readonly linkedGroup: LinkedGroupRow;
}

const project = async (store: EventStore, file: string, events: number) => {
  const database = openDatabase<ReadTables>({ file, durability: 'rebuildable' });
  const stopping = new AbortController();
  const onAlarm = (alarm: object) => {
    throw new Error(JSON.stringify(alarm));
  };
  const memory: MemoryAt[] = [];
  let heap = 0;
  let resident = 0;
  let taken = 0;
  const projections = viewProjections({
    ...{ policies: policies(), onAlarm, clock: systemClock },
    mostEventsInMemory: 20_000,
  });
  const head = (await store.head())!;
  const began = process.hrtime.bigint();
  const running = runProjections({
    ...{ store, database, projections, onAlarm },
    signal: stopping.signal,
    observe: (observed) => {
      if (observed.kind !== 'batch') return;
      taken += observed.events;
      const now = process.memoryUsage();
      heap = Math.max(heap, now.heapUsed);
      resident = Math.max(resident, now.rss);
      const next = [events / 4, events / 2, events][memory.length];
      if (next !== undefined && taken >= next)
        memory.push({
          events: taken,
          heapMegabytes: Math.round(heap / 1e6),
          residentMegabytes: Math.round(resident / 1e6),
        });
    },
  });
  const progress = followProgress({ store, database, views: viewsRead });
  if (!(await progress.waitFor(head, { timeoutMs: 600_000 }))) throw new Error('The views took too long.');
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  await progress.stop();
  stopping.abort();
  await running.stopped;
  await database.close();
  return { seconds, memory };
};

const writtenTables = ['ledger', 'agency_event'] as const;

/** Writes the rows of the two large tables again, a thousand events to a transaction, with nothing decided. */
const floor = (from: string, to: string, events: number): { seconds: number; rows: number } => {
  const source = new DatabaseSync(from);
  const target = new DatabaseSync(to);
  target.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -64000;');
  const build = source
    .prepare(`SELECT namespace FROM projection_build WHERE projection = 'timeline'`)
    .get() as { namespace: string };
  const inBuild = (table: string) => `${build.namespace}__${table}`;
  const made = source
    .prepare(`SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name IN (?, ?)`)
    .all(...writtenTables.map(inBuild)) as { sql: string }[];
  for (const { sql } of made) target.exec(sql);
  let nanoseconds = 0n;
  let rows = 0;
  for (const written of writtenTables) {
    const table = inBuild(written);
    const total = (source.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
    if (written === 'agency_event') rows = total;
    const perBatch = Math.ceil((total / events) * 1_000);
    const read = source.prepare(`SELECT * FROM ${table} ORDER BY rowid LIMIT ? OFFSET ?`);
    for (let done = 0; done < total; done += perBatch) {
      const values = (read.all(perBatch, done) as Record<string, string | number | null>[]).map((row) =>
        Object.values(row),
      );
      const insert = target.prepare(`INSERT INTO ${table} VALUES (${values[0]!.map(() => '?').join()})`);
      const began = process.hrtime.bigint();
      target.exec('BEGIN');
      for (const row of values) insert.run(...row);
      target.exec('COMMIT');
      nanoseconds += process.hrtime.bigint() - began;
    }
  }
  source.close();
  target.close();
  return { seconds: Number(nanoseconds) / 1e9, rows };
};

const measureRebuild = async (folder: string, events: number): Promise<ViewsRow> => {
  const store = await openEmbeddedEventStore({ file: join(folder, 'many-cases.sqlite') });
  const tell = teller();
  await append(store, ground(tell, policies().current.version));
  await append(store, manyCases(tell, events));
  const views = join(folder, 'many-cases-views.sqlite');
  const { seconds, memory } = await project(store, views, events);
  await store.close();
  const least = floor(views, join(folder, 'floor.sqlite'), events);
  return {
    events,
    rows: least.rows,
    eventsPerSecond: events / seconds,
    floorPerSecond: events / least.seconds,
    memory,
  };
};

/** Two linked cases with a thousand events each; then agencies join and leave, the link is disputed, the child is missing. */
const measureLinkedGroup = async (folder: string): Promise<LinkedGroupRow> => {
  const file = join(folder, 'linked.sqlite');
  const tell = teller();
  const [one, other] = [randomUUID(), randomUUID()];
  const cases = [one, other];
  const link = (type: string, organisation: string, more: Concerns) =>
    tell('link-a', null, type, organisation, { cases, ...more });
  const work = [
    ...ground(tell, policies().current.version),
    ...cases.flatMap((id, index) => [
      tell(`case-${id}`, id, 'CaseOpened', `authority-${index}`),
      ...['force-0', 'clinic-0'].map((organisation) =>
        tell(`case-${id}`, id, 'AgencyJoinedCase', `authority-${index}`, { organisation }),
      ),
      ...Array.from({ length: 997 }, (_, n) => {
        const [type, parts] = types[n % types.length]!;
        return tell(`case-${id}`, id, type, `authority-${index}`, {}, parts);
      }),
    ]),
    link('RecordLinkProposed', 'authority-0', {}),
    link('RecordLinked', 'authority-0', { agreedAsLead: cases }),
  ];
  const changes = Array.from({ length: 25 }, () => [
    tell(`case-${one}`, one, 'AgencyJoinedCase', 'authority-0', { organisation: 'lantern' }),
    tell(`case-${other}`, other, 'ChildReportedMissing', 'authority-1', {}, ['core.coded', 'location.told']),
    tell(`case-${other}`, other, 'ChildLocated', 'force-0', {}, ['core.coded', 'location.told']),
    tell(`case-${one}`, one, 'AgencyLeftCase', 'lantern'),
  ]).flat();
  const store = await openEmbeddedEventStore({ file });
  await append(store, work);
  const views = join(folder, 'linked-views.sqlite');
  await project(store, views, work.length);
  await append(store, changes);
  const { seconds } = await project(store, views, work.length);
  await store.close();
  return { events: 2_000, changes: changes.length, seconds };
};

export const measureViews = async (events = 100_000): Promise<ViewsMeasured> => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  try {
    return { rebuild: await measureRebuild(folder, events), linkedGroup: await measureLinkedGroup(folder) };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(
    `${JSON.stringify(await measureViews(Number(process.argv[2] ?? 100_000)), null, 2)}\n`,
  );
}
