import { daysBetween, type EventId } from '#kernel';
import type { RecordUnderReview, ReviewedEvent } from '../record-under-review.js';
import type { ChronologyMark } from './chronology-row.js';

/**
 * Recorded so long after it occurred, an entry is marked as late. Case recording is expected within a day or two of the
 * work; a week leaves room for weekends and illness, so that what is marked means something.
 */
const lateAfterDays = 7;

/** Days from the last instant at which it may have occurred to its recording; null while it may still go on. */
export const lagOf = ({
  occurred,
  recordedAt,
}: Pick<ReviewedEvent, 'occurred' | 'recordedAt'>): number | null =>
  occurred.latest === null ? null : Math.max(0, daysBetween(occurred.latest, recordedAt));

/** What tells of another version: the account of a contact that the child disputes, a link that a lead disputes. */
const disputes: ReadonlySet<string | null> = new Set([
  'ContactAccountDisputed',
  'LinkDisputed',
  'AgeChallengeLodged',
]);
const corrections: ReadonlySet<string | null> = new Set([
  'EventCorrected',
  'EventRetracted',
  'AgeDeterminationWithdrawn',
]);

/** Which events say otherwise than this one, by event: both are named with the other. */
export const otherVersions = ({
  events,
  byId,
}: RecordUnderReview): ReadonlyMap<EventId, readonly EventId[]> => {
  const versions = new Map<EventId, EventId[]>();
  const add = (one: EventId, other: EventId) => versions.set(one, [...(versions.get(one) ?? []), other]);
  for (const { type, eventId, relations } of events) {
    if (!disputes.has(type)) continue;
    for (const { kind, eventId: about } of relations) {
      if (kind !== 'about' || !byId.has(about)) continue;
      add(about, eventId);
      add(eventId, about);
    }
  }
  return versions;
};

export const marksOf = (
  event: ReviewedEvent,
  versions: ReadonlyMap<EventId, readonly EventId[]>,
): readonly ChronologyMark[] => {
  const lag = lagOf(event);
  const marks: ChronologyMark[] = [];
  if (event.level === 'stub') marks.push('stub');
  if (lag !== null && lag > lateAfterDays) marks.push('late-entry');
  if (/[?~%X]/.test(event.occurred.text)) marks.push('uncertain-date');
  for (const { kind } of event.marks) if (!marks.includes(kind)) marks.push(kind);
  if (corrections.has(event.type)) marks.push('correction');
  if (disputes.has(event.type)) marks.push('in-conflict');
  else if (versions.has(event.eventId)) marks.push('disputed');
  return marks;
};
