import type { Kysely } from 'kysely';
import type { Position } from '#event-store';
import { slotOf } from './slots.js';
import type { ProjectionTables } from './tables.js';

/** A view as its reader knows it: the tables that one version makes are not those of another. */
export interface KnownView {
  readonly name: string;
  /** As in `Projection`. */
  readonly version: number;
}

/** What readers of a slot read. */
export interface ReadableBuild {
  readonly slot: number;
  readonly namespace: string;
  /** The last event taken in; null before the first. */
  readonly position: Position | null;
}

/** Nobody has built this view, as this version of the software knows it, to the end of the log: there is nothing to read. */
export class ViewNotReady extends Error {
  override readonly name = 'ViewNotReady';

  constructor(readonly projection: string) {
    super(
      `The view ${projection} is being built from the log, or is that of another version of the software, and cannot be ` +
        'read by this one. Ask again later.',
    );
  }
}

/**
 * What there is to read of some views, by slot; one that lacks a slot cannot be read yet and is not there. Neither is one
 * that another version has built: an older reader would take what a newer one says otherwise for what it knows.
 */
export const readableBuildsOf = async (
  database: Kysely<ProjectionTables>,
  views: readonly KnownView[],
): Promise<ReadonlyMap<string, readonly ReadableBuild[]>> => {
  const rows = await database
    .selectFrom('projection_build')
    .select(['projection', 'slot', 'slots', 'version', 'namespace', 'position'])
    .where(
      'projection',
      'in',
      views.map(({ name }) => name),
    )
    .where('state', '=', 'current')
    .orderBy('slot')
    .execute();
  const found = new Map<string, readonly ReadableBuild[]>();
  for (const { name, version } of views) {
    const slots = rows.filter((row) => row.projection === name && row.version === version);
    if (slots.length > 0 && slots.length === slots[0]!.slots) found.set(name, slots);
  }
  return found;
};

/**
 * What there is to read of a view, by slot, as one moment of the database has it.
 * @throws ViewNotReady while one of its slots is not there, or is that of another version
 */
export const readableBuilds = async (
  moment: Kysely<ProjectionTables>,
  view: KnownView,
): Promise<readonly ReadableBuild[]> => {
  const builds = (await readableBuildsOf(moment, [view])).get(view.name);
  if (builds === undefined) throw new ViewNotReady(view.name);
  return builds;
};

/**
 * What there is to read for a key: the slot into which the key falls.
 * @throws ViewNotReady
 */
export const readableBuild = async (
  moment: Kysely<ProjectionTables>,
  view: KnownView,
  key: string,
): Promise<ReadableBuild> => {
  const builds = await readableBuilds(moment, view);
  return builds[slotOf(key, builds.length)]!;
};
