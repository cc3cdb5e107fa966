import { Migrator, sql, type Migration } from 'kysely';
import type { Database } from './database.js';
import { SchemaNewerThanCode, StatementRefused } from './database-errors.js';
import { dialectOf } from './dialect-of.js';

/** By name; they run in the order of their names, each once, so a new one comes after all those that were published. */
export type Migrations = Readonly<Record<string, Migration>>;

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
  const ran = await namesOfThoseThatRan(database, table);
  const newer = ran.find((name) => !(name in migrations));
  if (newer !== undefined) throw new SchemaNewerThanCode(newer);
  if (Object.keys(migrations).every((name) => ran.includes(name))) return;
  const migrator = new Migrator({
    db: database.writer,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableName: table,
    migrationLockTableName: `${table}_lock`,
  });
  for (let attempt = 1; ; attempt += 1) {
    const { error } = await migrator.migrateToLatest();
    if (!(error instanceof Error)) return;
    if (!wasDroppedMeanwhile(error) || attempt === attempts) throw error;
  }
};

/** The library lists all tables of the database first, and fails where one of another schema is dropped while it does. */
const attempts = 10;

/** A table or its schema is not there (PostgreSQL, appendix A). */
const gone: ReadonlySet<string> = new Set(['42P01', '3F000']);

const wasDroppedMeanwhile = (error: unknown): boolean =>
  error instanceof StatementRefused && gone.has(error.code);

/** Asked without a list of all tables: a rebuild that goes on beside it drops some. */
const namesOfThoseThatRan = async <Schema>(
  { writer }: Pick<Database<Schema>, 'writer'>,
  table: string,
): Promise<readonly string[]> => {
  const isThere =
    dialectOf(writer) === 'postgres'
      ? sql<{ one: number }>`select 1 as one where to_regclass(${table}) is not null`
      : sql<{ one: number }>`select 1 as one from sqlite_master where type = 'table' and name = ${table}`;
  if ((await isThere.execute(writer)).rows.length === 0) return [];
  const { rows } = await sql<{
    readonly name: string;
  }>`select name from ${sql.table(table)} order by name`.execute(writer);
  return rows.map(({ name }) => name);
};
