import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely, Transaction } from 'kysely';
import { openEmbeddedEventStore, type EventStore, type Position } from '#event-store';
import { randomId } from '#kernel';
import { inNamespace, listNamespaces, openPostgres, type Database } from '#platform';
import type { MakeDatabase, TestDatabase } from '#platform/testing';
import {
  divided,
  followProgress,
  inOneMoment,
  readableBuilds,
  runProjections,
  slotOf,
  type DividedProjection,
  type Observed,
  type Progress,
  type Projection,
  type ProjectionAlarm,
  type ProjectionTables,
  type RunningProjections,
  type RunProjectionsOptions,
} from '#projections';

export interface Counted {
  counted: { place: Position; type: string };
}

/** Lists the events of its slot; two of one event would break its key. */
export const counting = (more: Partial<Projection<Counted>> = {}, slots = 1): DividedProjection =>
  divided<Counted>(slots, ({ slot }) => ({
    name: 'counting',
    version: 1,
    streams: ['case-'],
    setUp: async (transaction) => {
      await transaction.schema
        .createTable('counted')
        .addColumn('place', 'text', (column) => column.primaryKey().notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .execute();
    },
    apply: async (transaction, events) => {
      const ours = events.filter(({ stream }) => slotOf(stream, slots) === slot);
      const rows = ours.map(({ position: place, type }) => ({ place, type }));
      if (rows.length > 0) await transaction.insertInto('counted').values(rows).execute();
    },
    forget: () => undefined,
    ...more,
  }));

/** The same, saying by which version each row was made. */
export const countingAs = (version: number, more: Partial<Projection<Counted>> = {}): DividedProjection =>
  counting({
    version,
    apply: async (transaction, events) => {
      const rows = events.map(({ position: place, type }) => ({ place, type: `${type} by ${version}` }));
      await transaction.insertInto('counted').values(rows).execute();
    },
    ...more,
  });

export const patiently = { timeoutMs: 15_000 };

/** The rows of every slot at one moment, and how far each has come. */
export interface Read {
  readonly types: readonly string[];
  readonly places: readonly Position[];
  readonly positions: readonly (Position | null)[];
}

/** As a reader has it that knows the tables of this version, or those of every one. */
export const read = (database: Database<ProjectionTables>, version: number | 'any' = 1): Promise<Read> =>
  inOneMoment(database.reader, async (moment) => {
    const known = version === 'any' ? await currentVersion(moment) : version;
    const builds = await readableBuilds(moment, { name: 'counting', version: known });
    const rows: { place: Position; type: string }[] = [];
    for (const { namespace } of builds) {
      const view: Kysely<Counted> = inNamespace(moment as unknown as Transaction<Counted>, namespace);
      rows.push(...(await view.selectFrom('counted').selectAll().execute()));
    }
    rows.sort((a, b) => (a.place < b.place ? -1 : 1));
    return {
      types: rows.map(({ type }) => type),
      places: rows.map(({ place }) => place),
      positions: builds.map(({ position }) => position),
    };
  });

const currentVersion = async (moment: Kysely<ProjectionTables>): Promise<number> => {
  const current = moment.selectFrom('projection_build').select('version').where('state', '=', 'current');
  return (await current.executeTakeFirst())?.version ?? 1;
};

export interface Runner {
  readonly running: RunningProjections;
  readonly alarms: ProjectionAlarm[];
  readonly observed: Observed[];
  readonly stop: () => Promise<void>;
}

/** A log, a database, and runners on them. */
export const workshop = async (make: MakeDatabase) => {
  const folder = await mkdtemp(join(tmpdir(), 'projections-'));
  const made: TestDatabase<ProjectionTables> = await make<ProjectionTables>();
  const { database } = made;
  const ends: (() => Promise<void>)[] = [];
  let store = await openEmbeddedEventStore({ file: join(folder, 'log.sqlite') });

  const run = (
    projection: DividedProjection,
    more: Partial<RunProjectionsOptions<ProjectionTables>> = {},
  ): Runner => {
    const stopping = new AbortController();
    const alarms: ProjectionAlarm[] = [];
    const observed: Observed[] = [];
    const running = runProjections({
      ...{ store, database, projections: [projection], batchSize: 2, rebuildBatchSize: 3 },
      signal: stopping.signal,
      onAlarm: (alarm) => alarms.push(alarm),
      observe: (one) => observed.push(one),
      ...more,
    });
    const stop = async () => {
      stopping.abort();
      await running.stopped;
    };
    ends.push(stop);
    return { running, alarms, observed, stop };
  };

  const progressOf = (
    from: EventStore = store,
    on: Database<ProjectionTables> = database,
    version = 1,
  ): Progress => {
    const progress = followProgress({
      store: from,
      database: on,
      views: [{ name: 'counting', version, streams: ['case-'] }],
    });
    ends.push(() => progress.stop());
    return progress;
  };

  const progresses = new Map<number, Progress>();
  let number = 0;
  return {
    folder,
    database,
    url: made.url,
    store: () => store,
    run,
    progressOf,
    progress: progressOf(),
    /** Whether readers of this version can read everything that the log holds. */
    settled: async (version = 1): Promise<boolean> => {
      const progress = progresses.get(version) ?? progressOf(store, database, version);
      progresses.set(version, progress);
      return progress.waitFor(await store.head(), patiently);
    },
    append: async (type: string, stream = 'case-a'): Promise<Position> =>
      (await store.append(stream, [{ id: randomId(), type, data: {} }], { expected: 'any' })).position,
    appendSome: async (count: number, stream = 'case-a'): Promise<readonly string[]> => {
      const types = Array.from({ length: count }, () => `Event${(number += 1)}`);
      const events = types.map((type) => ({ id: randomId(), type, data: {} }));
      if (events.length > 0) await store.append(stream, events, { expected: 'any' });
      return types;
    },
    recorded: async (): Promise<readonly string[]> => {
      const all: string[] = [];
      for await (const { type } of store.readAll({ streams: ['case-'] })) all.push(type);
      return all;
    },
    /** Puts another log in the place of this one. */
    replaceLog: async (): Promise<void> => {
      await store.close();
      store = await openEmbeddedEventStore({ file: join(folder, 'older.sqlite') });
    },
    /** The same database as another process has it; only a server's can be had twice. */
    another: async (): Promise<Database<ProjectionTables>> => {
      const other = await openPostgres<ProjectionTables>({
        url: made.url!,
        applicationName: 'another',
        idleInTransactionMilliseconds: 2_000,
      });
      ends.push(() => other.close());
      return other;
    },
    inTransaction: <Answer>(
      work: (transaction: Transaction<ProjectionTables>) => Promise<Answer>,
    ): Promise<Answer> => database.writer.transaction().execute(work),
    /** How many builds there are, whatever their state, and how many namespaces. */
    builds: async () => {
      const namespaces = await database.writer.transaction().execute(listNamespaces);
      const builds = await database.writer.selectFrom('projection_build').selectAll().execute();
      return { builds, namespaces };
    },
    close: async (): Promise<void> => {
      for (const end of ends.reverse()) await end();
      await made.remove();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
};
export type Workshop = Awaited<ReturnType<typeof workshop>>;
