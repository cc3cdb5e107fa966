import type { Kysely, Transaction } from 'kysely';
import type { Position } from '#event-store';
import type { Projection } from './projection.js';
import type { ProjectionTables } from './tables.js';

/** The stored checkpoint is not the one that this runner wrote: somebody else runs the same projection. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';

  constructor(projection: string) {
    super(`The checkpoint of the projection ${projection} was moved by another runner.`);
  }
}

/**
 * Makes the tables ready for this version of the projection and answers where to go on. A view of another version is
 * removed and begun again.
 */
export const readyCheckpoint = async <Tables>(
  database: Kysely<Tables>,
  projection: Projection<Tables>,
): Promise<Position | null> =>
  database.transaction().execute(async (transaction) => {
    const own = transaction as unknown as Transaction<ProjectionTables>;
    const stored = await own
      .selectFrom('projection_checkpoint')
      .selectAll()
      .where('projection', '=', projection.name)
      .executeTakeFirst();
    if (stored?.version === projection.version) return stored.position;
    await projection.tearDown(transaction);
    await projection.setUp(transaction);
    await own.deleteFrom('projection_checkpoint').where('projection', '=', projection.name).execute();
    await own.deleteFrom('projection_parked').where('projection', '=', projection.name).execute();
    await own
      .insertInto('projection_checkpoint')
      .values({ projection: projection.name, version: projection.version, position: null })
      .execute();
    return null;
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
