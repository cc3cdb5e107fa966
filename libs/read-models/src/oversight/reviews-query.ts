import { noParts } from '#casework';
import { accepted, refused, type CaseId } from '#kernel';
import type { CaseTouch, Planned, Reader } from '../api.js';
import type { ReviewsPage, ReviewsQuery } from './api.js';
import { atOneMoment, groundOf, type Ground } from '../reading/moment.js';
import type { ReadPorts } from '../reading/ports.js';
import { validPage } from '../reading/timeline-query.js';
import { boardReviewFrom, type BoardReview } from './board-review.js';
import { oversightAt } from './oversight-at.js';

interface Known {
  readonly review: BoardReview;
  readonly decidedBy: readonly string[];
}

/**
 * The reviews of the reader's own board that this reader reads or arranges, open and closed. What a review is about is told
 * by itself, and only while it is open.
 */
export const reviews = async (
  ports: ReadPorts,
  reader: Reader,
  query: ReviewsQuery,
): Planned<ReviewsPage> => {
  const valid = validPage(query.first, false);
  if (!valid.ok) return refused(valid.reason);
  return atOneMoment(ports, reader, async (moment, rest) => {
    const ground = await groundOf(moment, rest, ports.policies);
    const { tables } = await oversightAt(rest.whole);
    const rows = await tables
      .selectFrom('board_review')
      .selectAll()
      .where('board', '=', reader.principal.organisation)
      .$if(query.after !== undefined, (asked) => asked.where('position', '>', query.after!.position))
      .orderBy('position')
      .execute();
    const known = rows.flatMap((row) => knownTo(boardReviewFrom(row), reader, ground));
    const shown = known.slice(0, query.first);
    return accepted({
      touches: touchesOfReviews(shown, ground),
      open: () =>
        Promise.resolve({
          edges: shown.map(({ review }) => ({ node: review, cursor: { position: review.position } })),
          hasNextPage: known.length > query.first,
        }),
    });
  });
};

/** Who may close a review knows of it, and so does who may read it. */
const knownTo = (
  review: BoardReview,
  { principal, purpose }: Reader,
  { policy }: Ground,
): readonly Known[] => {
  const facts = {
    ...{ function: principal.function, role: principal.role, purpose },
    ownBoard: review.board === principal.organisation,
    reviewing: review.closedAt === null && review.reviewers.includes(principal.person),
  };
  const decisions = (['read', 'close'] as const)
    .map((act) => policy?.mayHandleReview(act, facts))
    .filter((decision) => decision?.allowed === true);
  if (decisions.length === 0) return [];
  return [{ review, decidedBy: decisions.flatMap((decision) => decision?.decidedBy ?? []) }];
};

/** That a review has a case in scope tells that there is such a case. */
const touchesOfReviews = (shown: readonly Known[], ground: Ground): readonly CaseTouch[] => {
  const cases = new Map<CaseId, Known[]>();
  for (const one of shown)
    for (const caseId of one.review.cases) cases.set(caseId, [...(cases.get(caseId) ?? []), one]);
  return [...cases].map(([caseId, known]) => ({
    asked: 'knowledge',
    caseId,
    outcome: 'given',
    caseKnown: true,
    events: known.map(({ review }) => ({ eventId: review.eventId, parts: noParts })),
    asOf: null,
    whole: true,
    decidedBy: [...new Set(known.flatMap(({ decidedBy }) => decidedBy))].sort(),
    policyVersion: ground.policy?.version ?? null,
    viewPosition: ground.position,
  }));
};
