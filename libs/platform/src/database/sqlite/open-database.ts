import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { Kysely } from 'kysely';
import type { Database } from '../database.js';
import { DatabaseUnusable } from '../database-errors.js';
import { connect, sqliteFor, type TransactionEnds } from './connection.js';
import { NamespacedSqliteDialect } from './dialect.js';
import { holdFile } from './hold.js';
import { notificationsOfAFile } from './notifications.js';
import { fileUnusable, sqliteError } from './sqlite-errors.js';

export interface DatabaseOptions {
  readonly file: string;
  /**
   * `rebuildable`: a commit survives a crash of the process, and may be lost with the power (`synchronous=NORMAL`);
   * right for views, which begin again at their checkpoint, committed with them. `durable`: a commit is on the disk
   * before it is answered (`synchronous=FULL`).
   */
  readonly durability: 'rebuildable' | 'durable';
}

const pragmas = {
  rebuildable: 'PRAGMA synchronous = NORMAL;',
  durable: 'PRAGMA synchronous = FULL;',
} as const;

/** 64 MB of pages kept in memory, and temporary tables never on the disk (they would hold what a view holds). */
const forBoth = 'PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -64000;';

/**
 * Opens a database in a file, for this process alone. With a write-ahead log a read on the second connection sees what
 * was last committed.
 * @throws DatabaseUnusable where another process holds it, or it is damaged, or cannot be written
 */
export const openDatabase = <Schema>({ file, durability }: DatabaseOptions): Database<Schema> => {
  const release = holdFile(file);
  let writing: DatabaseSyncInstance | undefined;
  let reading: DatabaseSyncInstance | undefined;
  try {
    writing = connect(file, `PRAGMA journal_mode = WAL; ${pragmas[durability]} ${forBoth}`);
    seeThatItIsWhole(file, writing);
    reading = connect(file, `${forBoth} PRAGMA query_only = ON;`);
    const { notifications, ...ends } = notificationsOfAFile();
    const writer = kyselyOn<Schema>(file, writing, ends);
    const reader = kyselyOn<Schema>(file, reading);
    const close = async (): Promise<void> => {
      try {
        await reader.destroy();
        // Prepared statements keep a closed connection half open until they are collected, so the last one to close
        // does not know that it is the last: the write-ahead log is folded into the file here.
        if (writing?.isOpen) writing.exec('PRAGMA wal_checkpoint(TRUNCATE)');
        await writer.destroy();
      } catch (error) {
        throw sqliteError(file, error);
      } finally {
        // A Kysely that was never asked has not taken its connection over, so it does not close it.
        if (reading?.isOpen) reading.close();
        if (writing?.isOpen) writing.close();
        release();
      }
    };
    let closing: Promise<void> | undefined;
    const connections = () => null;
    return {
      ...{ dialect: 'sqlite', writer, reader, notifications, connections },
      close: () => (closing ??= close()),
    };
  } catch (error) {
    if (reading?.isOpen) reading.close();
    if (writing?.isOpen) writing.close();
    release();
    throw error;
  }
};

const kyselyOn = <Schema>(
  file: string,
  connection: DatabaseSyncInstance,
  ends?: TransactionEnds,
): Kysely<Schema> =>
  new Kysely<Schema>({ dialect: new NamespacedSqliteDialect(() => sqliteFor(file, connection, ends)) });

/** Reads the first row of every table. A full check takes minutes on a large file; damage further on fails its reads. */
const seeThatItIsWhole = (file: string, connection: DatabaseSyncInstance): void => {
  try {
    const tables = connection
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
      .all() as readonly { readonly name: string }[];
    for (const { name } of tables)
      connection.prepare(`SELECT * FROM "${name.replaceAll('"', '""')}" NOT INDEXED LIMIT 1`).all();
  } catch (error) {
    const told = sqliteError(file, error);
    throw told instanceof DatabaseUnusable ? told : fileUnusable(file, 'corrupt', { cause: error });
  }
};
