import { sql, type Kysely } from 'kysely';
import type { Position } from '#event-store';
import type { Instant } from '#kernel';
import { migrate, type Database, type Migrations } from '#platform';

/**
 * `next` is being filled beside the one that is read, `current` is read, `retired` is nobody's any more and is dropped.
 * A slot has at most one of the first two each.
 */
export type BuildState = 'next' | 'current' | 'retired';

/** What the runtime keeps for all projections, outside the namespaces of builds. */
export interface ProjectionTables {
  /** The builds of the slots, each with its checkpoint. */
  projection_build: {
    /** Where its tables are. Random, and never used again. */
    namespace: string;
    projection: string;
    slot: number;
    /** Into how many slots the projection is divided. */
    slots: number;
    version: number;
    state: BuildState;
    /** The last event taken in; null before the first. */
    position: Position | null;
    events_taken: number;
    /** Of the lease under which it is written: only its holder may move the checkpoint. */
    fence: number;
  };
  /** Who runs a slot. */
  projection_lease: {
    projection: string;
    slot: number;
    holder: string | null;
    /** One more with each holder. */
    fence: number;
    /** Milliseconds since 1970 by the clock of the database. */
    expires_at: number;
  };
  /** The runners there are, so that they can share. */
  projection_runner: {
    holder: string;
    projection: string;
    version: number;
    /** As in `projection_lease`. */
    expires_at: number;
  };
  /** What operators ask of the runners. */
  projection_request: {
    id: string;
    projection: string;
    slot: number;
    kind: 'rebuild' | 'retry';
    parked_group: string | null;
    requested_at: Instant;
    /** Null while it waits. */
    outcome: 'done' | 'still-fails' | 'not-parked' | null;
    problem_name: string | null;
    problem_code: string | null;
  };
}

/** What the runtime keeps in the namespace of each build, beside the projection's own tables. */
export interface BuildTables {
  projection_parked: {
    parked_group: string;
    /** The event at which the group stopped. */
    position: Position;
    problem_name: string;
    problem_code: string | null;
    parked_at: Instant;
  };
}

/**
 * Views stood in no namespace at first. They are built again from the log, and what nobody would keep up or remove any more
 * must not stay: rows of cases with their sealed parts.
 */
const dropWithoutNamespaces = async (database: Kysely<unknown>): Promise<void> => {
  const tables = (await database.introspection.getTables()).map(({ name }) => name);
  if (!tables.includes('projection_checkpoint')) return;
  const kept = tables.filter((name) => name.endsWith('_migration') || name.endsWith('_migration_lock'));
  // The mark by which they are known goes last.
  const dropped = tables.filter(
    (name) => ![...kept, 'database_namespace', 'projection_checkpoint'].includes(name),
  );
  for (const name of [...dropped, 'projection_checkpoint']) await database.schema.dropTable(name).execute();
};

// On SQLite a migration is no transaction, so a process that was killed in one finds a part of it done.
const migrations: Migrations = {
  '2026-11-slots': {
    up: async (database: Kysely<unknown>) => {
      const { schema } = database;
      await dropWithoutNamespaces(database);
      await schema
        .createTable('projection_build')
        .ifNotExists()
        .addColumn('namespace', 'text', (column) => column.primaryKey().notNull())
        .addColumn('projection', 'text', (column) => column.notNull())
        .addColumn('slot', 'integer', (column) => column.notNull())
        .addColumn('slots', 'integer', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('position', 'text')
        .addColumn('events_taken', 'integer', (column) => column.notNull())
        .addColumn('fence', 'integer', (column) => column.notNull())
        .execute();
      // What must never be, the database refuses: two builds of one slot that readers would take for the one to read.
      await schema
        .createIndex('projection_build_one_of_each')
        .ifNotExists()
        .unique()
        .on('projection_build')
        .columns(['projection', 'slot', 'state'])
        .where(sql.ref('state'), '!=', 'retired')
        .execute();
      await schema
        .createTable('projection_lease')
        .ifNotExists()
        .addColumn('projection', 'text', (column) => column.notNull())
        .addColumn('slot', 'integer', (column) => column.notNull())
        .addColumn('holder', 'text')
        .addColumn('fence', 'integer', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('projection_lease_key', ['projection', 'slot'])
        .execute();
      await schema
        .createTable('projection_runner')
        .ifNotExists()
        .addColumn('holder', 'text', (column) => column.notNull())
        .addColumn('projection', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('projection_runner_key', ['holder', 'projection'])
        .execute();
      await schema
        .createTable('projection_request')
        .ifNotExists()
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('projection', 'text', (column) => column.notNull())
        .addColumn('slot', 'integer', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('parked_group', 'text')
        .addColumn('requested_at', 'text', (column) => column.notNull())
        .addColumn('outcome', 'text')
        .addColumn('problem_name', 'text')
        .addColumn('problem_code', 'text')
        .execute();
    },
  },
};

/**
 * Brings the runtime's own tables to where this version wants them. Every process that runs or reads projections does so
 * when it starts; any number of them may at once.
 * @throws SchemaNewerThanCode
 */
export const setUpProjectionTables = <Schema>(database: Pick<Database<Schema>, 'writer'>): Promise<void> =>
  migrate(database, migrations, 'projection');

/** Makes the runtime's tables of one build, in the namespace that the door is of. */
export const setUpBuildTables = async (build: Kysely<BuildTables>): Promise<void> => {
  await build.schema
    .createTable('projection_parked')
    .addColumn('parked_group', 'text', (column) => column.primaryKey().notNull())
    .addColumn('position', 'text', (column) => column.notNull())
    .addColumn('problem_name', 'text', (column) => column.notNull())
    .addColumn('problem_code', 'text')
    .addColumn('parked_at', 'text', (column) => column.notNull())
    .execute();
};

/** The runtime's tables of a database that holds others too. */
export const ownTables = <Schema>(database: Database<Schema>): Database<ProjectionTables> =>
  database as unknown as Database<ProjectionTables>;
