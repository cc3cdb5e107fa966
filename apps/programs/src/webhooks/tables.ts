import { migrate, type Database, type Migrations } from '#platform';
import type { CaseId, EventId, Instant } from '#kernel';
import type { Kysely } from 'kysely';

export const sources = ['alerts', 'entries'] as const;
/** From where something is delivered; alerts go before everything else. */
export type SourceName = (typeof sources)[number];

/** `waiting`: it is tried, again and again; `dead`: it was given up and can be asked for again. */
export type DeliveryStanding = 'waiting' | 'dead';

/** What is kept of deliveries, outside the namespaces of builds: references alone, never what is delivered. */
export interface WebhookTables {
  /** How far a webhook has come with one source. */
  webhook_place: {
    webhook_id: string;
    source: SourceName;
    /** A sealed text of the feed. */
    cursor: string;
    began_at: Instant;
  };
  /** How it goes with a webhook. */
  webhook_standing: {
    webhook_id: string;
    /** Since when no delivery was taken by the receiver; null while they are. */
    failing_since: Instant | null;
    /** The last replay that was followed: the id of its event. */
    replayed: EventId | null;
  };
  webhook_delivery: {
    webhook_id: string;
    delivery_id: string;
    source: SourceName;
    kind: string;
    /** Empty where it is of no case. */
    case_id: CaseId;
    /** What it is of: an event, an alert, or the webhook. */
    subject_id: string;
    /** Orders the deliveries of a webhook as they came. */
    number: number;
    standing: DeliveryStanding;
    attempts: number;
    next_at: Instant;
    taken_at: Instant;
    /** What the receiver answered last; null where it did not. */
    status: number | null;
    died_at: Instant | null;
  };
}

// On SQLite a migration is no transaction, so a process that was killed in one finds a part of it done.
const migrations: Migrations = {
  '2026-12-webhooks': {
    up: async ({ schema }: Kysely<unknown>) => {
      await schema
        .createTable('webhook_place')
        .ifNotExists()
        .addColumn('webhook_id', 'text', (column) => column.notNull())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('cursor', 'text', (column) => column.notNull())
        .addColumn('began_at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('webhook_place_key', ['webhook_id', 'source'])
        .execute();
      await schema
        .createTable('webhook_standing')
        .ifNotExists()
        .addColumn('webhook_id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('failing_since', 'text')
        .addColumn('replayed', 'text')
        .execute();
      await schema
        .createTable('webhook_delivery')
        .ifNotExists()
        .addColumn('webhook_id', 'text', (column) => column.notNull())
        .addColumn('delivery_id', 'text', (column) => column.notNull())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('case_id', 'text', (column) => column.notNull())
        .addColumn('subject_id', 'text', (column) => column.notNull())
        .addColumn('number', 'integer', (column) => column.notNull())
        .addColumn('standing', 'text', (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('next_at', 'text', (column) => column.notNull())
        .addColumn('taken_at', 'text', (column) => column.notNull())
        .addColumn('status', 'integer')
        .addColumn('died_at', 'text')
        .addPrimaryKeyConstraint('webhook_delivery_key', ['webhook_id', 'delivery_id'])
        .execute();
      await schema
        .createIndex('webhook_delivery_by_standing')
        .ifNotExists()
        .on('webhook_delivery')
        .columns(['webhook_id', 'standing', 'number'])
        .execute();
    },
  },
};

/**
 * Brings the tables of webhooks to where this version wants them. Every process that delivers or reads them does so when it
 * starts; any number of them may at once.
 * @throws SchemaNewerThanCode
 */
export const setUpWebhookTables = <Schema>(database: Pick<Database<Schema>, 'writer'>): Promise<void> =>
  migrate(database, migrations, 'webhooks');

/** The tables of webhooks in a database that holds others too. */
export const webhookTables = <Schema>(database: Database<Schema>): Database<WebhookTables> =>
  database as unknown as Database<WebhookTables>;
