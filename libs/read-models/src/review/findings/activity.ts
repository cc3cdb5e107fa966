import { daysBetween, type Instant } from '#kernel';
import type { ReviewedEvent } from '../record-under-review.js';
import type { Inquiry } from './inquiry.js';
import { occurredBy } from './when.js';

/** A time at which an agency did something. */
export interface Activity {
  readonly at: Instant;
  readonly event: ReviewedEvent;
}

/** What a process of the system records, and its taking back of what it had recorded, is nobody's doing. */
export const isOfTheSystem = ({ named }: Pick<Inquiry, 'named'>, event: ReviewedEvent): boolean => {
  if (event.declaration?.recordedBy === 'system') return true;
  if (event.type !== 'EventRetracted') return false;
  const retracted = named(event, 'withdraws');
  return retracted.length > 0 && retracted.every(({ declaration }) => declaration?.recordedBy === 'system');
};

/**
 * When agencies did something, in order: recording is doing, and so is one's own act at its time. What the clocks and
 * other processes of the system record is nobody's doing.
 */
export const activities = (inquiry: Inquiry): readonly Activity[] =>
  inquiry.story
    .filter((event) => !isOfTheSystem(inquiry, event))
    .flatMap((event) => [
      ...(event.source === 'own-act' || event.source === null ? [{ at: occurredBy(event), event }] : []),
      { at: event.recordedAt, event },
    ])
    .sort((a, b) => (a.at === b.at ? (a.event.position < b.event.position ? -1 : 1) : a.at < b.at ? -1 : 1));

export interface Gap {
  readonly before: Activity;
  /** Null where nothing followed. */
  readonly after: Activity | null;
  readonly days: number;
}

const dayInMilliseconds = 86_400_000;

/** The times of at least so many days between one activity and the next; the last lasts to the end of the record. */
export const gapsBetween = (
  acts: readonly Activity[],
  { atLeast, end }: { readonly atLeast: number; readonly end: Instant },
): readonly Gap[] =>
  acts.flatMap((before, index) => {
    const after = acts[index + 1] ?? null;
    const until = after?.at ?? end;
    // Days are counted on the calendar, which is slow; most pairs are minutes apart.
    if (Date.parse(until) - Date.parse(before.at) < (atLeast - 1) * dayInMilliseconds) return [];
    const days = daysBetween(before.at, until);
    return days < atLeast ? [] : [{ before, after, days }];
  });
