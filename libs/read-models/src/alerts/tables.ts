import type { AlertEnd, AlertKind, AlertLevel } from '#casework';
import type { Position } from '#event-store';
import type { CaseId, EventId, Instant, OrganisationId, PersonId } from '#kernel';
import { migrate, type Database, type Migrations } from '#platform';
import type { Kysely } from 'kysely';

/** An alert of one organisation as its own events tell it. */
export interface AlertTable {
  alert_id: string;
  organisation: OrganisationId;
  case_id: CaseId;
  kind: AlertKind;
  /** The event that it tells of. */
  event_id: EventId;
  /** The `AlertRaised` by which it stands, where that is in the log, and how often it was raised. */
  raised_by: EventId;
  raised_position: Position;
  raised: number;
  raised_at: Instant;
  level: AlertLevel;
  level_since: Instant;
  /** JSON: those whom it is for by name, and the roles of those whom it is for. */
  people: string;
  roles: string;
  acknowledged_by: PersonId | null;
  acknowledged_at: Instant | null;
  ended_because: AlertEnd | null;
  ended_at: Instant | null;
  last_recorded_at: Instant;
  /** 1 while it still tells of something, else 0. */
  open: number;
  /** Where the last event of it is in the log. */
  position: Position;
}

/** What is kept of alerts, outside the namespaces of builds. All of it follows from the log, and none from a view. */
export interface AlertTables {
  /** One row. */
  alert_checkpoint: { name: string; position: Position };
  /** The links and the emergency accesses that name a case. */
  alert_stream: { case_id: CaseId; stream: string };
  /** Every case on which something that may raise an alert has happened. */
  alert_look: {
    case_id: CaseId;
    /** When to look next; null where nothing will come to be so by itself. */
    look_at: Instant | null;
    /** How often something has happened to it: what happens during a look is looked at again. */
    marks: number;
    /** How often in a row the look has failed. */
    failures: number;
  };
  alert: AlertTable;
}

// On SQLite a migration is no transaction, so a process that was killed in one finds a part of it done.
const migrations: Migrations = {
  '2026-12-alerts': {
    up: async ({ schema }: Kysely<unknown>) => {
      await schema
        .createTable('alert_checkpoint')
        .ifNotExists()
        .addColumn('name', 'text', (column) => column.primaryKey().notNull())
        .addColumn('position', 'text', (column) => column.notNull())
        .execute();
      await schema
        .createTable('alert_stream')
        .ifNotExists()
        .addColumn('case_id', 'text', (column) => column.notNull())
        .addColumn('stream', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('alert_stream_key', ['case_id', 'stream'])
        .execute();
      await schema
        .createIndex('alert_stream_by_stream')
        .ifNotExists()
        .on('alert_stream')
        .columns(['stream'])
        .execute();
      await schema
        .createTable('alert_look')
        .ifNotExists()
        .addColumn('case_id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('look_at', 'text')
        .addColumn('marks', 'integer', (column) => column.notNull())
        .addColumn('failures', 'integer', (column) => column.notNull())
        .execute();
      await schema
        .createIndex('alert_look_by_time')
        .ifNotExists()
        .on('alert_look')
        .columns(['look_at'])
        .execute();
      let alert = schema
        .createTable('alert')
        .ifNotExists()
        .addColumn('alert_id', 'text', (column) => column.primaryKey().notNull());
      for (const name of requiredTexts) alert = alert.addColumn(name, 'text', (column) => column.notNull());
      for (const name of optionalTexts) alert = alert.addColumn(name, 'text');
      for (const name of numbers) alert = alert.addColumn(name, 'integer', (column) => column.notNull());
      await alert.execute();
      await schema
        .createIndex('alert_by_organisation')
        .ifNotExists()
        .on('alert')
        .columns(['organisation', 'raised_position'])
        .execute();
      await schema.createIndex('alert_by_case').ifNotExists().on('alert').columns(['case_id']).execute();
      await schema.createIndex('alert_by_position').ifNotExists().on('alert').columns(['position']).execute();
    },
  },
};

const requiredTexts = [
  ...(['organisation', 'case_id', 'kind', 'event_id', 'raised_by', 'raised_position', 'raised_at'] as const),
  ...(['level', 'level_since', 'people', 'roles', 'last_recorded_at', 'position'] as const),
] satisfies readonly (keyof AlertTable)[];
const optionalTexts = [
  ...(['acknowledged_by', 'acknowledged_at', 'ended_because', 'ended_at'] as const),
] satisfies readonly (keyof AlertTable)[];
const numbers = ['raised', 'open'] satisfies readonly (keyof AlertTable)[];

/**
 * Brings the tables of alerts to where this version wants them. Every process that follows or reads alerts does so when it
 * starts; any number of them may at once.
 * @throws SchemaNewerThanCode
 */
export const setUpAlertTables = <Schema>(database: Pick<Database<Schema>, 'writer'>): Promise<void> =>
  migrate(database, migrations, 'alerts');

/** The tables of alerts in a database that holds others too. */
export const alertTables = <Schema>(database: Kysely<Schema>): Kysely<AlertTables> =>
  database as unknown as Kysely<AlertTables>;
