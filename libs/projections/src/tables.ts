import type { Kysely } from 'kysely';
import type { Instant } from '#kernel';
import type { Position } from '#event-store';

/** What the runtime keeps beside the tables of the views. */
export interface ProjectionTables {
  projection_checkpoint: {
    projection: string;
    version: number;
    /** The last event taken in; null before the first. */
    position: Position | null;
  };
  projection_parked: {
    projection: string;
    parked_group: string;
    /** The event at which the group stopped. */
    position: Position;
    problem_name: string;
    problem_code: string | null;
    parked_at: Instant;
  };
}

/** Makes the runtime's own tables where they are not there yet. */
export const setUpProjectionTables = async (database: Kysely<ProjectionTables>): Promise<void> => {
  await database.schema
    .createTable('projection_checkpoint')
    .ifNotExists()
    .addColumn('projection', 'text', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('position', 'text')
    .execute();
  await database.schema
    .createTable('projection_parked')
    .ifNotExists()
    .addColumn('projection', 'text', (column) => column.notNull())
    .addColumn('parked_group', 'text', (column) => column.notNull())
    .addColumn('position', 'text', (column) => column.notNull())
    .addColumn('problem_name', 'text', (column) => column.notNull())
    .addColumn('problem_code', 'text')
    .addColumn('parked_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('projection_parked_key', ['projection', 'parked_group'])
    .execute();
};
