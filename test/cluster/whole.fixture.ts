import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { sql } from 'kysely';
import { openKurrentDbEventStore, type EventStore } from '#event-store';
import { type Database } from '#platform';
import { followProgress, type ProjectionTables } from '#projections';
import { viewsRead } from '#read-models';
import { eventsOf, rebuiltFrom, viewRows, type BuildRow, type ViewRows } from '../crash/evidence.fixture.js';
import {
  askBack,
  expectDisclosuresRecorded,
  expectEachOnce,
  expectNothingHalf,
} from '../crash/expected.fixture.js';
import type { Known } from '../crash/load.fixture.js';
import type { Program } from '../crash/program.fixture.js';
import type { FailingCluster, Member } from './failing.fixture.js';

/** Everything that must hold after a failure, whatever failed: nothing lost, nothing doubled, nothing shown twice. */
export const expectNothingLost = async (failing: FailingCluster, known: Known): Promise<void> => {
  expect(known.unexpected).toEqual([]);
  await askBack(failing.client, known);
  const store = await openKurrentDbEventStore({ url: failing.cluster.logUrl });
  try {
    const events = await eventsOf(store);
    expectEachOnce(events);
    expectNothingHalf(events, known);
    expectDisclosuresRecorded(events, known);
    await viewsAreLevel(failing, store);
    const kept = await viewsIn(failing.database);
    expectEachNumberOnce(kept);
    const rebuilt = await rebuiltApart(store, slotsOf(kept));
    expect([...kept.keys()]).toEqual([...rebuilt.keys()]);
    for (const [table, rows] of rebuilt) expect({ table, rows: kept.get(table) }).toEqual({ table, rows });
  } finally {
    await store.close();
  }
  expectAlive([...failing.gateways(), ...failing.projectors()]);
};

/** Answers when every view has taken in the whole log. */
export const viewsAreLevel = async (
  { database }: Pick<FailingCluster, 'database'>,
  store: EventStore,
): Promise<void> => {
  const progress = followProgress({ store, database, views: viewsRead });
  const level = await progress.waitFor(await store.head(), { timeoutMs: 60_000 });
  await progress.stop();
  expect(level).toBe(true);
};

const viewsIn = async (database: Database<ProjectionTables>): Promise<ViewRows> => {
  const builds: readonly BuildRow[] = await database.reader
    .selectFrom('projection_build')
    .selectAll()
    .where('state', '=', 'current')
    .orderBy('projection')
    .orderBy('slot')
    .execute();
  const found = new Map<string, ReadonlyMap<string, readonly string[]>>();
  for (const { namespace } of builds) {
    const tables = await sql<{ name: string }>`
      select table_name as name from information_schema.tables where table_schema = ${namespace} order by 1
    `.execute(database.reader);
    const ofBuild = new Map<string, readonly string[]>();
    for (const { name } of tables.rows) {
      const { rows } = await sql`select * from ${sql.table(`${namespace}.${name}`)}`.execute(database.reader);
      ofBuild.set(name, rows.map((row) => JSON.stringify(row)).sort());
    }
    found.set(namespace, ofBuild);
  }
  return viewRows(builds, (namespace) => found.get(namespace) ?? new Map());
};

const slotsOf = (views: ViewRows): number =>
  [...views.keys()].filter((table) => /^timeline-\d+ checkpoint$/.test(table)).length;

const rebuiltApart = async (store: EventStore, slots: number): Promise<ViewRows> => {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-rebuilt-'));
  try {
    return await rebuiltFrom(store, join(folder, 'rebuilt.sqlite'), slots);
  } finally {
    await rm(folder, { recursive: true });
  }
};

interface Numbered {
  readonly organisation: string;
  readonly sequence?: number;
  readonly ending_sequence?: number;
  readonly last_number?: number;
}

