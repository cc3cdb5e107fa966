/**
 * How long after its append is answered an event can be read in the view of the one who recorded it, in the cluster
 * profile at a steady rate: this process appends and reads, the log server, the projector and PostgreSQL are others.
 * Beside it, in turns, the least that any projector has to do after that: one plain insert, and a word to those who listen.
 *
 * Run it: `npm run build && POSTGRES_URL=... node dist/test/bench/cluster-lag.js`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { EventHeader } from '#casework';
import { openKurrentDbEventStore, type NewEvent, type Position } from '#event-store';
import type { Json } from '#kernel';
import { openPostgres, type Database } from '#platform';
import { followProgress, readableBuilds, slotOf, type ProjectionTables } from '#projections';
import { viewsRead } from '#read-models';
import { databaseServer, ownDatabase, startLogServer, startProgram } from './cluster-programs.js';
import { percentile } from './cluster-statistics.js';
import { append, ground, manyCases, policies, teller } from './events.js';

export interface LagRow {
  readonly slots: number;
  readonly events: number;
  /** What was reached of the rate that was asked for. */
  readonly perSecond: number;
  /** Milliseconds of the append itself. */
  readonly appendP50: number;
  readonly appendP99: number;
  /** Milliseconds from the answer to the append until a reader sees it. */
  readonly p50: number;
  readonly p99: number;
  readonly floorP50: number;
  readonly floorP99: number;
}

export interface LagOptions {
  readonly perSecond: number;
  /** How long is measured, in turns with the floor. */
  readonly seconds: number;
  readonly slots: number;
}

type Told = { readonly stream: string; readonly event: NewEvent };

const casesAtOnce = 100;
const turns = 4;
const warmUpSeconds = 3;
/** After so long something is broken. */
const patienceMilliseconds = 30_000;

const headerOf = ({ event }: Told): EventHeader =>
  (event.data as Readonly<Record<string, Json>>).header as unknown as EventHeader;

/** Begins one piece of work after another at a steady rate, whether or not the earlier are done, and awaits them all. */
const steadily = async <Item>(
  items: readonly Item[],
  perSecond: number,
  work: (item: Item) => Promise<void>,
): Promise<void> => {
  const began = performance.now();
  const underWay: Promise<void>[] = [];
  while (underWay.length < items.length) {
    const due = Math.min(items.length, Math.ceil(((performance.now() - began) * perSecond) / 1_000));
    while (underWay.length < due) underWay.push(work(items[underWay.length]!));
    await after(1);
  }
  await Promise.all(underWay);
};

/** What the programs of this benchmark have open, closed in the opposite order. */
const closing = () => {
  const closers: (() => Promise<unknown> | void)[] = [];
  return {
    later: (close: () => Promise<unknown> | void) => void closers.push(close),
    now: async () => {
      for (const close of closers.reverse()) await close();
    },
  };
};

const timelines = viewsRead.find(({ name }) => name === 'timeline')!;

/** Hears when slots have moved and looks where they are then, as a gateway does. They can be read already. */
const openReader = async (database: Database<ProjectionTables>, slots: number) => {
  const positions: (Position | null)[] = Array.from({ length: slots }, () => null);
  const waiting = new Map<number, { readonly position: Position; readonly seen: (at: number) => void }[]>();
  let stale = false;
  let looking = false;
  const look = async (): Promise<void> => {
    stale = true;
    if (looking) return;
    looking = true;
    while (stale) {
      stale = false;
      const builds = await readableBuilds(database.reader, timelines);
      const at = performance.now();
      for (const { slot, position } of builds) {
        positions[slot] = position;
        const inSlot = waiting.get(slot) ?? [];
        const isSeen = (wanted: Position) => position !== null && position >= wanted;
        waiting.set(
          slot,
          inSlot.filter((one) => !isSeen(one.position)),
        );
        for (const { position: wanted, seen } of inSlot) if (isSeen(wanted)) seen(at);
      }
    }
    looking = false;
  };
  let failed: unknown;
  await database.notifications.listen('projection_moved', () => {
    look().catch((error: unknown) => {
      failed = error;
      looking = false;
    });
  });
  /** Answers when the organisation's view has it: now at the earliest. */
  const untilSeen = async (organisation: string, position: Position): Promise<number> => {
    const slot = slotOf(organisation, slots);
    const there = positions[slot];
    if (there !== null && there !== undefined && there >= position) return performance.now();
    const seen = new Promise<number>((resolve) => {
      waiting.set(slot, [...(waiting.get(slot) ?? []), { position, seen: resolve }]);
    });
    const late = new AbortController();
    const tooLate = after(patienceMilliseconds, null, { signal: late.signal }).catch(() => null);
    const at = await Promise.race([seen, tooLate]);
    late.abort();
    if (at === null) throw new Error('An event never came to the view of its recorder.', { cause: failed });
    return at;
  };
  return untilSeen;
};

