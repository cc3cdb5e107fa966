import { noParts } from '#casework';
import { accepted, type EventId, type Instant, type PersonId } from '#kernel';
import { isDecision } from './decisions/decisions-question.js';
import type { AgencyUnderReview, ReviewScope } from './record-under-review.js';
import type { MakeQuestion } from './reviewing.js';

/** What a review is about, and how much of it this reviewer sees. */
export interface ReviewOverview {
  readonly reviewId: string;
  /** The event that opened it, whose entry has the terms of reference. */
  readonly openedBy: EventId;
  readonly openedAt: Instant;
  readonly reviewers: readonly PersonId[];
  readonly scope: ReviewScope;
  readonly agencies: readonly AgencyUnderReview[];
  readonly events: number;
  readonly decisions: number;
}

export const overviewQuestion: MakeQuestion<ReviewOverview> = ({ record, review }) =>
  accepted({
    parts: () => noParts,
    answer: () =>
      Promise.resolve({
        reviewId: record.reviewId,
        openedBy: review.eventId,
        openedAt: review.openedAt,
        reviewers: review.reviewers,
        scope: record.scope,
        agencies: [...record.agencies.values()],
        events: record.events.length,
        decisions: record.events.filter(isDecision).length,
      }),
  });
