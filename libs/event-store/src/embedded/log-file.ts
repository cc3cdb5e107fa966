import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { CannotOpenEventLog } from '../cannot-open.js';
import { resultCode, resultCodeOf } from './sqlite-errors.js';

export type Database = InstanceType<typeof DatabaseSync>;

/** Marks the file as ours (`PRAGMA application_id`): the letters ThLn. */
const applicationId = 0x54684c6e;
const schemaVersion = 1;

/**
 * A category is the beginning of a stream's name up to and with its first hyphen (`case-`), or the whole name
 * (`policy`): what followers filter by. A stream's last revision is not stored, because its last event says it.
 * There are no foreign keys and no index on ids: each would cost a page for each append, and nothing looks there.
 */
const schema = `
  CREATE TABLE categories (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    category INTEGER NOT NULL,
    hidden_below INTEGER NOT NULL DEFAULT 0,
    tombstoned INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    category INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    metadata TEXT,
    appended_at TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX events_of_stream ON events (stream, revision);
  CREATE INDEX events_of_category ON events (category, position);
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`;

/**
 * Opens the file, or makes it. The lock is the operating system's own on the open file, so it goes with the process
 * however that ends. Throws `CannotOpenEventLog`; a file that is refused is not changed.
 */
export const openLogFile = (file: string): Database => {
  const folder = dirname(resolve(file));
  const isNew = !existsSync(file);
  let database: Database | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    database = new DatabaseSync(file, { timeout: 0, defensive: true });
    // Before the first read: in this mode SQLite takes the lock when it first reads a log in WAL mode, and keeps it.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const isEmpty = verify(database);
    // FULL: every commit is synced. An acknowledged event must survive the loss of power, not only of the process.
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -65536',
    );
    // The transaction takes the lock also where there is nothing to write.
    database.exec(`BEGIN IMMEDIATE; ${isEmpty ? schema : ''} COMMIT`);
    // After a failed sync the log may hold pages that the system believes written and are not; copying them out of it
    // writes them again ("fsyncgate", https://wiki.postgresql.org/wiki/Fsync_Errors).
    database.exec('PRAGMA wal_checkpoint(PASSIVE)');
    if (isNew) syncFolder(folder);
    return database;
  } catch (error) {
    if (database?.isOpen) database.close();
    throw asCannotOpen(error);
  }
};

/**
 * Closes the file as one whole file without a lock. Closing alone would not: the driver's statements live until they
 * are garbage, and SQLite keeps a closed connection, and its lock, as long as there are statements.
 */
export const closeLogFile = (database: Database): void => {
  try {
    // Out of WAL mode first: a connection that entered it in exclusive mode cannot give up its lock while in it.
    database.exec(
      'PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; SELECT count(*) FROM sqlite_schema',
    );
  } finally {
    database.close();
  }
};

/** Answers whether the file is still empty, so that it may be made ours. */
const verify = (database: Database): boolean => {
  const applicationIs = ask(database, 'SELECT application_id FROM pragma_application_id');
  if (applicationIs === 0 && ask(database, 'SELECT count(*) FROM sqlite_schema') === 0) return true;
  if (applicationIs !== applicationId) throw new CannotOpenEventLog('not-an-event-log');
  if (Number(ask(database, 'SELECT user_version FROM pragma_user_version')) > schemaVersion)
    throw new CannotOpenEventLog('newer-schema');
  if (ask(database, 'SELECT quick_check FROM pragma_quick_check') !== 'ok')
    throw new CannotOpenEventLog('corrupt');
  return false;
};

/** One value, without a statement that would keep a refused file locked (see `closeLogFile`). */
const ask = (database: Database, sql: string): unknown => {
  let answer: unknown;
  database.function('answer', (value: unknown) => {
    answer = value;
    return null;
  });
  database.exec(`SELECT answer((${sql}))`);
  return answer;
};

const asCannotOpen = (error: unknown): CannotOpenEventLog => {
  if (error instanceof CannotOpenEventLog) return error;
  const options = { cause: error };
  switch (resultCodeOf(error)) {
    case resultCode.busy:
      return new CannotOpenEventLog('in-use', options);
    case resultCode.corrupt:
      return new CannotOpenEventLog('corrupt', options);
    case resultCode.notADatabase:
      return new CannotOpenEventLog('not-an-event-log', options);
    case resultCode.noPermission:
    case resultCode.readOnly:
      return new CannotOpenEventLog('not-writable', options);
    case resultCode.io:
      return new CannotOpenEventLog('disk-failed', options);
    case resultCode.full:
      return new CannotOpenEventLog('no-space', options);
    case undefined:
    default:
      return new CannotOpenEventLog('unreadable', options);
  }
};

/** A new file's name is durable only when its folder is synced too. */
const syncFolder = (folder: string): void => {
  for (const path of [folder, dirname(folder)]) {
    const handle = openSync(path, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  }
};
