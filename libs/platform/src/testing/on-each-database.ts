import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase, openPostgres, type Database, type Dialect } from '#platform';

/** A database that a suite has for itself. */
export interface TestDatabase<Schema> {
  readonly database: Database<Schema>;
  /** The URL of a PostgreSQL database; null of a file. */
  readonly url: string | null;
  /** Closes it, and takes away everything of it. */
  readonly remove: () => Promise<void>;
}

export type MakeDatabase = <Schema>() => Promise<TestDatabase<Schema>>;

const inAFile: MakeDatabase = async <Schema>() => {
  const folder = await mkdtemp(join(tmpdir(), 'database-'));
  const database = openDatabase<Schema>({ file: join(folder, 'test.sqlite'), durability: 'rebuildable' });
  return {
    database,
    url: null,
    remove: async () => {
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
};

/** The server on which tests make databases of their own, as somebody who may; undefined where there is none. */
export const postgresServer: string | undefined = process.env.POSTGRES_URL;

/** Asks the server's own database, where databases are made and removed. */
const asAdministrator = async (statement: string): Promise<void> => {
  const administration = await openPostgres<unknown>({ url: postgresServer!, applicationName: 'tests' });
  try {
    await sql.raw(statement).execute(administration.writer);
  } finally {
    await administration.close();
  }
};

/** Makes an empty database on the server; answers its URL and how it is removed again. */
export const emptyPostgres = async (
  attributes = '',
): Promise<{ readonly url: string; readonly remove: () => Promise<void> }> => {
  const name = `test_${randomBytes(8).toString('hex')}`;
  // The template has nothing of anybody's in it, and nobody is connected to it.
  await asAdministrator(`create database "${name}" template template0 ${attributes}`);
  const url = new URL(postgresServer!);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    remove: () => asAdministrator(`drop database "${name}" with (force)`),
  };
};

const onPostgres: MakeDatabase = async <Schema>() => {
  const { url, remove } = await emptyPostgres();
  const database = await openPostgres<Schema>({ url, applicationName: 'tests' });
  return {
    database,
    url,
    remove: async () => {
      await database.close();
      await remove();
    },
  };
};

/**
 * Runs the same tests on SQLite and, where `POSTGRES_URL` names a server, on PostgreSQL; otherwise those are listed as
 * skipped.
 */
export const describeOnEachDatabase = (
  what: string,
  tests: (make: MakeDatabase, dialect: Dialect) => void,
): void => {
  describe(`${what}, on SQLite`, () => tests(inAFile, 'sqlite'));
  if (postgresServer === undefined)
    describe.skip(`${what}, on PostgreSQL (needs POSTGRES_URL)`, () => tests(onPostgres, 'postgres'));
  else describe(`${what}, on PostgreSQL`, () => tests(onPostgres, 'postgres'));
};
