import { join } from 'node:path';
import { calculateJwkThumbprint, importJWK, SignJWT, type JSONWebKeySet } from 'jose';
import { accepted, refused, type Clock, type PersonId, type Result } from '#kernel';
import { isLoopback } from '#platform';
import type { Directory } from '../directory/directory.js';
import { keepSigningKey, publicPartOf } from './signing-key.js';

/** The development issuer's name in its tokens. `.invalid` (RFC 2606) can never be somebody's real issuer. */
export const developmentIssuerUrl = 'https://development-issuer.invalid';
export const developmentAudience = 'throughline';

/** Where the process runs: what decides whether tokens may be given to whoever asks. */
export interface DevelopmentSetting {
  readonly production: boolean;
  /** The hosts of all listeners of the process. */
  readonly listeners: readonly string[];
}

export type NoDevelopmentIssuer = 'production' | 'no-listener' | 'reachable-from-elsewhere';

/** It gives anybody's token to anybody, so it serves only where nobody but this machine can ask. */
export const developmentIssuerAllowed = ({
  production,
  listeners,
}: DevelopmentSetting): Result<true, NoDevelopmentIssuer> => {
  if (production) return refused('production');
  if (listeners.length === 0) return refused('no-listener');
  return listeners.every(isLoopback) ? accepted(true) : refused('reachable-from-elsewhere');
};

const explanations: Record<NoDevelopmentIssuer, string> = {
  production: 'it is refused in production',
  'no-listener': 'it is not known who can reach this process',
  'reachable-from-elsewhere': 'a listener can be reached from other machines; set HOST to 127.0.0.1',
};

/** The development issuer may not start here. */
export class DevelopmentIssuerRefused extends Error {
  override readonly name = 'DevelopmentIssuerRefused';

  constructor(readonly because: NoDevelopmentIssuer) {
    super(`The development issuer does not start: ${explanations[because]}.`);
  }
}

/** Issues tokens for the people of the directory, for development and demonstration. */
export interface DevelopmentIssuer {
  readonly issuer: string;
  readonly keySet: JSONWebKeySet;
  /** A token for this person, good for so many seconds; a refusal where the directory does not have them. */
  issueDevelopmentToken(person: PersonId, seconds: number): Promise<Result<string, 'unknown-person'>>;
}

export interface DevelopmentIssuerOptions extends DevelopmentSetting {
  readonly dataFolder: string;
  readonly directory: Pick<Directory, 'person'>;
  readonly clock: Clock;
}

/**
 * Its key is kept in the data folder, so that tokens are good after a restart.
 * @throws DevelopmentIssuerRefused, SigningKeyUnusable
 */
export const openDevelopmentIssuer = async (
  options: DevelopmentIssuerOptions,
): Promise<DevelopmentIssuer> => {
  const allowed = developmentIssuerAllowed(options);
  if (!allowed.ok) throw new DevelopmentIssuerRefused(allowed.reason);
  const { directory, clock } = options;
  const kept = await keepSigningKey(join(options.dataFolder, 'development-issuer.json'));
  const kid = await calculateJwkThumbprint(kept);
  const signing = await importJWK(kept, 'ES256');
  return {
    issuer: developmentIssuerUrl,
    keySet: { keys: [{ ...publicPartOf(kept), kid, alg: 'ES256', use: 'sig' }] },
    issueDevelopmentToken: async (id, seconds) => {
      const person = directory.person(id);
      if (person === undefined) return refused('unknown-person');
      const issued = Math.floor(Date.parse(clock.now()) / 1000);
      const claims = { organisation: person.organisation, role: person.role, vetting: person.vetting };
      const token = await new SignJWT({ ...claims, acr: 'development' })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
        .setIssuer(developmentIssuerUrl)
        .setAudience(developmentAudience)
        .setSubject(person.id)
        .setIssuedAt(issued)
        .setExpirationTime(issued + seconds)
        .sign(signing);
      return accepted(token);
    },
  };
};
