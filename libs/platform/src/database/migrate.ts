import { Migrator, sql, type Migration } from 'kysely';
import type { Database } from './database.js';
import { SchemaNewerThanCode } from './database-errors.js';

/** By name; they run in the order of their names, each once, so a new one comes after all those that were published. */
export type Migrations = Readonly<Record<string, Migration>>;

interface MigrationTables {
  [table: string]: { name: string };
}

/**
 * Brings a database to where this version wants it. Processes that start at the same time wait for one another. Each set
 * of migrations, with a list of its own of what has run, is for one part of the software: `main`, unless told.
 * @throws SchemaNewerThanCode where a migration has run that is not among these
 */
export const migrate = async <Schema>(
  database: Pick<Database<Schema>, 'writer'>,
  migrations: Migrations,
  set = 'main',
): Promise<void> => {
  const table = `${set}_migration`;
  const migrator = new Migrator({
    db: database.writer,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableName: table,
    migrationLockTableName: `${table}_lock`,
  });
  const newer = await firstUnknown(database, migrations, table);
  if (newer !== undefined) throw new SchemaNewerThanCode(newer);
  const { error } = await migrator.migrateToLatest();
  if (error instanceof Error) throw error;
};

const firstUnknown = async <Schema>(
  { writer }: Pick<Database<Schema>, 'writer'>,
  migrations: Migrations,
  table: string,
): Promise<string | undefined> => {
  const tables = await writer.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === table)) return undefined;
  const { rows } = await sql<
    MigrationTables[string]
  >`select name from ${sql.table(table)} order by name`.execute(writer);
  return rows.find(({ name }) => !(name in migrations))?.name;
};
