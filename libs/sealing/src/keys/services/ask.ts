import { setTimeout as after } from 'node:timers/promises';
import { KeyProviderUnavailable, mayPass } from './key-service-errors.js';

const firstWait = 50;
const attempts = 4;

/** How long one attempt may take, in milliseconds. Four of them, with what is waited between, stay under ten seconds. */
export const usualTimeout = 2_000;

/**
 * Asks until an attempt succeeds or fails in a way that does not pass, four times at most. Before each further attempt
 * it waits twice as long, less a random part, so that all who were cut off together do not come back together.
 */
export const askAgainAndAgain = async <Answer>(
  timeoutMilliseconds: number,
  attempt: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> => {
  for (let made = 1; ; made += 1) {
    try {
      return await attempt(AbortSignal.timeout(timeoutMilliseconds));
    } catch (problem) {
      if (!(problem instanceof KeyProviderUnavailable) || !mayPass(problem) || made === attempts)
        throw problem;
      await after(firstWait * 2 ** (made - 1) * (0.5 + Math.random() / 2));
    }
  }
};
