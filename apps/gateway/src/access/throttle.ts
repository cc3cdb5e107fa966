import { HeaderMap } from '@apollo/server';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Principal } from '#identity';
import { Refusal } from '../errors/refusal.js';
import type { GatewaySettings } from '../settings.js';

/** Counts one request of a person and of their organisation; throws a refusal where one of them has asked too often. */
export type Throttle = (principal: Principal) => Promise<void>;

const minute = 60;

/**
 * By subject and by organisation, never by address: an agency's people share one, and a stolen token moves. An
 * organisation's limit stops many stolen tokens of one agency from emptying its cases together.
 */
export const createThrottle = (limits: GatewaySettings['requestsPerMinute']): Throttle => {
  const subjects = new RateLimiterMemory({ points: limits.subject, duration: minute });
  const organisations = new RateLimiterMemory({ points: limits.organisation, duration: minute });
  return async (principal) => {
    await count(subjects, `${principal.organisation}/${principal.person}`);
    await count(organisations, principal.organisation);
  };
};

const count = async (limiter: RateLimiterMemory, key: string): Promise<void> => {
  try {
    await limiter.consume(key);
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw rejection;
    const seconds = Math.max(1, Math.ceil(rejection.msBeforeNext / 1000));
    throw new Refusal(
      'TOO_MANY_REQUESTS',
      `Too many requests. Ask again in ${seconds} s.`,
      {},
      {
        status: 429,
        headers: new HeaderMap([['retry-after', String(seconds)]]),
      },
    );
  }
};
