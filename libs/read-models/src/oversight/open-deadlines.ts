import { sql, type Transaction } from 'kysely';
import type { AgencyFunction } from '#casework';
import type { CaseId, EventId, Instant, OrganisationId } from '#kernel';
import { dialectOf } from '#platform';
import { readableBuild } from '#projections';
import type { ReadTables } from '../reading/ports.js';
import { timelineView } from '../timeline/timeline-view.js';

/** A deadline that is neither met nor missed, as whoever keeps the clocks has it. It stands in no namespace. */
export interface OpenDeadlineTable {
  /** The event that set it. */
  set_id: EventId;
  case_id: CaseId;
  duty: string;
  /** Null where the case does not tell which organisation of the function has to act. */
  responsible: OrganisationId | null;
  responsible_function: AgencyFunction | null;
  /** The last instant at which it is in time. */
  due: Instant;
}

export interface DeadlineTables {
  open_deadline: OpenDeadlineTable;
}

/** Open deadlines at one moment, and where the view of the reader's organisation stands, to be joined with them. */
export interface OpenDeadlinesAt {
  readonly tables: Transaction<DeadlineTables>;
  readonly namespace: string;
}

/** The table of open deadlines; null where nobody keeps the clocks of duties in this database yet. */
export const openDeadlinesAt = async (
  transaction: Transaction<ReadTables>,
  organisation: OrganisationId,
): Promise<OpenDeadlinesAt | null> => {
  if (!(await isThere(transaction))) return null;
  const { namespace } = await readableBuild(transaction, timelineView, organisation);
  return { tables: transaction as unknown as Transaction<DeadlineTables>, namespace };
};

const isThere = async (door: Transaction<ReadTables>): Promise<boolean> => {
  const found =
    dialectOf(door) === 'postgres'
      ? sql`select 1 from pg_catalog.pg_class where oid = to_regclass('open_deadline')`
      : sql`select 1 from sqlite_schema where type = 'table' and name = 'open_deadline'`;
  return (await found.execute(door)).rows.length > 0;
};
