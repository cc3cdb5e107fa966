import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Principal } from '#identity';
import { Refusal } from '../errors/refusal.js';
import type { FeedServerSettings } from '../settings.js';

/** How much a person and an organisation ask of this process; each throws a refusal where it is too much. */
export interface Limits {
  /** Counts one call. */
  readonly asked: (principal: Principal) => Promise<void>;
  /** Takes the place of a subscription; the answer gives it back. */
  readonly subscribed: (principal: Principal) => () => void;
}

const minute = 60;

/** By subject and by organisation, never by address: an agency's systems share one, and a stolen token moves. */
export const createLimits = ({
  requestsPerMinute,
  subscriptions,
}: Pick<FeedServerSettings, 'requestsPerMinute' | 'subscriptions'>): Limits => {
  const subjects = new RateLimiterMemory({ points: requestsPerMinute.subject, duration: minute });
  const organisations = new RateLimiterMemory({ points: requestsPerMinute.organisation, duration: minute });
  const open = new Map<string, number>();
  const countOf = (key: string) => open.get(key) ?? 0;
  const add = (key: string, by: number) => {
    const count = countOf(key) + by;
    if (count > 0) open.set(key, count);
    else open.delete(key);
  };
  return {
    asked: async (principal) => {
      await consume(subjects, subjectOf(principal));
      await consume(organisations, principal.organisation);
    },
    subscribed: (principal) => {
      const limited = [
        [subjectOf(principal), subscriptions.subject],
        [`${principal.organisation}/`, subscriptions.organisation],
      ] as const;
      for (const [key, most] of limited)
        if (countOf(key) >= most)
          throw new Refusal(
            'TOO_MANY_SUBSCRIPTIONS',
            `At most ${most} subscriptions may be open at once. End one, or name several cases in one.`,
          );
      for (const [key] of limited) add(key, 1);
      return () => {
        for (const [key] of limited) add(key, -1);
      };
    },
  };
};

const subjectOf = ({ organisation, person }: Principal): string => `${organisation}/${person}`;

const consume = async (limiter: RateLimiterMemory, key: string): Promise<void> => {
  try {
    await limiter.consume(key);
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw rejection;
    const seconds = Math.max(1, Math.ceil(rejection.msBeforeNext / 1000));
    throw new Refusal('TOO_MANY_REQUESTS', `Too many calls. Call again in ${seconds} s.`);
  }
};
