import type { Position } from '#event-store';
import type { Page, TimelineCursor } from '../api.js';
import type { ReviewedEvent } from './record-under-review.js';

export interface ReviewPageAsked {
  readonly first: number;
  readonly after?: TimelineCursor;
}

/** A page of events in the order of the record: by earliest instant, then as recorded. */
export const pageOf = (
  events: readonly ReviewedEvent[],
  { first, after }: ReviewPageAsked,
): { readonly shown: readonly ReviewedEvent[]; readonly hasNextPage: boolean } => {
  const rest = after === undefined ? events : events.filter((event) => isBeyond(event, after));
  return { shown: rest.slice(0, first), hasNextPage: rest.length > first };
};

const isBeyond = (
  { occurred: { earliest }, position }: ReviewedEvent,
  after: { readonly occurredEarliest: string; readonly position: Position },
): boolean =>
  earliest > after.occurredEarliest || (earliest === after.occurredEarliest && position > after.position);

/** The page with what was found of each of its events. */
export const presentedPage = <Node>(
  shown: readonly ReviewedEvent[],
  hasNextPage: boolean,
  node: (event: ReviewedEvent) => Node,
): Page<Node, TimelineCursor> => ({
  edges: shown.map((event) => ({
    node: node(event),
    cursor: { occurredEarliest: event.occurred.earliest, position: event.position },
  })),
  hasNextPage,
});
