import type { Clock, Instant } from '#kernel';
import { pause, problemOf, type Problem } from '#projections';
import { later, waitBeforeNextTry } from './times.js';

/** Accesses that have an end of their own, by the ids of what opened them. */
export interface TimeLimited {
  /** Those that have run out by now and whose end is not on record. */
  readonly runOut: (now: Instant) => Promise<readonly string[]>;
  /** Records that it ran out; where that is on record, nothing. */
  readonly end: (id: string) => Promise<void>;
}

export interface EndWhatRanOutOptions {
  readonly accesses: TimeLimited;
  readonly clock: Clock;
  /** Nobody has an access for longer than it was opened for, whatever is on record; so its end may be recorded a little late. */
  readonly askEvery: number;
  readonly signal: AbortSignal;
  readonly onEnded: () => void;
  readonly onFailed: (failed: {
    readonly id: string | null;
    readonly attempt: number;
    readonly problem: Problem;
  }) => void;
}

interface Tried {
  readonly attempts: number;
  readonly again: Instant;
}

/** How long it takes the views at most to show that an access was ended, before it is ended again to no effect. */
const shownWithin = 30_000;

/** Records the end of every access that ran out, until it is told to stop. What cannot be ended is told and tried again. */
export const endWhatRanOut = async (options: EndWhatRanOutOptions): Promise<void> => {
  const { accesses, clock, askEvery, signal, onEnded, onFailed } = options;
  let tried = new Map<string, Tried>();
  let asked = 0;

  const endOne = async (id: string, now: Instant): Promise<Tried> => {
    const before = tried.get(id);
    if (before !== undefined && now < before.again) return before;
    try {
      await accesses.end(id);
      if (before === undefined) onEnded();
      return { attempts: 0, again: later(now, shownWithin) };
    } catch (error) {
      const attempts = (before?.attempts ?? 0) + 1;
      onFailed({ id, attempt: attempts, problem: problemOf(error) });
      return { attempts, again: later(now, waitBeforeNextTry(attempts)) };
    }
  };

  while (!signal.aborted) {
    let wait = askEvery;
    try {
      const now = clock.now();
      const still = new Map<string, Tried>();
      for (const id of await accesses.runOut(now)) still.set(id, await endOne(id, now));
      tried = still;
      asked = 0;
    } catch (error) {
      // The view may be under way, or away; nobody has the access meanwhile.
      asked += 1;
      onFailed({ id: null, attempt: asked, problem: problemOf(error) });
      wait = Math.max(askEvery, waitBeforeNextTry(asked));
    }
    await pause(wait, signal);
  }
};
