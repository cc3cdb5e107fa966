import type { Transaction } from 'kysely';
import type { Position } from '#event-store';
import type { CaseId, EventId, Instant, OrganisationId, PersonId } from '#kernel';
import type { ReadTables } from '../reading/ports.js';
import { oversightAt } from './oversight-at.js';
import type { BoardReviewTable } from './tables.js';

/** A review of a safeguarding board, as it was opened. */
export interface BoardReview {
  readonly reviewId: string;
  readonly board: OrganisationId;
  readonly reviewers: readonly PersonId[];
  readonly cases: readonly CaseId[];
  /** Extended Date/Time Format. */
  readonly from: string;
  /** Extended Date/Time Format. */
  readonly until: string;
  readonly openedAt: Instant;
  /** Null while it is open. */
  readonly closedAt: Instant | null;
  /** Of its opening in the log. */
  readonly position: Position;
  /** The event that opened it. */
  readonly eventId: EventId;
}

/** A review as its row has it. */
export const boardReviewFrom = (row: BoardReviewTable): BoardReview => ({
  reviewId: row.review_id,
  board: row.board,
  reviewers: JSON.parse(row.reviewers) as readonly PersonId[],
  cases: JSON.parse(row.cases) as readonly CaseId[],
  from: row.scope_from,
  until: row.scope_until,
  openedAt: row.opened_at,
  closedAt: row.closed_at,
  position: row.position,
  eventId: row.event_id,
});

/**
 * The review of this id, whoever may know of it; null where there is none.
 * @throws ViewNotReady
 */
export const boardReviewOf = async (
  transaction: Transaction<ReadTables>,
  reviewId: string,
): Promise<BoardReview | null> => {
  const { tables } = await oversightAt(transaction);
  const row = await tables
    .selectFrom('board_review')
    .selectAll()
    .where('review_id', '=', reviewId)
    .executeTakeFirst();
  return row === undefined ? null : boardReviewFrom(row);
};
