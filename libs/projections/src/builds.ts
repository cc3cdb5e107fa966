import { randomBytes } from 'node:crypto';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Position } from '#event-store';
import { createNamespace, dropNamespace, inNamespace } from '#platform';
import type { Projection } from './projection.js';
import type { Slot } from './slots.js';
import { setUpBuildTables, type BuildState, type BuildTables, type ProjectionTables } from './tables.js';

/** The tables of a slot, made by one version from one pass over the log. */
export interface Build extends Slot {
  readonly namespace: string;
  readonly version: number;
  readonly state: BuildState;
  readonly position: Position | null;
  readonly eventsTaken: number;
  readonly fence: number;
}

type Own = Kysely<ProjectionTables>;
type OwnTransaction = Transaction<ProjectionTables>;

/** Another runner has taken the slot over, or the build was retired: what this one would write is not wanted. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor({ projection, slot }: Pick<Slot, 'projection' | 'slot'>) {
    super(`Another runner has taken over slot ${slot} of the projection ${projection}.`);
  }
}

/** The stored checkpoint is not the one that this runner wrote, although it holds the lease. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';

  constructor(namespace: string) {
    super(`The checkpoint of the build ${namespace} was moved by somebody who does not hold the lease.`);
  }
}

const buildOf = (row: Selectable<ProjectionTables['projection_build']>): Build => {
  const { events_taken: eventsTaken, ...same } = row;
  return { ...same, eventsTaken };
};

/** The builds of a slot, or of a projection, or all. */
export const buildsOf = async (
  database: Own,
  about: Partial<Pick<Slot, 'projection' | 'slot'>> = {},
): Promise<readonly Build[]> => {
  let query = database.selectFrom('projection_build').selectAll();
  if (about.projection !== undefined) query = query.where('projection', '=', about.projection);
  if (about.slot !== undefined) query = query.where('slot', '=', about.slot);
  const rows = await query.orderBy('projection').orderBy('slot').orderBy('namespace').execute();
  return rows.map(buildOf);
};

/**
 * Puts a slot and its builds under a fence, so that no earlier holder can write them, or begin another, any more.
 * @throws LeaseLost where a later holder has done so already
 */
export const claimBuilds = async (
  transaction: OwnTransaction,
  slot: Slot,
  fence: number,
): Promise<readonly Build[]> => {
  const { numUpdatedRows } = await transaction
    .updateTable('projection_lease')
    .set({ fence })
    .where('projection', '=', slot.projection)
    .where('slot', '=', slot.slot)
    .where('fence', '<=', fence)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new LeaseLost(slot);
  await transaction
    .updateTable('projection_build')
    .set({ fence })
    .where('projection', '=', slot.projection)
    .where('slot', '=', slot.slot)
    .where('fence', '<', fence)
    .execute();
  const builds = await buildsOf(transaction, slot);
  if (builds.some((build) => build.fence !== fence)) throw new LeaseLost(slot);
  return builds;
};

/** Makes an empty build beside the others of its slot. */
export const beginBuild = async (
  transaction: OwnTransaction,
  slot: Slot,
  projection: Projection<BuildTables>,
  fence: number,
): Promise<Build> => {
  const base = `${slot.projection.replaceAll('-', '_')}_${slot.slot}`;
  const namespace = `${base}_${randomBytes(6).toString('hex')}`;
  const { version } = projection;
  await transaction
    .insertInto('projection_build')
    .values({ ...slot, namespace, version, state: 'next', position: null, events_taken: 0, fence })
    .execute();
  await createNamespace(transaction, namespace);
  const inBuild = inBuildOf(transaction, namespace);
  await setUpBuildTables(inBuild);
  await projection.setUp(inBuild);
  return { ...slot, namespace, version, state: 'next', position: null, eventsTaken: 0, fence };
};

/** The same transaction among the tables of a build. */
export const inBuildOf = (transaction: OwnTransaction, namespace: string): Transaction<BuildTables> =>
  inNamespace(transaction as unknown as Transaction<BuildTables>, namespace);

/**
 * A build as it stands, for whoever holds its slot.
 * @throws LeaseLost
 */
export const ownBuild = async (
  database: Own,
  { namespace, ...slot }: Build,
  fence: number,
): Promise<Build> => {
  const row = await database
    .selectFrom('projection_build')
    .selectAll()
    .where('namespace', '=', namespace)
    .executeTakeFirst();
  if (row === undefined || row.fence !== fence || row.state === 'retired') throw new LeaseLost(slot);
  return buildOf(row);
};

/**
 * Makes sure that the lease is still held when the transaction commits: whoever takes over waits for it to end. It stands
 * last in a transaction, so that they wait for no more than the commit.
 * @throws LeaseLost
 */
export const holdBuild = async (transaction: OwnTransaction, build: Build, fence: number): Promise<Build> => {
  await transaction
    .updateTable('projection_build')
    .set({ fence })
    .where('namespace', '=', build.namespace)
    .where('fence', '=', fence)
    .execute();
  return ownBuild(transaction, build, fence);
};

/**
 * Moves the checkpoint of a build from where its runner left it, if that still holds the lease. It only ever goes forward.
 * @throws LeaseLost, CheckpointMoved
 */
export const moveCheckpoint = async (
  transaction: OwnTransaction,
  build: Build,
  fence: number,
  move: { readonly from: Position | null; readonly to: Position; readonly events: number },
): Promise<void> => {
  const { from, to, events } = move;
  if (from !== null && to <= from)
    throw new RangeError(`The checkpoint of ${build.namespace} would go back.`);
  const { numUpdatedRows } = await transaction
    .updateTable('projection_build')
    .set((eb) => ({ position: to, events_taken: eb('events_taken', '+', events) }))
    .where('namespace', '=', build.namespace)
    .where('fence', '=', fence)
    .where('state', '!=', 'retired')
    .where('position', from === null ? 'is' : '=', from)
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return;
  await ownBuild(transaction, build, fence);
  throw new CheckpointMoved(build.namespace);
};

/** Takes a build from readers and runners. It is dropped afterwards. */
export const retireBuild = async (transaction: OwnTransaction, { namespace }: Build): Promise<void> => {
  await transaction
    .updateTable('projection_build')
    .set({ state: 'retired' })
    .where('namespace', '=', namespace)
    .execute();
};

/**
 * Gives readers the next build in the place of the current one. False where it has not come so far: readers never go back.
 * @throws LeaseLost
 */
export const swapBuilds = async (
  transaction: OwnTransaction,
  current: Build | null,
  next: Build,
  fence: number,
): Promise<boolean> => {
  const there = current === null ? null : await holdBuild(transaction, current, fence);
  const { position } = await holdBuild(transaction, next, fence);
  if (there !== null && there.position !== null && (position === null || position < there.position))
    return false;
  if (there !== null) await retireBuild(transaction, there);
  await transaction
    .updateTable('projection_build')
    .set({ state: 'current' })
    .where('namespace', '=', next.namespace)
    .execute();
  return true;
};

/** Removes a retired build with its tables. */
export const dropBuild = async (transaction: OwnTransaction, { namespace }: Build): Promise<void> => {
  await transaction.deleteFrom('projection_build').where('namespace', '=', namespace).execute();
  await dropNamespace(transaction, namespace);
};
