import { setTimeout as after } from 'node:timers/promises';
import { sql, type Kysely, type Transaction } from 'kysely';
import { DatabaseAway } from './database-errors.js';
import { dialectOf } from './dialect-of.js';
import { namespaceList, setUpNamespaces, type NamespaceTables } from './namespace-list.js';
import { seePlainName } from './plain-name.js';
import { tableInNamespace } from './sqlite/dialect.js';

/**
 * Queries of it are about the tables of the namespace: of a schema on PostgreSQL, on SQLite of those whose names begin
 * with it. Written-out SQL (`sql.table`) is not.
 */
export const inNamespace = <Door extends { readonly withSchema: (schema: string) => unknown }>(
  door: Door,
  namespace: string,
): Door =>
  // What `withSchema` answers is of the same kind, which its declared type does not say of every kind at once.
  door.withSchema(seePlainName(namespace)) as Door;

const own = <Tables>(transaction: Transaction<Tables>): Transaction<NamespaceTables> =>
  transaction as unknown as Transaction<NamespaceTables>;

const onPostgres = <Tables>(door: Kysely<Tables>): boolean => dialectOf(door) === 'postgres';

/** Makes an empty namespace. Throws where there is one of that name. */
export const createNamespace = async <Tables>(
  transaction: Transaction<Tables>,
  namespace: string,
): Promise<void> => {
  seePlainName(namespace);
  if (!onPostgres(transaction)) await setUpNamespaces(transaction);
  await own(transaction).insertInto(namespaceList).values({ name: namespace }).execute();
  if (onPostgres(transaction)) await transaction.schema.createSchema(namespace).execute();
};

/** The names of the namespaces, sorted. */
export const listNamespaces = async <Tables>(
  transaction: Transaction<Tables>,
): Promise<readonly string[]> => {
  if (!onPostgres(transaction) && !(await isInFile(transaction, namespaceList))) return [];
  const rows = await own(transaction).selectFrom(namespaceList).select('name').orderBy('name').execute();
  return rows.map(({ name }) => name);
};

/**
 * Removes a namespace with everything in it. Readers that have begun a transaction finish it first, for they may know of
 * the namespace; those who begin one meanwhile wait for a moment, so it stands alone in its transaction or last.
 */
export const dropNamespace = async <Tables>(
  transaction: Transaction<Tables>,
  namespace: string,
): Promise<void> => {
  seePlainName(namespace);
  if (onPostgres(transaction)) {
    await patiently(transaction, sql`lock table ${sql.table(namespaceList)} in access exclusive mode`);
  } else await setUpNamespaces(transaction);
  await own(transaction).deleteFrom(namespaceList).where('name', '=', namespace).execute();
  if (onPostgres(transaction)) {
    await patiently(transaction, sql`drop schema if exists ${sql.id(namespace)} cascade`);
    return;
  }
  for (const table of await tablesInFile(transaction, namespace)) {
    await transaction.schema.dropTable(table).execute();
  }
};

const tablesInFile = async <Tables>(
  transaction: Transaction<Tables>,
  namespace: string,
): Promise<readonly string[]> => {
  const prefix = tableInNamespace(namespace, '');
  const { rows } = await sql<{ name: string }>`
    select name from sqlite_schema
    where type = 'table' and substr(name, 1, ${prefix.length}) = ${prefix}
    order by name`.execute(transaction);
  return rows.map(({ name }) => name);
};

const isInFile = async <Tables>(transaction: Transaction<Tables>, table: string): Promise<boolean> => {
  const { rows } = await sql`select 1 from sqlite_schema where name = ${table}`.execute(transaction);
  return rows.length > 0;
};

/** While a lock is waited for, whoever comes later waits behind: so never long, then they are let by, then again. */
const waitedForALock = 100;
const letBy = 150;
const attempts = 80;

const patiently = async <Tables>(
  transaction: Transaction<Tables>,
  statement: ReturnType<typeof sql>,
): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    await sql`savepoint patience`.execute(transaction);
    try {
      await sql.raw(`set local lock_timeout = ${waitedForALock}`).execute(transaction);
      await statement.execute(transaction);
      await sql`set local lock_timeout to default`.execute(transaction);
      await sql`release savepoint patience`.execute(transaction);
      return;
    } catch (error) {
      if (!(error instanceof DatabaseAway) || error.code !== '55P03' || attempt === attempts) throw error;
      await sql`rollback to savepoint patience`.execute(transaction);
      await after(letBy);
    }
  }
};
