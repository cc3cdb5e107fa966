import type { EventId, Instant } from '#kernel';
import type { ReviewedEvent } from '../record-under-review.js';
import { isRetracted, neighbours, reachedFrom, type RelianceEdge } from '../reliance/reliance-edges.js';
import { marksAgainst } from '../reliance/soundness.js';
import { groundless } from './circular-reliance.js';
import type { Definition } from './finding.js';
import { agenciesOf, cite, counted, found, lasting } from './found.js';
import type { Inquiry } from './inquiry.js';
import { dayIsUncertain, occurredBy } from './when.js';

const ofStrength = { RelianceRecorded: ['core.coded'] } as const;

/** The reliances whose ground was taken away, by the event that rests on it. */
const takenByEvent = ({ record, reliance }: Inquiry): ReadonlyMap<EventId, readonly RelianceEdge[]> => {
  const taken = new Map<EventId, RelianceEdge[]>();
  for (const edge of reliance) {
    if (marksAgainst(record, edge).length === 0) continue;
    taken.set(edge.from, [...(taken.get(edge.from) ?? []), edge]);
  }
  return taken;
};

const distinct = (events: readonly EventId[]): readonly EventId[] => [...new Set(events)];

/** The events that took the ground away, those that this reviewer has; the earliest recorded first. */
const takers = ({ record }: Inquiry, edges: readonly RelianceEdge[]): readonly ReviewedEvent[] =>
  distinct(edges.flatMap((edge) => marksAgainst(record, edge).map(({ by }) => by)))
    .flatMap((by) => record.byId.get(by) ?? [])
    .sort((a, b) => (a.position < b.position ? -1 : 1));

/** An event rests on one that was withdrawn, retracted, or corrected afterwards. */
export const relianceOnWhatFell: Definition = {
  id: 'reliance-on-what-fell',
  version: 2,
  kind: 'reliance',
  words:
    'An event rests directly on one that was withdrawn or retracted, whenever that was, or that was corrected after it ' +
    'came to rest on it. Found once for each event that rests, from the first such mark, or from its own recording where ' +
    'the mark was there before, until it is itself withdrawn, corrected or retracted. What a clock of the system records ' +
    'rests on nothing.',
  parameters: {},
  needs: {},
  find: (inquiry) => {
    const { record, nameOf } = inquiry;
    return [...takenByEvent(inquiry)].flatMap(([id, edges]) => {
      const resting = record.byId.get(id)!;
      if (isRetracted(resting)) return [];
      const bases = distinct(edges.map(({ to }) => to)).map((to) => record.byId.get(to)!);
      const marking = takers(inquiry, edges);
      const first = marking[0]?.recordedAt ?? resting.recordedAt;
      const markedBefore = first < resting.recordedAt;
      return [
        found({
          key: [id],
          says: `${nameOf(resting.organisation)} relied on ${counted(bases.length, 'event')} since withdrawn, corrected or retracted.`,
          agencies: agenciesOf(resting.organisation, ...bases.map(({ organisation }) => organisation)),
          ...lasting(markedBefore ? resting.recordedAt : first, endOf(inquiry, resting, first)),
          dateUncertain: dayIsUncertain(resting),
          cites: [
            ...cite('what-was-found', resting),
            ...cite('basis', ...bases),
            ...cite('took-ground-away', ...marking),
          ],
          facts: { bases: bases.length, markedBefore },
        }),
      ];
    });
  },
};

const endOf = ({ record }: Inquiry, event: ReviewedEvent, after: string): string | null =>
  event.marks
    .map(({ by }) => record.byId.get(by)?.recordedAt)
    .filter((at) => at !== undefined)
    .filter((at) => at >= after)
    .sort()[0] ?? null;

/**
 * Since when each event has had no ground left, for those that have none: the recording of the mark that took the last
 * of it away; null where it never had any, in a circle that rests on nothing else.
 */
const groundLostAt = (inquiry: Inquiry): ReadonlyMap<EventId, Instant | null> => {
  const { record, reliance } = inquiry;
  const marked = reliance.flatMap((edge) =>
    marksAgainst(record, edge).map(({ by }) => ({ edge, at: record.byId.get(by)?.recordedAt ?? '' })),
  );
  const taken = new Set<RelianceEdge>();
  const isTaken = (edge: RelianceEdge) => taken.has(edge);
  const lost = new Map<EventId, Instant | null>();
  for (const event of groundless(inquiry, isTaken)) lost.set(event, null);
  for (const instant of [...new Set(marked.map(({ at }) => at))].sort()) {
    for (const { edge, at } of marked) if (at === instant) taken.add(edge);
    for (const event of groundless(inquiry, isTaken)) if (!lost.has(event)) lost.set(event, instant);
  }
  return lost;
};

