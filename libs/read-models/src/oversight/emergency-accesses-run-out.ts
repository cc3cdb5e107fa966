import type { Transaction } from 'kysely';
import type { Instant } from '#kernel';
import type { ReadTables } from '../reading/ports.js';
import { oversightAt } from './oversight-at.js';

/**
 * The grants of emergency access whose time has run out by now and whose end is not on record, the longest first; some of
 * them, where there are many. Nobody has the access any more all the same.
 * @throws ViewNotReady
 */
export const emergencyAccessesRunOut = async (
  transaction: Transaction<ReadTables>,
  now: Instant,
): Promise<readonly string[]> => {
  const { tables } = await oversightAt(transaction);
  const rows = await tables
    .selectFrom('emergency_access')
    .select('grant_id')
    .where('ended_at', 'is', null)
    .where('until', '<=', now)
    .orderBy('until')
    .orderBy('grant_id')
    .limit(500)
    .execute();
  return rows.map(({ grant_id }) => grant_id);
};
