import type { EventId } from '#kernel';
import type { RecordUnderReview } from '../record-under-review.js';
import { neighbours, reachedFrom, relianceEdges, type RelianceEdge } from './reliance-edges.js';

/** A decision with everything that it rests on and everything that rests on it. */
export interface Surroundings {
  readonly upstream: ReadonlySet<EventId>;
  readonly downstream: ReadonlySet<EventId>;
  /** Among the decision and both. */
  readonly edges: readonly RelianceEdge[];
}

export const surroundingsOf = (record: RecordUnderReview, decision: EventId): Surroundings => {
  const all = relianceEdges(record);
  const upstream = reachedFrom(decision, neighbours(all, 'upstream'));
  const downstream = reachedFrom(decision, neighbours(all, 'downstream'));
  const within = (event: EventId) => event === decision || upstream.has(event) || downstream.has(event);
  return { upstream, downstream, edges: all.filter(({ from, to }) => within(from) && within(to)) };
};