/** A decision all of whose grounds on record were taken away. */
export const decisionWithoutGround: Definition = {
  id: 'decision-without-ground',
  version: 1,
  kind: 'reliance',
  words:
    'A decision that rests on recorded events, and each of those was taken away (withdrawn, retracted, or corrected after ' +
    'it was relied on) or has itself no ground left; so events that rest only on one another have none. A reliance recorded ' +
    'later as one of several says that there are other grounds; as a mention, that it is none. What was relied on by word ' +
    'of mouth is not counted. It lasts from the mark that took the last ground away, or from the decision where that was ' +
    'later or where there is no mark, until the decision is itself withdrawn, corrected or retracted.',
  parameters: {},
  needs: ofStrength,
  find: (inquiry) => {
    const { record, reliance, nameOf } = inquiry;
    const taken = takenByEvent(inquiry);
    const upstream = neighbours(reliance, 'upstream');
    return [...groundLostAt(inquiry)].flatMap(([id, lost]) => {
      const decision = record.byId.get(id)!;
      if (decision.declaration?.decision !== true || isRetracted(decision)) return [];
      const chain = [id, ...reachedFrom(id, upstream)];
      const marking = takers(
        inquiry,
        distinct(chain).flatMap((event) => taken.get(event) ?? []),
      );
      const bases = distinct(upstream.get(id) ?? []).map((to) => record.byId.get(to)!);
      const from = lost === null || lost < decision.recordedAt ? decision.recordedAt : lost;
      return [
        found({
          key: [id],
          says: `A decision of ${nameOf(decision.organisation)} rests only on what has no ground left.`,
          agencies: agenciesOf(decision.organisation, ...bases.map(({ organisation }) => organisation)),
          ...lasting(from, endOf(inquiry, decision, from)),
          dateUncertain: dayIsUncertain(decision),
          cites: [
            ...cite('what-was-found', decision),
            ...cite('basis', ...bases),
            ...cite('took-ground-away', ...marking),
          ],
          facts: { type: decision.type ?? '' },
        }),
      ];
    });
  },
};

/** Everything downstream of what was taken away: what falls with it, and what has another ground. */
export const whatFalls: Definition = {
  id: 'what-falls',
  version: 2,
  kind: 'reliance',
  words:
    'An event was withdrawn, retracted or corrected, and others rest on it over any number of steps. Those fall that have no ' +
    'ground left if it alone is taken away, counted as for a decision without ground; the others have another. What ' +
    'came to rest on a corrected event after its correction does not count, and what a clock of the system records rests ' +
    'on nothing. It is of the moment of the mark.',
  parameters: {},
  needs: ofStrength,
  find: (inquiry) => {
    const { record, reliance, nameOf } = inquiry;
    return record.events.flatMap((event) =>
      event.marks.flatMap(({ kind, by }) => {
        const taken = new Set(
          reliance.filter(
            (edge) =>
              edge.to === event.eventId &&
              marksAgainst(record, edge).some((mark) => mark.by === by && mark.kind === kind),
          ),
        );
        if (taken.size === 0) return [];
        const downstream = neighbours(
          reliance.filter((edge) => edge.to !== event.eventId || taken.has(edge)),
          'downstream',
        );
        const resting = reachedFrom(event.eventId, downstream);
        const without = groundless(inquiry, (edge) => taken.has(edge));
        const reached = record.events.filter(
          ({ eventId }) => resting.has(eventId) && eventId !== event.eventId,
        );
        const falling = reached.filter(({ eventId }) => without.has(eventId));
        const marker = record.byId.get(by);
        return [
          found({
            key: [event.eventId, by],
            says: `An event of ${nameOf(event.organisation)} was ${kind}. Of ${counted(reached.length, 'event')} that rested on it, ${falling.length} fell.`,
            agencies: agenciesOf(event.organisation, ...reached.map(({ organisation }) => organisation)),
            from: marker === undefined ? occurredBy(event) : marker.recordedAt,
            dateUncertain: dayIsUncertain(event),
            cites: [
              ...cite('what-was-found', event),
              ...cite('took-ground-away', ...(marker === undefined ? [] : [marker])),
              ...cite('falls', ...falling),
              ...cite('rests-on-it', ...reached.filter((one) => !falling.includes(one))),
            ],
            facts: { mark: kind, fall: falling.length, restOnIt: reached.length },
          }),
        ];
      }),
    );
  },
};
