import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  type FetchImplementation,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';
import type { IssuerBinding } from '../directory/directory.js';

/** Finds the key that an issuer signed with; undefined for an issuer whose keys may not be fetched. */
export type KeySets = (binding: IssuerBinding) => JWTVerifyGetKey | undefined;

/**
 * Keys are fetched over HTTPS only, and kept; an unknown key id makes them fetched again, at most every half minute. The
 * development issuer's keys are given, by its URL.
 */
export const keySetsOf = (
  given: ReadonlyMap<string, JSONWebKeySet>,
  fetchKeys: FetchImplementation,
): KeySets => {
  const made = new Map<string, JWTVerifyGetKey>();
  const local = new Map([...given].map(([issuer, keys]) => [issuer, createLocalJWKSet(keys)]));
  return ({ issuer, keySet }) => {
    const own = local.get(issuer) ?? made.get(keySet);
    if (own !== undefined) return own;
    if (!URL.canParse(keySet) || new URL(keySet).protocol !== 'https:') return undefined;
    const remote = createRemoteJWKSet(new URL(keySet), {
      timeoutDuration: 5_000,
      cooldownDuration: 30_000,
      [customFetch]: fetchKeys,
    });
    made.set(keySet, remote);
    return remote;
  };
};
