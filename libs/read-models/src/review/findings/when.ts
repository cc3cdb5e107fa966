import { withoutTimes, type Instant } from '#kernel';
import { Temporal } from 'temporal-polyfill';
import type { ReviewedEvent } from '../record-under-review.js';

/** Dates in a case file are the dates of a place: a day begins at midnight in England. */
const placeOfRecord = 'Europe/London';

/** The day in England on which an instant falls, such as 2010-02-08. */
export const dayOf = (at: Instant): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO(placeOfRecord).toPlainDate().toString();

/** How many midnights in England lie between two instants; negative where the second is the earlier. */
export const daysBetween = (from: Instant, to: Instant): number =>
  Temporal.PlainDate.from(dayOf(from)).until(dayOf(to), { largestUnit: 'day' }).days;

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
