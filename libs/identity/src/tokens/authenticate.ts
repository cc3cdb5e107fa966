import { createHash } from 'node:crypto';
import type { FetchImplementation, JSONWebKeySet } from 'jose';
import { LRUCache } from 'lru-cache';
import { accepted, refused, type Clock, type Result } from '#kernel';
import type { Directory, IssuerBinding } from '../directory/directory.js';
import type { Principal } from '../principal.js';
import { keySetsOf } from './key-sets.js';
import type { AuthenticationRefusal } from './refusals.js';
import {
  claimedIssuer,
  clockTolerance,
  verifyClaims,
  type TokenType,
  type VerifiedClaims,
} from './verified-claims.js';

export interface AuthenticationOptions {
  readonly directory: Directory & { isCurrent(): boolean };
  /** The clock by which tokens expire: always that of the machine, also while a story is told. */
  readonly clock: Clock;
  /** Key sets that are not fetched, by the URL of the issuer: that of the development issuer. */
  readonly localKeySets?: ReadonlyMap<string, JSONWebKeySet>;
  /** How key sets are fetched; the platform's own `fetch` unless told, where a proxy must be passed. */
  readonly fetchKeys?: FetchImplementation;
  /** The `typ` that tokens may have; access tokens (RFC 9068) unless told, so that an identity token is not taken. */
  readonly types?: readonly TokenType[];
}

/** Whose token it is, or why it is refused; the reason is for the log only. */
export type Authenticate = (token: string) => Promise<Result<Principal, AuthenticationRefusal>>;

interface Remembered {
  readonly claims: VerifiedClaims;
  readonly binding: IssuerBinding;
  readonly verifiedAt: number;
}

const tokensRemembered = 10_000;
/** Verifying costs a quarter of a millisecond, so it is remembered; not for long, for an issuer may withdraw its key. */
const rememberedMilliseconds = 5 * 60 * 1000;

/**
 * Verifies tokens. A signature is verified once and remembered by the digest of the token; what the directory says of
 * the person, the organisation and the issuer is asked every time.
 */
export const createAuthentication = ({
  directory,
  clock,
  localKeySets = new Map(),
  fetchKeys = fetch,
  types = ['at+jwt'],
}: AuthenticationOptions): Authenticate => {
  const keySets = keySetsOf(localKeySets, fetchKeys);
  const remembered = new LRUCache<string, Remembered>({ max: tokensRemembered });

  const verified = async (token: string, now: Date): Promise<Result<Remembered, AuthenticationRefusal>> => {
    const issuer = claimedIssuer(token, types);
    if (!issuer.ok) return issuer;
    const binding = directory.issuer(issuer.value);
    if (binding === undefined) return refused('unknown-issuer');
    const claims = await verifyClaims(token, binding, keySets, now);
    return claims.ok ? accepted({ claims: claims.value, binding, verifiedAt: now.getTime() }) : claims;
  };

  const isGood = ({ claims, binding, verifiedAt }: Remembered, now: Date): boolean =>
    now.getTime() < (claims.expires + clockTolerance) * 1000 &&
    now.getTime() - verifiedAt < rememberedMilliseconds &&
    directory.issuer(binding.issuer) === binding;

  return async (token) => {
    if (!directory.isCurrent()) return refused('directory-not-current');
    const now = new Date(clock.now());
    const digest = createHash('sha256').update(token).digest('base64url');
    const known = remembered.get(digest);
    if (known !== undefined && isGood(known, now)) return principalFor(directory, known);
    remembered.delete(digest);
    const fresh = await verified(token, now);
    if (!fresh.ok) return fresh;
    remembered.set(digest, fresh.value);
    return principalFor(directory, fresh.value);
  };
};

/** Joins what the token claims with what the directory knows; where they differ, nobody is let in. */
const principalFor = (
  directory: Directory,
  { claims, binding }: Remembered,
): Result<Principal, AuthenticationRefusal> => {
  if (!binding.organisations.has(claims.organisation)) return refused('issuer-not-for-organisation');
  const organisation = directory.organisation(claims.organisation);
  if (organisation === undefined) return refused('unknown-organisation');
  const person = directory.person(claims.subject);
  if (person === undefined) return refused('unknown-person');
  if (person.organisation !== organisation.id) return refused('person-of-another-organisation');
  if (person.suspended) return refused('person-suspended');
  if (person.role !== claims.role) return refused('role-not-held');
  const author = {
    organisation: organisation.id,
    person: person.id,
    role: person.role,
    function: organisation.function,
  };
  return accepted({
    ...author,
    team: person.team,
    supervisor: person.supervisor,
    vetting: claims.vetting,
    acr: claims.acr,
    author,
  });
};
