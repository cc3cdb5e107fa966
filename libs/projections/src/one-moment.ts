import type { Kysely, Transaction } from 'kysely';
import { StatementRefused } from '#platform';

/** A table or its schema is not there (PostgreSQL, appendix A): the build was dropped after it had been looked up. */
const gone: ReadonlySet<string> = new Set(['42P01', '3F000']);

/**
 * Asks everything of one moment of the database, so that one answer never mixes two. Whoever looked up a build just before
 * another took its place, and asks for a table of it after it was dropped, asks again; which is never twice in a row but
 * where builds are swapped faster than anybody reads.
 */
export const inOneMoment = async <Schema, Answer>(
  reader: Kysely<Schema>,
  work: (moment: Transaction<Schema>) => Promise<Answer>,
): Promise<Answer> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await reader.transaction().execute(work);
    } catch (error) {
      if (!(error instanceof StatementRefused) || !gone.has(error.code) || attempt === 3) throw error;
    }
  }
};
