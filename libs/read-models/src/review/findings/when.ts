import { withoutTimes, type Instant } from '#kernel';
import type { ReviewedEvent } from '../record-under-review.js';

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
