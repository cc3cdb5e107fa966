import { decodeJwt } from 'jose';
import type { Instant } from '#kernel';

/** The last instant that a date can hold (ECMA-262): an issuer may write an expiry that is none. */
const endOfTime = 8.64e15;

/**
 * When a token expires. To be asked of a token that was verified, for nothing is checked here.
 * @throws TypeError where the token has no expiry, and so was never verified
 */
export const tokenExpiry = (token: string): Instant => {
  const { exp } = decodeJwt(token);
  if (exp === undefined) throw new TypeError('Only a token that was verified has an expiry.');
  return new Date(Math.min(exp * 1_000, endOfTime)).toISOString();
};
