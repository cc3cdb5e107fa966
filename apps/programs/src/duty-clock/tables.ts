import type { AgencyFunction } from '#casework';
import type { Position } from '#event-store';
import type { CaseId, EventId, Instant, OrganisationId } from '#kernel';
import { migrate, type Database, type Migrations } from '#platform';
import type { Kysely } from 'kysely';

/** What the duty clock keeps, outside the namespaces of builds. All of it follows from the log. */
export interface DutyTables {
  /** One row. */
  duty_checkpoint: {
    name: string;
    /** The last event that was followed. */
    position: Position;
  };
  /** Every case on which something has moved a clock. */
  duty_look: {
    case_id: CaseId;
    /** When to look next; null where nothing will come to be so by itself. */
    look_at: Instant | null;
    /** The last event followed that moves the clocks of the case. */
    moved: Position;
    /** The last event of the case that a look has taken into account; null before the first look. */
    looked: Position | null;
    /** How often in a row the look has failed. */
    failures: number;
  };
  /** The deadlines that are neither met nor ended, also those that have passed. */
  open_deadline: {
    /** The `DeadlineSet`. */
    set_id: EventId;
    case_id: CaseId;
    duty: string;
    /** Null where the case does not tell which organisation of the function has to act. */
    responsible: OrganisationId | null;
    responsible_function: AgencyFunction | null;
    /** The last instant at which it is in time. */
    due: Instant;
    /** 1 where it is on record that the time has passed, else 0. */
    missed: number;
  };
}

// On SQLite a migration is no transaction, so a process that was killed in one finds a part of it done.
const migrations: Migrations = {
  '2026-12-duty-clock': {
    up: async ({ schema }: Kysely<unknown>) => {
      await schema
        .createTable('duty_checkpoint')
        .ifNotExists()
        .addColumn('name', 'text', (column) => column.primaryKey().notNull())
        .addColumn('position', 'text', (column) => column.notNull())
        .execute();
      await schema
        .createTable('duty_look')
        .ifNotExists()
        .addColumn('case_id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('look_at', 'text')
        .addColumn('moved', 'text', (column) => column.notNull())
        .addColumn('looked', 'text')
        .addColumn('failures', 'integer', (column) => column.notNull())
        .execute();
      await schema
        .createIndex('duty_look_by_time')
        .ifNotExists()
        .on('duty_look')
        .columns(['look_at'])
        .execute();
      await schema
        .createTable('open_deadline')
        .ifNotExists()
        .addColumn('set_id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('case_id', 'text', (column) => column.notNull())
        .addColumn('duty', 'text', (column) => column.notNull())
        .addColumn('responsible', 'text')
        .addColumn('responsible_function', 'text')
        .addColumn('due', 'text', (column) => column.notNull())
        .addColumn('missed', 'integer', (column) => column.notNull())
        .execute();
      await schema
        .createIndex('open_deadline_by_case')
        .ifNotExists()
        .on('open_deadline')
        .columns(['case_id'])
        .execute();
      await schema
        .createIndex('open_deadline_by_responsible')
        .ifNotExists()
        .on('open_deadline')
        .columns(['responsible', 'due'])
        .execute();
    },
  },
};

/**
 * Brings the tables of the duty clock to where this version wants them. Every process that runs the clock or reads open
 * deadlines does so when it starts; any number of them may at once.
 * @throws SchemaNewerThanCode
 */
export const setUpDutyTables = <Schema>(database: Pick<Database<Schema>, 'writer'>): Promise<void> =>
  migrate(database, migrations, 'duty_clock');

/** The tables of the duty clock in a database that holds others too. */
export const dutyTables = <Schema>(database: Database<Schema>): Database<DutyTables> =>
  database as unknown as Database<DutyTables>;
