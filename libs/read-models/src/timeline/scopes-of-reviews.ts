import type { EventHeader } from '#casework';
import type { CaseId } from '#kernel';
import { casesOf, isOfReview } from './entry.js';

/** The cases in scope of each review, by its stream. */
export type ScopesOfReviews = ReadonlyMap<string, readonly CaseId[]>;

/** The cases that an event is about. What is found or exported in a review is about those in its scope, and names none. */
export const casesWithin = (scopes: ScopesOfReviews, header: EventHeader): readonly CaseId[] => {
  const named = casesOf(header);
  return named.length === 0 && isOfReview(header) ? (scopes.get(header.stream) ?? []) : named;
};

/** Whether an event says which cases a review is about. */
export const saysScope = (header: EventHeader): boolean => isOfReview(header) && casesOf(header).length > 0;
