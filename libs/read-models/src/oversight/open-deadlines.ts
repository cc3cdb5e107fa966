import { sql, type Transaction } from 'kysely';
import type { CaseId, EventId, Instant, OrganisationId } from '#kernel';
import { dialectOf } from '#platform';
import type { ReadTables } from '../reading/ports.js';

/** A deadline that is neither met nor missed, as whoever keeps the clocks has it. It stands in no namespace. */
export interface OpenDeadlineTable {
  /** The event that set it. */
  set_id: EventId;
  case_id: CaseId;
  duty: string;
  responsible: OrganisationId;
  due: Instant;
}

export interface DeadlineTables {
  open_deadline: OpenDeadlineTable;
}

/** The table of open deadlines; null where nobody keeps the clocks of duties in this database yet. */
export const openDeadlinesAt = async (
  transaction: Transaction<ReadTables>,
): Promise<Transaction<DeadlineTables> | null> =>
  (await isThere(transaction)) ? (transaction as unknown as Transaction<DeadlineTables>) : null;

const isThere = async (door: Transaction<ReadTables>): Promise<boolean> => {
  const found =
    dialectOf(door) === 'postgres'
      ? sql`select 1 from pg_catalog.pg_class where oid = to_regclass('open_deadline')`
      : sql`select 1 from sqlite_schema where type = 'table' and name = 'open_deadline'`;
  return (await found.execute(door)).rows.length > 0;
};
