import { basename } from 'node:path';
import { types } from 'node:util';
import { DatabaseUnusable, type DatabaseMistake } from '../database-errors.js';

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

export const fileUnusable = (
  file: string,
  mistake: DatabaseMistake,
  options?: ErrorOptions,
): DatabaseUnusable => new DatabaseUnusable(basename(file), mistake, options);

/** What a failure of SQLite means, if it is about the file; otherwise the failure itself. */
export const sqliteError = (file: string, error: unknown): unknown => {
  if (!types.isNativeError(error) || !('errcode' in error) || typeof error.errcode !== 'number') return error;
  const mistake = mistakes.get(error.errcode & 0xff);
  return mistake === undefined ? error : fileUnusable(file, mistake, { cause: error });
};
