import type { Kysely } from 'kysely';
import type { Position } from '#event-store';
import { slotOf } from './slots.js';
import type { ProjectionTables } from './tables.js';

/** What readers of a slot read. */
export interface ReadableBuild {
  readonly slot: number;
  readonly namespace: string;
  /** The last event taken in; null before the first. */
  readonly position: Position | null;
}

/** Nobody has built this view to the end of the log yet: there is nothing to read. */
export class ViewNotReady extends Error {
  override readonly name = 'ViewNotReady';

  constructor(readonly projection: string) {
    super(`The view ${projection} is being built from the log and cannot be read yet. Ask again later.`);
  }
}

/** What there is to read of some projections, by slot; one that lacks a slot cannot be read yet and is not there. */
export const readableBuildsOf = async (
  database: Kysely<ProjectionTables>,
  projections: readonly string[],
): Promise<ReadonlyMap<string, readonly ReadableBuild[]>> => {
  const rows = await database
    .selectFrom('projection_build')
    .select(['projection', 'slot', 'slots', 'namespace', 'position'])
    .where('projection', 'in', [...projections])
    .where('state', '=', 'current')
    .orderBy('slot')
    .execute();
  const found = new Map<string, readonly ReadableBuild[]>();
  for (const projection of projections) {
    const slots = rows.filter((row) => row.projection === projection);
    if (slots.length > 0 && slots.length === slots[0]!.slots) found.set(projection, slots);
  }
  return found;
};

/**
 * What there is to read of a projection, by slot, as one moment of the database has it.
 * @throws ViewNotReady while one of its slots is not there
 */
export const readableBuilds = async (
  moment: Kysely<ProjectionTables>,
  projection: string,
): Promise<readonly ReadableBuild[]> => {
  const builds = (await readableBuildsOf(moment, [projection])).get(projection);
  if (builds === undefined) throw new ViewNotReady(projection);
  return builds;
};

/**
 * What there is to read for a key: the slot into which the key falls.
 * @throws ViewNotReady
 */
export const readableBuild = async (
  moment: Kysely<ProjectionTables>,
  projection: string,
  key: string,
): Promise<ReadableBuild> => {
  const builds = await readableBuilds(moment, projection);
  return builds[slotOf(key, builds.length)]!;
};
