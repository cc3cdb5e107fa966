import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import type { EventHeader } from '#casework';
import { openEmbeddedEventStore, type EventStore, type RecordedEvent } from '#event-store';
import { systemClock } from '#kernel';
import { openDatabase } from '#platform';
import { followProgress, runProjections, type ProjectionAlarm } from '#projections';
import { viewProjections, viewsRead, type ReadTables } from '#read-models';
import { fromStored } from '#sealing';
import { loadSharingPolicies } from '#sharing-policy';

/** An event as it stands in the log of a stopped folder. */
export interface Logged extends Omit<RecordedEvent, 'data'> {
  readonly header: EventHeader;
}

export const eventsIn = async (folder: string): Promise<readonly Logged[]> => {
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  const events = await eventsOf(store);
  await store.close();
  return events;
};

export const eventsOf = async (store: EventStore): Promise<readonly Logged[]> => {
  const events: Logged[] = [];
  for await (const { data, ...event } of store.readAll()) {
    const { header } = fromStored(data);
    // The id that the action has, whichever attempt the log took.
    events.push({ ...event, id: header.id, header });
  }
  return events;
};

const policies = () =>
  loadSharingPolicies({
    onAlarm: (reason) => {
      throw new Error(`The sharing policy could not decide: ${reason}`);
    },
  });

/** Lets the views of the product go on from where they are, to the end of the log. */
const caughtUp = async (store: EventStore, file: string, slots = 1): Promise<void> => {
  const database = openDatabase<ReadTables>({ file, durability: 'rebuildable' });
  const stopping = new AbortController();
  const alarms: ProjectionAlarm[] = [];
  const onAlarm = (alarm: ProjectionAlarm) => void alarms.push(alarm);
  const running = runProjections({
    ...{ store, database, onAlarm },
    projections: viewProjections({ policies: policies(), onAlarm, clock: systemClock, slots }),
    signal: stopping.signal,
  });
  const progress = followProgress({ store, database, views: viewsRead });
  const whole = await progress.waitFor(await store.head(), { timeoutMs: 60_000 });
  await progress.stop();
  stopping.abort();
  await running.stopped;
  await database.close();
  if (!whole || alarms.length > 0) throw new Error(`The views did not catch up: ${JSON.stringify(alarms)}`);
};

/** Every row of every table, in an order of its own. */
export const rowsOf = (file: string): ReadonlyMap<string, readonly string[]> => {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database
      .prepare(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
      )
      .all() as { name: string }[];
    return new Map(
      tables.map(({ name }) => [
        name,
        database
          .prepare(`SELECT * FROM "${name}"`)
          .all()
          .map((row) => JSON.stringify(row))
          .sort(),
      ]),
    );
  } finally {
    database.close();
  }
};

export interface BuildRow {
  readonly projection: string;
  readonly slot: number;
  readonly namespace: string;
  readonly position: string | null;
  readonly events_taken: number;
}

/** What readers read in a database of views: where it is, and the last event that it has taken in, as the file says it. */
const buildsIn = (file: string): readonly BuildRow[] => {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows: readonly unknown[] = database
      .prepare(`SELECT * FROM projection_build WHERE state = 'current' ORDER BY projection, slot`)
      .all();
    return rows as readonly BuildRow[];
  } finally {
    database.close();
  }
};

/** The last event that each view has taken in. */
export const checkpointsIn = (folder: string): readonly (string | null)[] =>
  buildsIn(join(folder, 'views.sqlite')).map(({ position }) => position);

/** Every row of the views, by slot and table: wherever the tables of a build are, and whoever built it. */
export type ViewRows = ReadonlyMap<string, readonly string[]>;

/** `rowsIn` gives the rows of the tables of a build, by their names. */
export const viewRows = (
  builds: readonly BuildRow[],
  rowsIn: (namespace: string) => ReadonlyMap<string, readonly string[]>,
): ViewRows =>
  new Map(
    builds.flatMap(({ projection, slot, namespace, position, events_taken }) => [
      [`${projection}-${slot} checkpoint`, [position ?? '', String(events_taken)]] as const,
      ...[...rowsIn(namespace)].map(([table, rows]) => [`${projection}-${slot} ${table}`, rows] as const),
    ]),
  );

const viewRowsOf = (file: string): ViewRows => {
  const all = rowsOf(file);
  return viewRows(
    buildsIn(file),
    (namespace) =>
      new Map(
        [...all]
          .filter(([table]) => table.startsWith(`${namespace}__`))
          .map(([table, rows]) => [table.slice(namespace.length + 2), rows]),
      ),
  );
};

/** The rows of views that are built from a log alone, in a file that is not there yet. */
export const rebuiltFrom = async (store: EventStore, file: string, slots: number): Promise<ViewRows> => {
  await caughtUp(store, file, slots);
  return viewRowsOf(file);
};

/** The views of a stopped folder, brought to the end of its log, beside views that are built from that log alone. */
export const viewsBesideARebuild = async (folder: string) => {
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  const kept = join(folder, 'views.sqlite');
  const rebuilt = join(folder, 'rebuilt.sqlite');
  await caughtUp(store, kept);
  await caughtUp(store, rebuilt);
  await store.close();
  return { kept: viewRowsOf(kept), rebuilt: viewRowsOf(rebuilt) };
};
