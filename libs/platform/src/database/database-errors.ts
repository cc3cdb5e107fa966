import { basename } from 'node:path';
import { types } from 'node:util';

export type DatabaseMistake = 'held' | 'corrupt' | 'full' | 'not-writable' | 'io' | 'closed';

const explanations: Record<DatabaseMistake, string> = {
  held: 'is held by another process. Stop that process, or give this one another DATA_DIR.',
  corrupt:
    'is damaged or is not a database. Restore it from a backup; views can be deleted and are then built again from the log.',
  full: 'cannot grow: the disk is full. Make room; nothing was written.',
  'not-writable': 'cannot be opened for writing. Look at the rights of the file and its folder.',
  io: 'could not be read or written: the disk failed. Nothing was written.',
  closed: 'is closed.',
};

/** A database file cannot serve; the message says why and what to do, and names the file only. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';

  constructor(
    readonly file: string,
    readonly mistake: DatabaseMistake,
    options?: ErrorOptions,
  ) {
    super(`The database ${basename(file)} ${explanations[mistake]}`, options);
  }
}

/** SQLite's primary result codes (https://sqlite.org/rescode.html) that are about the file and not the statement. */
const mistakes = new Map<number, DatabaseMistake>([
  [3, 'not-writable'],
  [5, 'held'],
  [8, 'not-writable'],
  [10, 'io'],
  [11, 'corrupt'],
  [13, 'full'],
  [14, 'not-writable'],
  [26, 'corrupt'],
]);

/** What a failure of SQLite means, if it is about the file; otherwise the failure itself. */
export const databaseError = (file: string, error: unknown): unknown => {
  if (!types.isNativeError(error) || !('errcode' in error) || typeof error.errcode !== 'number') return error;
  const mistake = mistakes.get(error.errcode & 0xff);
  return mistake === undefined ? error : new DatabaseUnusable(file, mistake, { cause: error });
};
