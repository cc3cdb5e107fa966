import type { Kysely } from 'kysely';
import type { Position } from '#event-store';
import type { Instant } from '#kernel';
import type { Problem } from './projection.js';
import type { BuildTables } from './tables.js';

/** A group whose events wait, because one of them could not be taken in. */
export interface ParkedGroup {
  readonly group: string;
  readonly position: Position;
  readonly problem: Problem;
  readonly parkedAt: Instant;
}

/** Parks a group of a build at an event. Where it is parked already, the first event stands. */
export const park = async (
  build: Kysely<BuildTables>,
  { group, position, problem, parkedAt }: ParkedGroup,
): Promise<void> => {
  await build
    .insertInto('projection_parked')
    .values({
      parked_group: group,
      position,
      problem_name: problem.name,
      problem_code: problem.code,
      parked_at: parkedAt,
    })
    .onConflict((conflict) => conflict.column('parked_group').doNothing())
    .execute();
};

/** The groups of a build that are parked, in the order of the events at which they stopped. */
export const parkedGroups = async (build: Kysely<BuildTables>): Promise<readonly ParkedGroup[]> => {
  const rows = await build.selectFrom('projection_parked').selectAll().orderBy('position').execute();
  return rows.map((row) => ({
    group: row.parked_group,
    position: row.position,
    problem: { name: row.problem_name, code: row.problem_code },
    parkedAt: row.parked_at,
  }));
};

/** Lets a group go on. */
export const unpark = async (build: Kysely<BuildTables>, group: string): Promise<void> => {
  await build.deleteFrom('projection_parked').where('parked_group', '=', group).execute();
};
