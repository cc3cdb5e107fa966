import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Dialect } from '#platform';
import { LeaseLost } from './builds.js';
import type { Slot } from './slots.js';
import type { ProjectionTables } from './tables.js';

type Own = Kysely<ProjectionTables>;

/** Milliseconds since 1970 by the clock of the database: the only one that all runners share. */
export const databaseNow = (dialect: Dialect): RawBuilder<number> =>
  dialect === 'postgres'
    ? sql<number>`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`
    : sql<number>`cast(unixepoch('subsec') * 1000 as integer)`;

export interface Holder {
  readonly holder: string;
  readonly dialect: Dialect;
  readonly leaseMilliseconds: number;
}

const until = ({ dialect, leaseMilliseconds }: Holder): RawBuilder<number> =>
  sql<number>`${databaseNow(dialect)} + ${sql.lit(leaseMilliseconds)}`;

/** Makes the lease of a slot where there is none yet; nobody holds it. */
export const setUpLease = async (database: Own, { projection, slot }: Slot): Promise<void> => {
  await database
    .insertInto('projection_lease')
    .values({ projection, slot, holder: null, fence: 0, expires_at: 0 })
    .onConflict((conflict) => conflict.columns(['projection', 'slot']).doNothing())
    .execute();
};

/** Says that this runner is there, for those with whom it shares. */
export const announce = async (
  database: Own,
  holder: Holder,
  { name, version }: { readonly name: string; readonly version: number },
): Promise<void> => {
  const expires_at = until(holder);
  await database
    .insertInto('projection_runner')
    .values({ holder: holder.holder, projection: name, version, expires_at })
    .onConflict((conflict) => conflict.columns(['holder', 'projection']).doUpdateSet({ expires_at, version }))
    .execute();
  await database
    .deleteFrom('projection_runner')
    .where('expires_at', '<', databaseNow(holder.dialect))
    .execute();
};

/**
 * How many runners share a projection with one that has this version of it. Those with an older one take none of what a
 * newer has built, so they are not counted on.
 */
export const runnersOf = async (
  database: Own,
  { dialect }: Holder,
  { name, version }: { readonly name: string; readonly version: number },
): Promise<number> => {
  const { alive } = await database
    .selectFrom('projection_runner')
    .select(({ fn }) => fn.countAll<number>().as('alive'))
    .where('projection', '=', name)
    .where('version', '>=', version)
    .where('expires_at', '>=', databaseNow(dialect))
    .executeTakeFirstOrThrow();
  return Number(alive);
};

/** Takes the lease of a slot where it is free; answers its fence, or null where somebody has it. */
export const acquire = async (
  database: Own,
  holder: Holder,
  { projection, slot }: Slot,
): Promise<number | null> => {
  let query = database
    .updateTable('projection_lease')
    .set((eb) => ({ holder: holder.holder, fence: eb('fence', '+', 1), expires_at: until(holder) }))
    .where('projection', '=', projection)
    .where('slot', '=', slot);
  // A file is held by one process at a time, so whoever held the lease has ended.
  if (holder.dialect !== 'sqlite') query = query.where('expires_at', '<', databaseNow(holder.dialect));
  const row = await query.returning('fence').executeTakeFirst();
  return row?.fence ?? null;
};

/** Renews what this runner holds; answers what that is, with the fences. */
export const renew = async (
  database: Own,
  holder: Holder,
): Promise<readonly { readonly projection: string; readonly slot: number; readonly fence: number }[]> =>
  database
    .updateTable('projection_lease')
    .set({ expires_at: until(holder) })
    .where('holder', '=', holder.holder)
    .returning(['projection', 'slot', 'fence'])
    .execute();

/** Gives the lease of a slot back. */
export const release = async (
  database: Own,
  { holder }: Holder,
  { projection, slot }: Slot,
): Promise<void> => {
  await database
    .updateTable('projection_lease')
    .set({ holder: null, expires_at: 0 })
    .where('projection', '=', projection)
    .where('slot', '=', slot)
    .where('holder', '=', holder)
    .execute();
};

/** Takes this runner off the list of those who share. */
export const leave = async (database: Own, { holder }: Holder): Promise<void> => {
  await database.deleteFrom('projection_runner').where('holder', '=', holder).execute();
};

/**
 * Milliseconds until the first lease of somebody else on one of these projections expires; null where nobody else holds
 * one.
 */
export const nextExpiry = async (
  database: Own,
  { holder, dialect }: Holder,
  projections: readonly string[],
): Promise<number | null> => {
  const { left } = await database
    .selectFrom('projection_lease')
    .select(({ fn }) => sql<number | null>`${fn.min('expires_at')} - ${databaseNow(dialect)}`.as('left'))
    .where('projection', 'in', projections)
    .where('holder', 'is not', null)
    .where('holder', '!=', holder)
    .executeTakeFirstOrThrow();
  return left === null ? null : Number(left);
};

/**
 * Makes sure that a lease is still held under this fence when the transaction commits: whoever takes over waits for it to
 * end. It stands last in a transaction, so that they wait for no more than the commit.
 * @throws LeaseLost
 */
export const holdLease = async (
  transaction: Own,
  { holder }: Pick<Holder, 'holder'>,
  lease: Pick<Slot, 'projection' | 'slot'>,
  fence: number,
): Promise<void> => {
  const { numUpdatedRows } = await transaction
    .updateTable('projection_lease')
    .set({ fence })
    .where('projection', '=', lease.projection)
    .where('slot', '=', lease.slot)
    .where('holder', '=', holder)
    .where('fence', '=', fence)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new LeaseLost(lease);
};
