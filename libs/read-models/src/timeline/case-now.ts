import {
  childIsMissing,
  missing,
  people,
  type EventHeader,
  type MissingState,
  type PeopleState,
} from '#casework';
import type { Instant, OrganisationId, PersonId } from '#kernel';
import { instantIn, periodIn, type Period } from './period.js';

/** A case as far as visibility depends on it. All of it follows from headers. */
export interface CaseNow {
  readonly people: PeopleState;
  readonly missing: MissingState;
  /** The open reviews that have the case in scope, by their streams. */
  readonly reviews: ReadonlyMap<string, Review>;
  /** The emergency accesses to the case that nobody has ended, by their streams. */
  readonly grants: ReadonlyMap<string, Grant>;
}

export interface Review {
  readonly board: OrganisationId;
  readonly reviewers: readonly PersonId[];
  /** The time in scope; null where it cannot be read: then no event is in it. */
  readonly period: Period | null;
}

/** Emergency access of one person. */
export interface Grant {
  readonly organisation: OrganisationId;
  readonly person: PersonId;
  /** When it ends by itself. */
  readonly until: Instant;
}

export const beginCase: CaseNow = {
  people: people.begin,
  missing: missing.begin,
  reviews: new Map(),
  grants: new Map(),
};

/** The case after an event of a review that has it in scope. */
export const evolveReviews = (kase: CaseNow, { type, stream, concerns }: EventHeader): CaseNow => {
  const reviews = new Map(kase.reviews);
  if (type === 'ReviewClosed') reviews.delete(stream);
  else if (type === 'ReviewOpened' && typeof concerns.board === 'string') {
    const reviewers = Array.isArray(concerns.reviewers) ? (concerns.reviewers as readonly PersonId[]) : [];
    reviews.set(stream, { board: concerns.board, reviewers, period: periodIn(concerns) });
  } else return kase;
  return { ...kase, reviews };
};

/** The case after an event of an emergency access to it. What does not say for whom, or until when, opens nothing. */
export const evolveGrants = (kase: CaseNow, { type, stream, concerns }: EventHeader): CaseNow => {
  const grants = new Map(kase.grants);
  if (type === 'BreakGlassEnded') return grants.delete(stream) ? { ...kase, grants } : kase;
  if (type !== 'BreakGlassOpened') return kase;
  const { organisation, grantedTo: person } = concerns;
  const until = instantIn(concerns.until);
  if (typeof organisation !== 'string' || typeof person !== 'string' || until === null) return kase;
  return { ...kase, grants: grants.set(stream, { organisation, person, until }) };
};

/**
 * The case after one more event, and whether anything changed on which visibility depends: who is on it, and whether the
 * child is missing. The fields on which those depend stand in the header; no other is known here, and none is needed.
 */
export const evolveCaseNow = (
  kase: CaseNow,
  header: EventHeader,
): { readonly after: CaseNow; readonly changed: boolean } => {
  const event = { header, details: header.concerns };
  const after = {
    ...kase,
    people: people.evolve(kase.people, event),
    missing: missing.evolve(kase.missing, event),
  };
  const changed =
    after.people !== kase.people || childIsMissing(after.missing) !== childIsMissing(kase.missing);
  return { after, changed };
};
