import { DatabaseUnusable } from '../database-errors.js';
import { connect } from './connection.js';
import { fileUnusable } from './sqlite-errors.js';

/**
 * Keeps other processes from writing to a database: two projectors on one set of views would each undo the other's.
 * The lock is the operating system's, on a file beside the database, so it ends with the process even when that is
 * killed. SQLite itself takes it, because Node offers no file locks. The answer lets go.
 *
 * @throws DatabaseUnusable `held`, naming the database, where somebody else has it
 */
export const holdFile = (file: string): (() => void) => {
  try {
    const lock = connect(
      `${file}.lock`,
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE;',
      0,
    );
    return () => lock.close();
  } catch (error) {
    throw error instanceof DatabaseUnusable ? fileUnusable(file, error.mistake, { cause: error }) : error;
  }
};
