import type { Kysely, Transaction } from 'kysely';
import { randomId, systemClock } from '#kernel';
import { inNamespace, type Database } from '#platform';
import { buildsOf, type Build } from './builds.js';
import { requestChannel } from './channels.js';
import { inOneMoment } from './one-moment.js';
import { parkedGroups, type ParkedGroup } from './parking.js';
import type { Problem } from './projection.js';
import type { Slot } from './slots.js';
import { ownTables, setUpProjectionTables, type BuildTables, type ProjectionTables } from './tables.js';

type Place = Pick<Slot, 'projection' | 'slot'>;

/** Something that an operator asked of the runner of a slot, and that waits. */
export interface Request extends Place {
  readonly id: string;
  readonly kind: 'rebuild' | 'retry';
  readonly group: string | null;
}

/** There is no such view in this database, or nothing has built it yet. */
export class NoSuchProjection extends Error {
  override readonly name = 'NoSuchProjection';

  constructor(readonly projection: string) {
    super(`There is no view ${projection} in this database. Start a projector first, and look at the name.`);
  }
}

const ask = async (
  transaction: Transaction<ProjectionTables>,
  place: Place,
  kind: Request['kind'],
  group: string | null,
): Promise<string> => {
  const id = randomId();
  await transaction
    .insertInto('projection_request')
    .values({
      ...{ id, kind, projection: place.projection, slot: place.slot, parked_group: group },
      ...{ requested_at: systemClock.now(), outcome: null, problem_name: null, problem_code: null },
    })
    .execute();
  return id;
};

const asking = async <Schema, Answer>(
  database: Database<Schema>,
  work: (transaction: Transaction<ProjectionTables>) => Promise<Answer>,
): Promise<Answer> => {
  await setUpProjectionTables(database);
  return ownTables(database)
    .writer.transaction()
    .execute(async (transaction) => {
      const answer = await work(transaction);
      await database.notifications.tell(transaction, requestChannel, '');
      return answer;
    });
};

/**
 * Asks the runners to build a projection again from the log, beside what is read now. Where that is under way or asked for
 * already, nothing more comes of it. `rebuildProgress` tells how far they are.
 * @throws NoSuchProjection
 */
export const requestRebuild = async <Schema>(database: Database<Schema>, projection: string): Promise<void> =>
  asking(database, async (transaction) => {
    const builds = await buildsOf(transaction, { projection });
    const { slots } = builds[0] ?? { slots: 0 };
    if (slots === 0) throw new NoSuchProjection(projection);
    const open = await openRequests(transaction, { projection });
    for (let slot = 0; slot < slots; slot += 1) {
      const asked = open.some((request) => request.kind === 'rebuild' && request.slot === slot);
      if (!asked) await ask(transaction, { projection, slot }, 'rebuild', null);
    }
  });

/** How far the rebuild of a slot is. */
export interface RebuildProgress extends Place {
  /** No rebuild is under way or asked for. */
  readonly done: boolean;
  /** Events taken in by the build that is being filled; 0 where it has not begun. */
  readonly taken: number;
  /** Events that the build which is read has taken in, for comparison; 0 where none is read. */
  readonly of: number;
}

/** How far the rebuilds are, for each slot that there is, also those that a new version of the software began. */
export const rebuildProgress = async <Schema>(
  database: Database<Schema>,
): Promise<readonly RebuildProgress[]> => {
  await setUpProjectionTables(database);
  return inOneMoment(ownTables(database).reader, async (moment) => {
    const builds = await buildsOf(moment);
    const open = await openRequests(moment);
    const places = new Map(
      builds.map(({ projection, slot }) => [`${projection} ${slot}`, { projection, slot }]),
    );
    return [...places.values()].map((place) => {
      const next = builds.find((build) => isOf(build, place) && build.state === 'next');
      const current = builds.find((build) => isOf(build, place) && build.state === 'current');
      const asked = open.some((request) => request.kind === 'rebuild' && isOf(request, place));
      return {
        ...place,
        done: next === undefined && !asked,
        taken: next?.eventsTaken ?? 0,
        of: current?.eventsTaken ?? 0,
      };
    });
  });
};

