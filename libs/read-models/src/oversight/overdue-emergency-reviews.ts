import type { Transaction } from 'kysely';
import type { Instant, OrganisationId } from '#kernel';
import type { ReadTables } from '../reading/ports.js';
import { oversightAt } from './oversight-at.js';

/**
 * The grants of emergency access of an organisation that nobody has reviewed within 72 hours, the longest overdue first.
 * While there is one, nobody of that organisation opens another.
 * @throws ViewNotReady
 */
export const overdueEmergencyReviews = async (
  transaction: Transaction<ReadTables>,
  organisation: OrganisationId,
  now: Instant,
): Promise<readonly string[]> => {
  const { tables } = await oversightAt(transaction);
  const rows = await tables
    .selectFrom('emergency_access')
    .select('grant_id')
    .where('organisation', '=', organisation)
    .where('reviewed_at', 'is', null)
    .where('review_due', '<', now)
    .orderBy('review_due')
    .orderBy('grant_id')
    .execute();
  return rows.map(({ grant_id }) => grant_id);
};
