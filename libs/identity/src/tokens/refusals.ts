/**
 * Why a token was refused. For the log: whoever brought it is told only that it was, because each reason would help an
 * attacker to the next attempt.
 */
export const authenticationRefusals = [
  'malformed',
  'wrong-type',
  'unknown-issuer',
  'algorithm-not-allowed',
  'signature-not-valid',
  'keys-not-available',
  'expired',
  'not-yet-valid',
  'wrong-audience',
  'claim-missing',
  'issuer-not-for-organisation',
  'unknown-organisation',
  'unknown-person',
  'person-suspended',
  'person-of-another-organisation',
  'role-not-held',
  'directory-not-current',
] as const;
export type AuthenticationRefusal = (typeof authenticationRefusals)[number];
