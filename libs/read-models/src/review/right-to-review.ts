import type { Directory } from '#identity';
import type { CaseId } from '#kernel';
import type { Reader } from '../api.js';
import type { BoardReview } from '../oversight/board-review.js';
import type { Ground, KnownCase } from '../reading/moment.js';
import { caseFactsOf } from '../reading/narrow-for-a-person.js';
import { personFactsOn, policyReader } from '../reading/person-facts.js';

export interface RightToReview {
  /** Null where this reader may not know of it, or it is closed: reviewers read for as long as it is open. */
  readonly review: BoardReview | null;
  /** The policies that decided, by id, sorted. */
  readonly decidedBy: readonly string[];
}

/** Whether a reader may read this review. It is asked of a review that there is not as well. */
export const rightToReview = (
  { principal: { organisation, person, function: agency, role }, purpose }: Reader,
  { policy }: Ground,
  review: BoardReview | null,
): RightToReview => {
  const open = review?.closedAt === null;
  const decision = policy?.mayHandleReview('read', {
    ...{ function: agency, role, purpose },
    ownBoard: review?.board === organisation,
    reviewing: open && review.reviewers.includes(person),
  });
  return {
    review: open && decision?.allowed === true ? review : null,
    decidedBy: decision?.decidedBy ?? [],
  };
};

export interface RightToKnow {
  /** The cases of which the reader may learn what every agency had, and when. */
  readonly cases: readonly CaseId[];
  /** The policies that decided, by id, sorted. */
  readonly decidedBy: readonly string[];
}

/** Of which cases of a review a reader may learn what other agencies had of them, and who opened it. */
export const rightToKnow = (
  reader: Reader,
  { policy }: Ground,
  directory: Directory,
  known: readonly KnownCase[],
): RightToKnow => {
  const decided = known.map((kase) => {
    const person = { ...personFactsOn(reader, directory, kase), neverTo: false };
    const decision = policy?.mayReadKnowledge(policyReader(reader, person), caseFactsOf(kase));
    return { caseId: kase.caseId, may: decision?.allowed === true, by: decision?.decidedBy ?? [] };
  });
  return {
    cases: decided.filter(({ may }) => may).map(({ caseId }) => caseId),
    decidedBy: [...new Set(decided.flatMap(({ by }) => by))].sort(),
  };
};