/** The same events, each by one statement that inserts it and says so. */
const openFloor = async (url: string) => {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const listener = new pg.Client(url);
  await listener.connect();
  await pool.query(
    'create table plain (id text primary key, organisation text not null, header text not null, parts text not null)',
  );
  const waiting = new Map<string, (at: number) => void>();
  listener.on('notification', ({ payload = '' }) => waiting.get(payload)?.(performance.now()));
  await listener.query('listen plain');
  const write = async (told: Told): Promise<number> => {
    const { id, recordedBy } = headerOf(told);
    const { header, parts } = told.event.data as Readonly<Record<string, Json>>;
    const seen = new Promise<number>((resolve) => waiting.set(id, resolve));
    const began = performance.now();
    await pool.query({
      name: 'plain',
      text: `with written as (insert into plain values ($1, $2, $3, $4) returning id)
        select pg_notify('plain', id) from written`,
      values: [id, recordedBy.organisation, JSON.stringify(header), JSON.stringify(parts)],
    });
    const took = (await seen) - began;
    waiting.delete(id);
    return took;
  };
  const close = async () => {
    await listener.end();
    await pool.end();
  };
  return { write, close };
};

const projectorOf = (logUrl: string, databaseUrl: string, slots: number) =>
  startProgram({
    script: 'apps/projector/src/main.js',
    env: {
      PORT: '0',
      LOG_LEVEL: 'warn',
      NODE_ENV: 'test',
      KURRENTDB_URL: logUrl,
      DATABASE_URL: databaseUrl,
      THROUGHLINE_SLOTS: String(slots),
    },
    says: /http:\/\/127\.0\.0\.1:\d+/,
  });

/** The lag of one projector that holds every slot. It needs a PostgreSQL server. */
export const measureLag = async (
  server: string,
  { perSecond, seconds, slots }: LagOptions,
): Promise<LagRow> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-lag-'));
  const { later, now: closeAll } = closing();
  later(() => rmSync(folder, { recursive: true }));
  try {
    const { url, remove } = await ownDatabase(server);
    later(remove);
    const log = await startLogServer(join(folder, 'events.sqlite'));
    later(log.stop);
    const store = await openKurrentDbEventStore({ url: log.said });
    later(() => store.close());
    const tell = teller();
    await append(store, ground(tell, policies().current.version));
    const projector = await projectorOf(log.said, url, slots);
    later(projector.stop);
    const database = await openPostgres<ProjectionTables>({ url, applicationName: 'bench-reader' });
    later(() => database.close());
    const progress = followProgress({ store, database, views: viewsRead });
    const isReady = await progress.waitFor(await store.head(), { timeoutMs: patienceMilliseconds });
    await progress.stop();
    if (!isReady) throw new Error('The projector did not come so far as to be read.');
    const untilSeen = await openReader(database, slots);
    const floor = await openFloor(url);
    later(floor.close);

    const revisions = new Map<string, Promise<number>>();
    const appends: number[] = [];
    const lags: number[] = [];
    const floors: number[] = [];
    /** Each case's events one after another, as those who record wait for what they build on. */
    const record = async (told: Told): Promise<void> => {
      const { stream, event } = told;
      const before = revisions.get(stream);
      const appended = (async () => {
        const revision = await before;
        const began = performance.now();
        const answer = await store.append(stream, [event], { expected: revision ?? 'no-stream' });
        return { ...answer, began, at: performance.now() };
      })();
      revisions.set(
        stream,
        appended.then(({ revision }) => revision),
      );
      const { position, began, at } = await appended;
      appends.push(at - began);
      lags.push(Math.max(0, (await untilSeen(headerOf(told).recordedBy.organisation, position)) - at));
    };

    const each = Math.ceil((perSecond * seconds) / turns);
    const warmUp = perSecond * warmUpSeconds;
    const all = [...manyCases(tell, warmUp + turns * each, casesAtOnce)];
    await steadily(all.slice(0, warmUp), perSecond, record);
    appends.length = lags.length = 0;
    let milliseconds = 0;
    for (let turn = 0; turn < turns; turn += 1) {
      const part = all.slice(warmUp + turn * each, warmUp + (turn + 1) * each);
      const began = performance.now();
      await steadily(part, perSecond, record);
      milliseconds += performance.now() - began;
      await steadily(part, perSecond, async (told) => void floors.push(await floor.write(told)));
    }
    return {
      slots,
      events: lags.length,
      perSecond: (lags.length / milliseconds) * 1_000,
      appendP50: percentile(appends, 0.5),
      appendP99: percentile(appends, 0.99),
      p50: percentile(lags, 0.5),
      p99: percentile(lags, 0.99),
      floorP50: percentile(floors, 0.5),
      floorP99: percentile(floors, 0.99),
    };
  } finally {
    await closeAll();
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (databaseServer === undefined) throw new Error('It needs POSTGRES_URL.');
  const [perSecond = 500, seconds = 20, slots = 4] = process.argv.slice(2).map(Number);
  const measured = await measureLag(databaseServer, { perSecond, seconds, slots });
  process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
}
