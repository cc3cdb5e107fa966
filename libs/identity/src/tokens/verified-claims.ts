import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import { accepted, refused, type Result } from '#kernel';
import type { IssuerBinding } from '../directory/directory.js';
import type { KeySets } from './key-sets.js';
import type { AuthenticationRefusal } from './refusals.js';

/** What a token says, once its signature, issuer, audience, type and time were found right. */
export interface VerifiedClaims {
  readonly subject: string;
  readonly organisation: string;
  readonly role: string;
  readonly vetting: string | null;
  readonly acr: string | null;
  /** Seconds since 1970. */
  readonly expires: number;
}

export type TokenType = 'at+jwt' | 'jwt';

/** Tokens are a thousand characters or so; a longer one is not worth the work of taking it apart. */
const longestToken = 8_192;
/** For clocks that do not agree, in seconds. */
export const clockTolerance = 5;
/** Whatever a binding says: never a symmetric algorithm, with which a public key would be the secret, and never none. */
const everAllowed = new Set(['ES256', 'ES384', 'EdDSA', 'PS256', 'RS256']);

/** The issuer that a token names; nothing of it is verified yet. */
export const claimedIssuer = (
  token: string,
  types: readonly TokenType[],
): Result<string, AuthenticationRefusal> => {
  if (token.length > longestToken) return refused('malformed');
  try {
    const type = decodeProtectedHeader(token)
      .typ?.toLowerCase()
      .replace(/^application\//, '');
    if (!types.some((allowed) => allowed === type)) return refused('wrong-type');
    const { iss } = decodeJwt(token);
    return typeof iss === 'string' ? accepted(iss) : refused('unknown-issuer');
  } catch {
    // Whatever cannot be taken apart is no token; the parser's message would quote it.
    return refused('malformed');
  }
};

export const verifyClaims = async (
  token: string,
  binding: IssuerBinding,
  keySets: KeySets,
  now: Date,
): Promise<Result<VerifiedClaims, AuthenticationRefusal>> => {
  const keys = keySets(binding);
  if (keys === undefined) return refused('keys-not-available');
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: binding.algorithms.filter((algorithm) => everAllowed.has(algorithm)),
      issuer: binding.issuer,
      audience: binding.audience,
      clockTolerance,
      currentDate: now,
    });
    return claimsFrom(payload);
  } catch (error) {
    return refused(refusalFor(error));
  }
};

const claimsFrom = (payload: JWTPayload): Result<VerifiedClaims, AuthenticationRefusal> => {
  const { sub, exp, organisation, role, vetting, acr } = payload;
  if (sub === undefined || exp === undefined || typeof organisation !== 'string' || typeof role !== 'string')
    return refused('claim-missing');
  return accepted({
    subject: sub,
    organisation,
    role,
    vetting: typeof vetting === 'string' ? vetting : null,
    acr: typeof acr === 'string' ? acr : null,
    expires: exp,
  });
};

const byClaim = new Map<string, AuthenticationRefusal>([
  ['aud', 'wrong-audience'],
  ['iss', 'unknown-issuer'],
  ['nbf', 'not-yet-valid'],
]);

const refusalFor = (error: unknown): AuthenticationRefusal => {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed)
    return error.reason === 'missing' ? 'claim-missing' : (byClaim.get(error.claim) ?? 'malformed');
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported)
    return 'algorithm-not-allowed';
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey)
    return 'signature-not-valid';
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) return 'malformed';
  // What is left is about the issuer's keys: they could not be fetched, or do not fit.
  return 'keys-not-available';
};
