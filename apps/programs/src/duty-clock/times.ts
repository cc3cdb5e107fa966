import type { Instant } from '#kernel';

export const later = (instant: Instant, milliseconds: number): Instant =>
  new Date(Date.parse(instant) + milliseconds).toISOString();

const firstWait = 1_000;
const longestWait = 5 * 60_000;

/**
 * Milliseconds until something that failed is tried again: twice as long each time, up to five minutes, less a random
 * part of up to half, so that what failed together does not come back together.
 */
export const waitBeforeNextTry = (attempt: number, random = Math.random()): number =>
  Math.round(Math.min(longestWait, firstWait * 2 ** Math.min(attempt - 1, 20)) * (1 - random / 2));
