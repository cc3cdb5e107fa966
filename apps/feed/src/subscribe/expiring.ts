import type { Clock, Instant } from '#kernel';

/** A timer of Node holds this many milliseconds, and one that is told more is over at once. */
const longestTimer = 2 ** 31 - 1;

export interface Expiring {
  /** Aborted at the time. */
  readonly signal: AbortSignal;
  readonly cancel: () => void;
}

/** Aborts at an instant, or at once where it is over. */
export const expiring = (clock: Clock, at: Instant): Expiring => {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    const left = Date.parse(at) - Date.parse(clock.now());
    if (left <= 0) return ending.abort();
    timer = setTimeout(wait, Math.min(left, longestTimer));
    timer.unref();
  };
  wait();
  return { signal: ending.signal, cancel: () => clearTimeout(timer) };
};
