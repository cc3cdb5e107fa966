import { withoutTimes, type Instant } from '#kernel';
import type { ReviewedEvent } from '../record-under-review.js';

/** Dates in a case file are the dates of a place: a day begins at midnight in England. */
const calendar = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  calendar: 'iso8601',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The day in England on which an instant falls, such as 2010-02-08. */
export const dayOf = (at: Instant): string => {
  const parts = new Map(calendar.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
};

const dayInMilliseconds = 86_400_000;

/** How many midnights in England lie between two instants; negative where the second is the earlier. */
export const daysBetween = (from: Instant, to: Instant): number =>
  Math.round((Date.parse(dayOf(to)) - Date.parse(dayOf(from))) / dayInMilliseconds);

/**
 * When an event had certainly occurred: a date that is not exact counts from its latest instant on, but never from
 * later than the event was recorded.
 */
export const occurredBy = ({ occurred: { latest }, recordedAt }: ReviewedEvent): Instant =>
  latest === null || latest > recordedAt ? recordedAt : latest;

const plainDay = /^\d{4}-\d{2}-\d{2}$/;

/** Whether the day on which it occurred is not known. */
export const dayIsUncertain = ({ occurred: { text } }: ReviewedEvent): boolean =>
  !plainDay.test(withoutTimes(text));
