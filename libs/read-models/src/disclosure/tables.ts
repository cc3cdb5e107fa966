import type { Transaction } from 'kysely';
import type { Position } from '#event-store';
import type { CaseId, EventId, Instant, OrganisationId, PersonId } from '#kernel';

/** Who read, or was refused, what of a case, or got into it in an emergency. The words of the record stay sealed. */
export interface AccessLogTable {
  position: Position;
  event_id: EventId;
  /** The stream of the record without its beginning: a case, or `denied` where there was no such case for the reader. */
  case_id: CaseId;
  type: string;
  version: number;
  organisation: OrganisationId;
  person: PersonId;
  role: string;
  recorded_at: Instant;
  /** One id for all records of one request. */
  correlation: string;
  header_digest: string;
  parts: string;
}

/**
 * Records that somebody could read in an emergency from then on, that they could no more, and how that was judged: of what was
 * read there are others.
 */
export const emergencyAccessTypes: readonly string[] = [
  'BreakGlassOpened',
  'BreakGlassEnded',
  'BreakGlassReviewed',
];

export interface AccessTables {
  access_log: AccessLogTable;
}

/** Makes the table of the access log. */
export const setUpAccessLog = async (transaction: Transaction<AccessTables>): Promise<void> => {
  await transaction.schema
    .createTable('access_log')
    .addColumn('position', 'text', (column) => column.primaryKey())
    .addColumn('event_id', 'text', (column) => column.notNull())
    .addColumn('case_id', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('organisation', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('correlation', 'text', (column) => column.notNull())
    .addColumn('recorded_at', 'text', (column) => column.notNull())
    .addColumn('header_digest', 'text', (column) => column.notNull())
    .addColumn('parts', 'text', (column) => column.notNull())
    .execute();
  await transaction.schema
    .createIndex('access_log_by_case')
    .on('access_log')
    .columns(['case_id', 'position'])
    .execute();
};
