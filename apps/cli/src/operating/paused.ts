import { setTimeout as after } from 'node:timers/promises';

/** Resolves when the time is over, or at once when the operator wants no more. */
export const paused = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  after(milliseconds, undefined, { signal }).catch(() => undefined);