const isOf = (one: Place, { projection, slot }: Place): boolean =>
  one.projection === projection && one.slot === slot;

/** A group that waits for an operator, with the slot in whose view it does. */
export interface ParkedInSlot extends ParkedGroup, Place {}

/** The parked groups of what is read. Each slot parks for itself, so one group may stand here once for each. */
export const parkedIn = async <Schema>(database: Database<Schema>): Promise<readonly ParkedInSlot[]> => {
  await setUpProjectionTables(database);
  return inOneMoment(ownTables(database).reader, async (moment) => {
    const found: ParkedInSlot[] = [];
    for (const build of await buildsOf(moment)) {
      if (build.state !== 'current') continue;
      const { projection, slot } = build;
      const groups = await parkedGroups(tablesOf(moment, build));
      found.push(...groups.map((group) => ({ ...group, projection, slot })));
    }
    return found;
  });
};

const tablesOf = (door: Kysely<ProjectionTables>, { namespace }: Build): Kysely<BuildTables> =>
  inNamespace(door as unknown as Kysely<BuildTables>, namespace);

/** Asks the runner of a slot to try a parked group again. The answer is the request's id, for `outcomeOfRetry`. */
export const requestRetry = <Schema>(
  database: Database<Schema>,
  place: Place,
  group: string,
): Promise<string> =>
  asking(database, (transaction) =>
    ask(transaction, { projection: place.projection, slot: place.slot }, 'retry', group),
  );

/** What became of a retry. */
export type RetryOutcome =
  | { readonly outcome: 'waits' | 'retried' | 'not-parked' }
  | { readonly outcome: 'still-fails'; readonly problem: Problem };

export const outcomeOfRetry = async <Schema>(
  database: Database<Schema>,
  id: string,
): Promise<RetryOutcome> => {
  const row = await ownTables(database)
    .reader.selectFrom('projection_request')
    .select(['outcome', 'problem_name', 'problem_code'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (row.outcome === null) return { outcome: 'waits' };
  if (row.outcome === 'still-fails') {
    const problem = { name: row.problem_name ?? '', code: row.problem_code };
    return { outcome: 'still-fails', problem };
  }
  return { outcome: row.outcome === 'done' ? 'retried' : 'not-parked' };
};

/** The requests that wait, oldest first. */
export const openRequests = async (
  database: Kysely<ProjectionTables>,
  about: Partial<Place> = {},
): Promise<readonly Request[]> => {
  let query = database.selectFrom('projection_request').selectAll().where('outcome', 'is', null);
  if (about.projection !== undefined) query = query.where('projection', '=', about.projection);
  if (about.slot !== undefined) query = query.where('slot', '=', about.slot);
  const rows = await query.orderBy('requested_at').orderBy('id').execute();
  return rows.map(({ id, projection, slot, kind, parked_group: group }) => ({
    ...{ id, projection, slot, kind, group },
  }));
};

type Outcome = NonNullable<ProjectionTables['projection_request']['outcome']>;

/** Notes what became of a request. Answers are kept for a week. */
export const answerRequest = async (
  database: Kysely<ProjectionTables>,
  id: string,
  outcome: Outcome,
  problem: Problem | null = null,
): Promise<void> => {
  await database
    .updateTable('projection_request')
    .set({ outcome, problem_name: problem?.name ?? null, problem_code: problem?.code ?? null })
    .where('id', '=', id)
    .execute();
  const longAgo = new Date(Date.parse(systemClock.now()) - 7 * 24 * 3_600_000).toISOString();
  await database
    .deleteFrom('projection_request')
    .where('outcome', 'is not', null)
    .where('requested_at', '<', longAgo)
    .execute();
};

/** Notes that a slot was rebuilt, for everybody who asked. */
export const answerRebuilds = async (
  transaction: Transaction<ProjectionTables>,
  { projection, slot }: Place,
): Promise<void> => {
  await transaction
    .updateTable('projection_request')
    .set({ outcome: 'done' })
    .where('projection', '=', projection)
    .where('slot', '=', slot)
    .where('kind', '=', 'rebuild')
    .where('outcome', 'is', null)
    .execute();
};
