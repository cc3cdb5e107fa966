import { declarationOf, hasPart, partName, type EventHeader, type PartSet } from '#casework';
import type { Position } from '#event-store';
import { parseOccurred, withoutTimes, type EventId, type Occurred, type OrganisationId } from '#kernel';
import type { EntryMark, EntryRelation } from '../api.js';
import type { EntryRow, VisibleEntry } from '../reading/entry-rows.js';
import { lesserOf, type Narrow } from '../reading/narrow-for-a-person.js';
import { isOfReview } from '../timeline/entry.js';
import { EventNotUnderstood } from '../timeline/material.js';
import { marks } from '../timeline/relations.js';
import { factsFromText } from '../timeline/row.js';
import type { ReviewedEvent } from './record-under-review.js';
import type { Replay } from './replay/replay.js';

export interface Looking {
  readonly reviewId: string;
  readonly board: OrganisationId;
  readonly position: Position;
  readonly narrow: Narrow;
  readonly replayed: Pick<Replay, 'spells' | 'header'>;
}

/** An event of the record with the row of the board from which it is opened. */
export interface SeenByReviewer {
  readonly event: ReviewedEvent;
  readonly entry: VisibleEntry;
  /** Null for a stub: what it says of others is not told. */
  readonly header: EventHeader | null;
}

/**
 * The events of a review: rows that its board has now and had at the position asked for, narrowed to what this person
 * may have today, on the cases and in the time in scope. The board's own working is not what is reviewed.
 */
export const seenByReviewer = (rows: readonly EntryRow[], looking: Looking): readonly SeenByReviewer[] => {
  const visible = new Map<EventId, VisibleEntry>();
  for (const row of rows) {
    if (row.position > looking.position) continue;
    const told = toldOf(row, looking);
    if (told !== null) visible.set(row.event_id, { row, told });
  }
  const marked = marksOf(visible, looking.replayed);
  return [...visible.values()].map((entry) => seen(entry, visible, marked, looking.replayed));
};

const toldOf = (row: EntryRow, { reviewId, board, narrow, replayed }: Looking) => {
  const header = replayed.header(row.event_id);
  if (header === undefined || isOfReview(header)) return null;
  // Another review of the same board may look at other cases, and at another time.
  if (!factsFromText(row.facts).reviews.includes(`review-${reviewId}`)) return null;
  // What the board has got since the position that is asked for is not in an answer as of then.
  const then = replayed.spells(board, row.event_id).at(-1);
  if (then?.until !== null) return null;
  const now = narrow(row);
  return now === null ? null : lesserOf(then.given, now);
};

const occurredOf = (row: EntryRow, stub: boolean): Occurred => {
  const read = parseOccurred(stub ? withoutTimes(row.header.occurred) : row.header.occurred);
  if (!read.ok) throw new EventNotUnderstood('occurred');
  return read.value;
};

/** The marks that later events of the record put on others. */
const marksOf = (
  visible: ReadonlyMap<EventId, VisibleEntry>,
  { header: headerOf }: Pick<Replay, 'header'>,
): ReadonlyMap<EventId, readonly EntryMark[]> => {
  const found = new Map<EventId, EntryMark[]>();
  for (const [by, { row, told }] of visible) {
    const once = new Set<string>();
    for (const { kind, event } of headerOf(by)?.relations ?? []) {
      if (!marks.has(kind) || !visible.has(event) || once.has(`${kind} ${event}`)) continue;
      once.add(`${kind} ${event}`);
      const retracts = told.level !== 'stub' && row.type === 'EventRetracted';
      const mark: EntryMark = {
        kind: kind === 'corrects' ? 'corrected' : retracts ? 'retracted' : 'withdrawn',
        by,
      };
      found.set(event, [...(found.get(event) ?? []), mark]);
    }
  }
  return found;
};

const seen = (
  entry: VisibleEntry,
  visible: ReadonlyMap<EventId, VisibleEntry>,
  marked: ReadonlyMap<EventId, readonly EntryMark[]>,
  replayed: Pick<Replay, 'header'>,
): SeenByReviewer => {
  const { row, told } = entry;
  const stub = told.level === 'stub';
  const full = replayed.header(row.event_id);
  const header = stub || full === undefined ? null : full;
  const declaration = header === null ? null : (declarationOf(header.type) ?? null);
  const event: ReviewedEvent = {
    eventId: row.event_id,
    caseId: row.case_id,
    position: row.position,
    type: header?.type ?? null,
    declaration,
    kindOfWork: row.header.kindOfWork,
    occurred: occurredOf(row, stub),
    recordedAt: full?.recordedAt ?? row.visible_from,
    organisation: row.header.organisation,
    person: header?.recordedBy.person ?? null,
    role: header?.recordedBy.role ?? null,
    source: header?.source ?? null,
    relations: header === null ? [] : relationsIn(header, visible),
    marks: marked.get(row.event_id) ?? [],
    level: told.level,
    handed: told.handed,
    withheld: told.withheld,
    addressees: header === null ? [] : addresseesIn(header, told.handed),
  };
  return { event, entry, header };
};

const relationsIn = (
  { relations }: EventHeader,
  visible: ReadonlyMap<EventId, VisibleEntry>,
): readonly EntryRelation[] => {
  const told = relations.filter(({ event }) => visible.has(event));
  const once = new Map(told.map(({ kind, event }) => [`${kind} ${event}`, { kind, eventId: event }]));
  return [...once.values()];
};

/** The fields in which an event names the organisation that it is addressed to, or from which something is kept. */
const addresseeFieldsOf = [
  'to',
  'askedOf',
  'disclosedTo',
  'refusedTo',
  'withheldFrom',
  'organisation',
  'responsible',
] as const;

/** A header says in clear what may stand in a part that is not handed over; that is not told here either. */
const addresseesIn = (header: EventHeader, handed: PartSet): readonly OrganisationId[] => {
  const declaration = declarationOf(header.type);
  const named = addresseeFieldsOf.flatMap((name) => {
    const field = declaration?.fields[name];
    if (field === undefined || !hasPart(handed, partName(field.category, field.grade))) return [];
    const value = header.concerns[name];
    if (typeof value === 'string') return [value];
    return Array.isArray(value) ? (value as readonly OrganisationId[]) : [];
  });
  return [...new Set(named)];
};
