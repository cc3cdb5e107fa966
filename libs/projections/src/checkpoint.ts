import type { Kysely, Transaction } from 'kysely';
import { comparePositions, type Position } from '#event-store';
import type { Projection } from './projection.js';
import type { ProjectionTables } from './tables.js';

/** The stored checkpoint is not the one that this runner wrote: somebody else runs the same projection. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';

  constructor(projection: string) {
    super(`The checkpoint of the projection ${projection} was moved by another runner.`);
  }
}

/** Where a projection goes on, and whether that is the beginning because it stood beyond the end of the log. */
export interface ReadyCheckpoint {
  readonly position: Position | null;
  readonly wasAhead: boolean;
}

const isBeyond = (position: Position | null, head: Position | null): boolean =>
  position !== null && (head === null || comparePositions(position, head) > 0);

/**
 * Makes the tables ready for this version of the projection and answers where to go on. A view of another version is
 * removed and begun again, and so is one that has taken in more than the log holds: the log was put back to an older
 * state, and the view shows what is no longer recorded and would miss what takes those places.
 */
export const readyCheckpoint = async <Tables>(
  database: Kysely<Tables>,
  projection: Projection<Tables>,
  head: Position | null,
): Promise<ReadyCheckpoint> =>
  database.transaction().execute(async (transaction) => {
    const own = transaction as unknown as Transaction<ProjectionTables>;
    const stored = await own
      .selectFrom('projection_checkpoint')
      .selectAll()
      .where('projection', '=', projection.name)
      .executeTakeFirst();
    const wasAhead = isBeyond(stored?.position ?? null, head);
    if (stored?.version === projection.version && !wasAhead) return { position: stored.position, wasAhead };
    await projection.tearDown(transaction);
    await projection.setUp(transaction);
    await own.deleteFrom('projection_checkpoint').where('projection', '=', projection.name).execute();
    await own.deleteFrom('projection_parked').where('projection', '=', projection.name).execute();
    await own
      .insertInto('projection_checkpoint')
      .values({ projection: projection.name, version: projection.version, position: null })
      .execute();
    return { position: null, wasAhead };
  });

/**
 * Moves the checkpoint from where this runner left it. It only ever goes forward.
 * @throws CheckpointMoved
 */
export const moveCheckpoint = async (
  transaction: Transaction<ProjectionTables>,
  { name, version }: { readonly name: string; readonly version: number },
  from: Position | null,
  to: Position,
): Promise<void> => {
  if (from !== null && to <= from) throw new RangeError(`The checkpoint of ${name} would go back.`);
  const { numUpdatedRows } = await transaction
    .updateTable('projection_checkpoint')
    .set({ position: to })
    .where('projection', '=', name)
    .where('version', '=', version)
    .where('position', from === null ? 'is' : '=', from)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new CheckpointMoved(name);
};
