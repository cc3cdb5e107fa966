import type { EventId } from '#kernel';
import type { RecordUnderReview, ReviewedEvent } from '../record-under-review.js';

/** One recorded event rests on another. */
export interface RelianceEdge {
  /** The event that rests on the other. */
  readonly from: EventId;
  readonly to: EventId;
  /** `formal`: its recorder said so in it; `recorded-later`: a reliance that somebody found and recorded. */
  readonly kind: 'formal' | 'recorded-later';
  /** The event that tells of it: `from` itself, or the reliance that was recorded later. */
  readonly toldBy: EventId;
}

/** A record that somebody made in error is no ground for anything, though it stays on the record. */
export const isRetracted = ({ marks }: ReviewedEvent): boolean =>
  marks.some(({ kind }) => kind === 'retracted');

export const relianceRecordedLater = 'RelianceRecorded';

const related = ({ relations }: ReviewedEvent, kind: 'reliesOn' | 'about'): readonly EventId[] =>
  relations.filter((relation) => relation.kind === kind).map(({ eventId }) => eventId);

/**
 * Every reliance between events that this reviewer has, once for each way in which it is told; in the order of the
 * record. A reliance recorded later leads from each event that it is about to each on which that was found to rest. What a
 * clock of the system records rests on nothing.
 */
export const relianceEdges = ({
  events,
  byId,
}: Pick<RecordUnderReview, 'events' | 'byId'>): readonly RelianceEdge[] => {
  const edges: RelianceEdge[] = [];
  const add = (from: EventId, to: EventId, kind: RelianceEdge['kind'], toldBy: EventId) => {
    if (byId.has(from) && byId.has(to)) edges.push({ from, to, kind, toldBy });
  };
  for (const event of events) {
    // A clock names what met it: that it was done stays so, whatever becomes of what it said.
    if (event.declaration?.recordedBy === 'system') continue;
    const bases = new Set(related(event, 'reliesOn'));
    if (event.type !== relianceRecordedLater) {
      for (const basis of bases) add(event.eventId, basis, 'formal', event.eventId);
      continue;
    }
    if (isRetracted(event)) continue;
    for (const about of new Set(related(event, 'about')))
      for (const basis of bases) add(about, basis, 'recorded-later', event.eventId);
  }
  return edges;
};

export interface DirectedEdge {
  readonly from: string;
  readonly to: string;
}

/** The ends of edges by their beginnings, or the other way round. */
export const neighbours = (
  edges: Iterable<DirectedEdge>,
  direction: 'upstream' | 'downstream',
): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const [here, there] = direction === 'upstream' ? [from, to] : [to, from];
    const known = found.get(here);
    if (known === undefined) found.set(here, [there]);
    else known.push(there);
  }
  return found;
};

/** Everything that can be reached from a node by one edge or more; the node itself only by a circle. */
export const reachedFrom = (
  start: string,
  next: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> => {
  const reached = new Set<string>();
  const waiting = [...(next.get(start) ?? [])];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    waiting.push(...(next.get(node) ?? []));
  }
  return reached;
};
