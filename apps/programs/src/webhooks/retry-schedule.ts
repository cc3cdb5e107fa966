import type { Instant } from '#kernel';
import type { SourceName } from './tables.js';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * How long after a failed attempt the next one comes, as Standard Webhooks proposes: ten attempts over three days, so that a
 * receiver that is away over a weekend misses nothing.
 */
const waits = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** After so many attempts a delivery is given up. */
export const mostAttempts = waits.length + 1;

/** A receiver that has taken nothing for so long is paused. */
export const failingTooLong = 5 * 24 * hour;

/** What a receiver asks for is heard within these bounds: it may neither be flooded nor stop us for weeks. */
const longestAsked = 24 * hour;

/** A child may be missing: an alert waits no longer than this because its receiver asks for it. */
const longestAskedOfAlerts = 5 * minute;

/** Who was away together must not come back together: each wait is longer by up to a fifth. */
const spread = 0.2;

const later = (now: Instant, milliseconds: number): Instant =>
  new Date(Date.parse(now) + milliseconds).toISOString();

/** When the next attempt comes after so many that failed; null where it was the last. `random` is from 0 to 1. */
export const nextAttemptAt = (
  source: SourceName,
  attempts: number,
  now: Instant,
  asked: number | null,
  random: number,
): Instant | null => {
  const wait = waits[attempts - 1];
  if (wait === undefined) return null;
  const longest = source === 'alerts' ? longestAskedOfAlerts : longestAsked;
  return later(now, Math.max(wait * (1 + spread * random), Math.min(asked ?? 0, longest)));
};

/** Until when a receiver that asks for it is sent no entries. */
export const heldUntil = (now: Instant, asked: number): Instant => later(now, Math.min(asked, longestAsked));

/** What the header Retry-After asks for, in milliseconds (RFC 9110, section 10.2.3): seconds, or a date. */
export const askedWait = (retryAfter: string | null, now: Instant): number | null => {
  if (retryAfter === null) return null;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * second;
  const until = Date.parse(retryAfter);
  return Number.isNaN(until) ? null : Math.max(0, until - Date.parse(now));
};
