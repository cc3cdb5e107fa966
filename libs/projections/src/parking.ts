import type { Kysely } from 'kysely';
import type { Position } from '#event-store';
import type { Instant } from '#kernel';
import type { Problem } from './projection.js';
import type { ProjectionTables } from './tables.js';

/** A group whose events wait, because one of them could not be taken in. */
export interface ParkedGroup {
  readonly group: string;
  readonly position: Position;
  readonly problem: Problem;
  readonly parkedAt: Instant;
}

/** Parks a group at an event. Where it is parked already, the first event stands. */
export const park = async (
  database: Kysely<ProjectionTables>,
  projection: string,
  { group, position, problem, parkedAt }: ParkedGroup,
): Promise<void> => {
  await database
    .insertInto('projection_parked')
    .values({
      projection,
      parked_group: group,
      position,
      problem_name: problem.name,
      problem_code: problem.code,
      parked_at: parkedAt,
    })
    .onConflict((conflict) => conflict.columns(['projection', 'parked_group']).doNothing())
    .execute();
};

/** The groups that are parked, in the order of the events at which they stopped. */
export const parkedGroups = async (
  database: Kysely<ProjectionTables>,
  projection: string,
): Promise<readonly ParkedGroup[]> => {
  const rows = await database
    .selectFrom('projection_parked')
    .selectAll()
    .where('projection', '=', projection)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    group: row.parked_group,
    position: row.position,
    problem: { name: row.problem_name, code: row.problem_code },
    parkedAt: row.parked_at,
  }));
};

/** Lets a group go on. */
export const unpark = async (
  database: Kysely<ProjectionTables>,
  projection: string,
  group: string,
): Promise<void> => {
  await database
    .deleteFrom('projection_parked')
    .where('projection', '=', projection)
    .where('parked_group', '=', group)
    .execute();
};
