import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import type { IGenericSqlite } from 'kysely-generic-sqlite';
import { LRUCache } from 'lru-cache';
import { fileUnusable, sqliteError } from './sqlite-errors.js';

/** Distinct statements of the product are some hundreds; a multi-row insert is one for each number of rows. */
const statementsKept = 500;

export type SqliteValue = string | number | bigint | Uint8Array | null;

const bound = (value: unknown): SqliteValue => {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError('A value for the database must be text, a number, a flag, bytes or null.');
};

/**
 * How long to wait, in milliseconds, for somebody who looks into the file with a tool of their own: SQLite shuts others
 * out for a moment when such a tool closes it.
 */
const patience = 1000;

/** Opens a connection and runs the pragmas; failures are told as `DatabaseUnusable` where they concern the file. */
export const connect = (file: string, pragmas: string, timeout = patience): DatabaseSyncInstance => {
  let connection: DatabaseSyncInstance | undefined;
  try {
    connection = new DatabaseSync(file, { timeout });
    connection.exec(pragmas);
    return connection;
  } catch (error) {
    connection?.close();
    throw sqliteError(file, error);
  }
};

/** Told how transactions end. */
export interface TransactionEnds {
  readonly committed: () => void;
  readonly undone: () => void;
}

/** A connection as Kysely's dialect wants it. Statements are prepared once and kept. */
export const sqliteFor = (
  file: string,
  connection: DatabaseSyncInstance,
  ends?: TransactionEnds,
): IGenericSqlite<DatabaseSyncInstance> => {
  const statements = new LRUCache<string, StatementSyncInstance>({ max: statementsKept });
  const prepared = (sql: string): StatementSyncInstance => {
    const kept = statements.get(sql);
    if (kept !== undefined) return kept;
    const statement = connection.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const inContext = <Answer>(work: () => Answer): Answer => {
    if (!connection.isOpen) throw fileUnusable(file, 'closed');
    try {
      return work();
    } catch (error) {
      throw sqliteError(file, error);
    }
  };
  return {
    db: connection,
    close: () => {
      statements.clear();
      if (connection.isOpen) connection.close();
    },
    query: (isSelect, sql, parameters = []) =>
      inContext(() => {
        // After some failures SQLite has undone the transaction itself, and a second time is an error of its own, which
        // would stand in the place of the one that says what happened (https://www.sqlite.org/lang_transaction.html).
        if (sql === 'rollback') ends?.undone();
        if (sql === 'rollback' && !connection.isTransaction) return { rows: [] };
        const statement = prepared(sql);
        const values = parameters.map(bound);
        if (isSelect || returnsRows(statement)) return { rows: statement.all(...values) };
        const { changes } = statement.run(...values);
        if (sql === 'commit') ends?.committed();
        return { rows: [], numAffectedRows: BigInt(changes) };
      }),
    iterator: (_isSelect, sql, parameters = []) =>
      // A statement of its own: a kept one may be asked again while this one is still being walked through.
      inContext(() => connection.prepare(sql).iterate(...parameters.map(bound))),
  };
};

const returning = new WeakMap<StatementSyncInstance, boolean>();

/** `insert ... returning` gives rows although it is not a select. */
const returnsRows = (statement: StatementSyncInstance): boolean => {
  const known = returning.get(statement);
  if (known !== undefined) return known;
  const answer = statement.columns().length > 0;
  returning.set(statement, answer);
  return answer;
};
