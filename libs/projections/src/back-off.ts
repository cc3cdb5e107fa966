import { setTimeout as after } from 'node:timers/promises';

const firstWait = 50;
const longestWait = 10_000;

/**
 * Milliseconds to wait before the next attempt: twice as long each time, up to 10 s, less a random part of up to half,
 * so that projections that failed together do not come back together.
 */
export const waitAfterFailure = (attempt: number, random = Math.random()): number => {
  const whole = Math.min(longestWait, firstWait * 2 ** Math.min(attempt - 1, 20));
  return Math.round(whole * (1 - random / 2));
};

/** Waits, or less where the signal aborts. */
export const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  try {
    await after(milliseconds, undefined, { signal });
  } catch {
    // Only an abort ends the wait early, and whoever waits looks at the signal next.
  }
};

/** Waits until the signal aborts, however long. */
export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
