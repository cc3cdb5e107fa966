import type { AgencyFunction } from '#casework';
import { parseOccurred, type EventId, type Instant, type Occurred, type OrganisationId } from '#kernel';
import type { Details } from '../../reading/opening.js';
import type { MomentOfKnowledge, RecordUnderReview, ReviewedEvent } from '../record-under-review.js';
import { isRetracted, relianceEdges, type RelianceEdge } from '../reliance/reliance-edges.js';
import { statesOfKnowledge, type VisitStates } from './states-of-knowledge.js';
import { occurredBy } from './when.js';

/** A record as the definitions look at it, with the details that they need opened. */
export interface Inquiry {
  readonly record: RecordUnderReview;
  /** Those that were not retracted, in the order in which they had certainly occurred, then as recorded. */
  readonly ofType: (...types: readonly string[]) => readonly ReviewedEvent[];
  /** All that were not retracted, in the same order. */
  readonly story: readonly ReviewedEvent[];
  readonly code: (event: ReviewedEvent, field: string) => string | null;
  readonly codes: (event: ReviewedEvent, field: string) => readonly string[];
  readonly number: (event: ReviewedEvent, field: string) => number | null;
  readonly flag: (event: ReviewedEvent, field: string) => boolean | null;
  readonly date: (event: ReviewedEvent, field: string) => Occurred | null;
  readonly functionOf: (organisation: OrganisationId) => AgencyFunction | null;
  readonly nameOf: (organisation: OrganisationId) => string;
  /** The events named by relations of one kind, as far as the reviewer has them. */
  readonly named: (
    event: ReviewedEvent,
    kind: 'about' | 'corrects' | 'withdraws',
  ) => readonly ReviewedEvent[];
  readonly reliance: readonly RelianceEdge[];
  /** When an agency last recorded anything, boards left out: the end of what the record can tell. */
  readonly end: Instant;
  readonly visitStates: VisitStates;
}

/** The moment at which an event had certainly occurred; where that is its recording, what was recorded before it counts. */
export const momentOf = (event: ReviewedEvent): MomentOfKnowledge => {
  const at = occurredBy(event);
  return { at, before: at === event.recordedAt ? event.position : null };
};

const inOrder = (events: readonly ReviewedEvent[]): readonly ReviewedEvent[] =>
  events
    .filter((event) => !isRetracted(event))
    .map((event) => ({ event, at: occurredBy(event) }))
    .sort((a, b) => (a.at === b.at ? (a.event.position < b.event.position ? -1 : 1) : a.at < b.at ? -1 : 1))
    .map(({ event }) => event);

const reviewing: ReadonlySet<string> = new Set(['safeguarding-board', 'analysis-centre']);

/** A review may be opened years later: its own events are not of the story that it looks at. */
const endOf = ({ events, agencies }: RecordUnderReview): Instant =>
  events.reduce(
    (end, { recordedAt, organisation }) =>
      recordedAt <= end || reviewing.has(agencies.get(organisation)?.function ?? '') ? end : recordedAt,
    '',
  );

/** @param opened the details that the definitions asked for and this reviewer may have */
export const inquiryInto = (record: RecordUnderReview, opened: ReadonlyMap<EventId, Details>): Inquiry => {
  const story = inOrder(record.events);
  const byType = new Map<string, ReviewedEvent[]>();
  const places = new Map(story.map((event, place) => [event, place]));
  for (const event of story) {
    const same = byType.get(event.type ?? '');
    if (same === undefined) byType.set(event.type ?? '', [event]);
    else same.push(event);
  }
  const value = (event: ReviewedEvent, field: string): unknown => opened.get(event.eventId)?.[field];
  const text = (event: ReviewedEvent, field: string): string | null => {
    const found = value(event, field);
    return typeof found === 'string' ? found : null;
  };
  return {
    record,
    story,
    ofType: (...types) => {
      const found = types.flatMap((type) => byType.get(type) ?? []);
      return types.length === 1 ? found : found.sort((a, b) => places.get(a)! - places.get(b)!);
    },
    code: text,
    codes: (event, field) => {
      const found = value(event, field);
      return Array.isArray(found) ? found.filter((item) => typeof item === 'string') : [];
    },
    number: (event, field) => {
      const found = value(event, field);
      return typeof found === 'number' ? found : null;
    },
    flag: (event, field) => {
      const found = value(event, field);
      return typeof found === 'boolean' ? found : null;
    },
    date: (event, field) => {
      const read = parseOccurred(text(event, field) ?? '');
      return read.ok ? read.value : null;
    },
    functionOf: (organisation) => record.agencies.get(organisation)?.function ?? null,
    nameOf: (organisation) => record.agencies.get(organisation)?.name ?? organisation,
    named: (event, kind) =>
      event.relations.flatMap((relation) => {
        const target = relation.kind === kind ? record.byId.get(relation.eventId) : undefined;
        return target === undefined ? [] : [target];
      }),
    reliance: relianceEdges(record),
    end: endOf(record),
    visitStates: statesOfKnowledge(record),
  };
};
