import type { OrganisationId } from '#kernel';
import type { Entry } from './entry.js';
import type { Group } from './group.js';
import { mayBeIn } from './period.js';

/**
 * The open reviews of a board that look at an event, by their streams: all its cases are in scope, and it may have happened
 * in the time in scope. What a review itself records is always part of it.
 */
export const reviewsCovering = (group: Group, entry: Entry, board: OrganisationId): readonly string[] => {
  const [first, ...others] = entry.cases.map((id) => group.cases.get(id)?.reviews);
  const covering: string[] = [];
  for (const [stream, review] of first ?? []) {
    if (review.board !== board || !others.every((reviews) => reviews?.has(stream))) continue;
    const isItsOwn = entry.stream === stream;
    if (isItsOwn || (review.period !== null && mayBeIn(entry.occurred, review.period))) covering.push(stream);
  }
  return covering.sort();
};