/** Each organisation's sequence has every number from 1 on, and each once. */
const expectEachNumberOnce = (views: ViewRows): void => {
  const given = new Map<string, number[]>();
  const last = new Map<string, number>();
  for (const [table, rows] of views) {
    for (const text of rows) {
      if (!/ agency_(event|event_past|sequence)$/.test(table)) continue;
      const { organisation, sequence, ending_sequence, last_number } = JSON.parse(text) as Numbered;
      const numbers = [sequence, ending_sequence].filter((one) => one !== undefined);
      given.set(organisation, [...(given.get(organisation) ?? []), ...numbers]);
      if (last_number !== undefined) last.set(organisation, last_number);
    }
  }
  expect(last.size).toBeGreaterThan(4);
  for (const [organisation, numbers] of given) {
    const every = Array.from({ length: last.get(organisation) ?? -1 }, (_, index) => index + 1);
    expect([organisation, numbers.sort((one, other) => one - other)]).toEqual([organisation, every]);
  }
};

/** No process has ended by itself. */
const expectAlive = (members: readonly Member[]): void => {
  for (const { program } of members) expect(() => process.kill(program.pid, 0)).not.toThrow();
};

interface Line {
  readonly level: string;
  readonly message: string;
  readonly code?: string;
}

/** A log server that has no answer for 5 seconds counts as away: on a machine with more to do than it can, that happens. */
const logLate = /^warn: the event log was away$/;

/**
 * A process that got no turn for longer than its leases of 2 seconds has lost them, and the database ends its transaction
 * (25P03) or has the same rows from whoever took its slots over (23505): it writes nothing, and says so.
 */
const heldTooLong = /^error: a view cannot follow the log; it is tried again \((25P03|23505)\)$/;

/** How much of what a process said was looked at. */
const heard = new WeakMap<Program, number>();

/**
 * What gateways and projectors, also those that were killed, told an operator since this was last asked: every line of it
 * is JSON, and what it says is expected.
 */
export const expectSaidOnly = ({ cluster }: FailingCluster, expected: readonly RegExp[]): void => {
  const all = [logLate, ...expected];
  const unexpected = new Set<string>();
  for (const program of [...cluster.gateways, ...cluster.projectors]) {
    const said = program.stderr();
    for (const line of said.slice(heard.get(program) ?? 0).split('\n')) {
      if (line === '') continue;
      const { level, message, code = 'no code' } = JSON.parse(line) as Line;
      const told = `${level}: ${message}`;
      const withCode = `${told} (${code})`;
      if (!all.some((pattern) => pattern.test(told)) && !heldTooLong.test(withCode)) unexpected.add(withCode);
    }
    heard.set(program, said.length);
  }
  expect([...unexpected]).toEqual([]);
};

/** The clock of the duties is in a gateway, and needs both. */
const clockHeldUp =
  /^error: (the deadlines of (duties|one case)|that an emergency access ran out) cannot be recorded at present; it is tried again$/;

/** Alerts are raised in a gateway too. */
const alertsHeldUp =
  /^error: nobody is alerted (at present|to what happens on one case at present); it is tried again$/;

/** What is told where the database is away for a while, or somebody else's slots were this one's. */
export const databaseAway = [
  clockHeldUp,
  alertsHeldUp,
  /^warn: a connection to the database was lost$/,
  /^warn: A query could not be answered, because something that it needs is away\.$/,
  /^error: a view cannot follow the log; it is tried again$/,
  /^error: the work on the views cannot be shared out; it is tried again$/,
  /^error: A disclosure could not be recorded, so nothing is answered\.$/,
];

/** What is told where the log server is away for a while. */
export const logAway = [
  clockHeldUp,
  alertsHeldUp,
  /^warn: the log does not tell (its last word on the directory|which policy was adopted last)$/,
  /^warn: A query could not be answered, because something that it needs is away\.$/,
  /^error: a view cannot follow the log; it is tried again$/,
  /^error: A disclosure could not be recorded, so nothing is answered\.$/,
];
