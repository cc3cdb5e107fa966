import type { EventId } from '#kernel';
import type { EntryMark } from '../../api.js';
import type { RecordUnderReview, ReviewedEvent } from '../record-under-review.js';
import { neighbours, type RelianceEdge } from './reliance-edges.js';

type Events = Pick<RecordUnderReview, 'byId'>;

/** Since when the one has rested on the other: what was found later rests on it since the later of the two was there. */
const restsSince = (
  { byId }: Events,
  { from, to, kind, toldBy }: RelianceEdge,
): ReviewedEvent | undefined => {
  const resting = byId.get(from);
  if (kind === 'formal' || resting === undefined) return resting;
  const basis = byId.get(to);
  return basis !== undefined && basis.position < resting.position ? resting : byId.get(toldBy);
};

/**
 * The marks on what an event rests on that take the ground away. A withdrawal and a retraction always do; a correction
 * does to whatever rested on it before: who relied on it later could read what is right.
 */
export const marksAgainst = (record: Events, edge: RelianceEdge): readonly EntryMark[] => {
  const since = restsSince(record, edge);
  return (record.byId.get(edge.to)?.marks ?? []).filter(({ kind, by }) => {
    if (kind !== 'corrected') return true;
    const correction = record.byId.get(by);
    return correction === undefined || since === undefined || since.position < correction.position;
  });
};

/**
 * The events that rest on others and have no ground left: each of those others is taken away, or has itself no ground
 * left. So a circle that rests on nothing but itself has none.
 * @param taken whether the ground that this reliance gives is taken away
 */
export const withoutGround = (
  edges: readonly RelianceEdge[],
  taken: (edge: RelianceEdge) => boolean,
): ReadonlySet<EventId> => {
  const resting = new Set(edges.map(({ from }) => from));
  const giving = neighbours(
    edges.filter((edge) => !taken(edge)),
    'downstream',
  );
  const grounded = new Set<EventId>();
  const waiting = [...giving.keys()].filter((event) => !resting.has(event));
  for (let event = waiting.pop(); event !== undefined; event = waiting.pop()) {
    if (grounded.has(event)) continue;
    grounded.add(event);
    waiting.push(...(giving.get(event) ?? []));
  }
  return new Set([...resting].filter((event) => !grounded.has(event)));
};
