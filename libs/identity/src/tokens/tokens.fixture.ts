import {
  exportJWK,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JSONWebKeySet,
  type JWTPayload,
} from 'jose';
import { emptyDirectory, type DirectoryFold } from '#identity';
import { issuerBound, organisationRegistered, personEnrolled } from '../directory/directory.fixture.js';

export const police = 'https://login.police.example';
export const councils = 'https://login.councils.example';
export const elsewhere = 'https://login.elsewhere.example';
export const now = '2010-11-02T04:50:00.000Z';
export const seconds = Date.parse(now) / 1000;

interface Issuer {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

/** The issuers of the story, each with a key of its own. */
export interface Issuers {
  readonly of: (issuer: string) => Issuer;
  readonly keySets: ReadonlyMap<string, JSONWebKeySet>;
  /** A token that is good but for the change. */
  readonly token: (change?: Change) => Promise<string>;
}

export interface Change {
  readonly claims?: JWTPayload;
  readonly header?: Record<string, unknown>;
  readonly issuer?: string;
  readonly subject?: string;
  readonly audience?: string | null;
  readonly expires?: number | null;
  readonly signedBy?: string;
}

export const claims = { organisation: 'force', role: 'investigator', vetting: 'police-vetted', acr: 'mfa' };

export const makeIssuers = async (): Promise<Issuers> => {
  const issuers = new Map<string, Issuer>();
  const keySets = new Map<string, JSONWebKeySet>();
  for (const issuer of [police, councils, elsewhere]) {
    const pair = await generateKeyPair('ES256', { extractable: true });
    issuers.set(issuer, pair);
    keySets.set(issuer, { keys: [{ ...(await exportJWK(pair.publicKey)), kid: issuer }] });
  }
  const of = (issuer: string): Issuer => {
    const known = issuers.get(issuer);
    if (known === undefined) throw new Error('There is no such issuer in this story.');
    return known;
  };
  const token: Issuers['token'] = async ({
    issuer = police,
    subject = 'okafor',
    signedBy = issuer,
    ...change
  } = {}) => {
    const jwt = new SignJWT({ ...claims, ...change.claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: signedBy, ...change.header })
      .setIssuer(issuer)
      .setSubject(subject)
      .setIssuedAt(seconds);
    if (change.audience !== null) jwt.setAudience(change.audience ?? 'throughline');
    if (change.expires !== null) jwt.setExpirationTime(change.expires ?? seconds + 600);
    return jwt.sign(of(signedBy).privateKey);
  };
  return { of, keySets, token };
};

/** A force and a council, an issuer for each, and one person in each. */
export const forceAndCouncil = (): DirectoryFold => {
  const directory = emptyDirectory();
  for (const event of [
    organisationRegistered({ organisation: 'force', function: 'police' }),
    organisationRegistered({ organisation: 'council', function: 'children-services' }),
    issuerBound({ issuer: police, organisations: ['force', 'unregistered'] }),
    issuerBound({ issuer: councils, organisations: ['council'] }),
    personEnrolled({
      person: 'okafor',
      organisation: 'force',
      role: 'investigator',
      team: 'missing',
      supervisor: 'hale',
    }),
    personEnrolled({ person: 'reid', organisation: 'council', role: 'duty-worker' }),
  ])
    directory.apply(event);
  return directory;
};
