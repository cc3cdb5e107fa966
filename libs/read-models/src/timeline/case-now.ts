import {
  childIsMissing,
  emptyCase,
  evolveCase,
  type CaseState,
  type EventHeader,
  type PeopleState,
} from '#casework';
import type { OrganisationId, PersonId } from '#kernel';

/** A case as far as visibility depends on it. All of it follows from headers. */
export interface CaseNow {
  readonly state: CaseState;
  readonly people: PeopleState;
  readonly childMissing: boolean;
  /** The open reviews that have the case in scope, by their streams. */
  readonly reviews: ReadonlyMap<string, Review>;
}

export interface Review {
  readonly board: OrganisationId;
  readonly reviewers: readonly PersonId[];
}

export const beginCase: CaseNow = {
  state: emptyCase,
  people: emptyCase.people,
  childMissing: false,
  reviews: new Map(),
};

/** The case after an event of a review that has it in scope. */
export const evolveReviews = (kase: CaseNow, { type, stream, concerns }: EventHeader): CaseNow => {
  const reviews = new Map(kase.reviews);
  if (type === 'ReviewClosed') reviews.delete(stream);
  else if (type === 'ReviewOpened' && typeof concerns.board === 'string') {
    const reviewers = Array.isArray(concerns.reviewers) ? (concerns.reviewers as readonly PersonId[]) : [];
    reviews.set(stream, { board: concerns.board, reviewers });
  } else return kase;
  return { ...kase, reviews };
};

/** The case after one more event, and whether anything changed on which visibility depends. */
export const evolveCaseNow = (
  kase: CaseNow,
  header: EventHeader,
): { readonly after: CaseNow; readonly changed: boolean } => {
  // The fields on which visibility depends stand in the header; no other is known here, and none is needed.
  const state = evolveCase(kase.state, { header, details: header.concerns });
  const childMissing = childIsMissing(state.missing);
  const changed = state.people !== kase.people || childMissing !== kase.childMissing;
  return { after: { ...kase, state, people: state.people, childMissing }, changed };
};
