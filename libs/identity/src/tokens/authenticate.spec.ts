import { createHmac, createPublicKey } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import {
  createAuthentication,
  type Authenticate,
  type AuthenticationRefusal,
  type DirectoryFold,
} from '#identity';
import { storyClock } from '#kernel';
import { issuerBound, personSuspended } from '../directory/directory.fixture.js';
import {
  claims,
  councils,
  elsewhere,
  forceAndCouncil,
  makeIssuers,
  now,
  police,
  seconds,
  type Change,
  type Issuers,
} from './tokens.fixture.js';

let issuers: Issuers;
beforeAll(async () => {
  issuers = await makeIssuers();
});

let directory: DirectoryFold;
let current: boolean;
let clock: ReturnType<typeof storyClock>;
let authenticate: Authenticate;

beforeEach(() => {
  directory = forceAndCouncil();
  current = true;
  clock = storyClock(now);
  authenticate = createAuthentication({
    directory: { ...directory, isCurrent: () => current },
    clock,
    localKeySets: issuers.keySets,
  });
});

const token = (change?: Change) => issuers.token(change);

const outcome = async (text: string): Promise<AuthenticationRefusal | 'let in'> => {
  const principal = await authenticate(text);
  return principal.ok ? 'let in' : principal.reason;
};

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token of the issuer of a person’s own organisation', () => {
  it('says who is asking, as the directory knows them', async () => {
    const author = { person: 'okafor', organisation: 'force', role: 'investigator', function: 'police' };
    expect(await authenticate(await token())).toEqual({
      ok: true,
      value: {
        ...author,
        team: 'missing',
        supervisor: 'hale',
        vetting: 'police-vetted',
        acr: 'mfa',
        author,
      },
    });
  });

  it('is refused when it has expired, also when it was taken before', async () => {
    const good = await token({ expires: seconds + 60 });
    expect(await outcome(good)).toBe('let in');
    clock.setTo('2010-11-02T04:51:10.000Z');
    expect(await outcome(good)).toBe('expired');
    expect(await outcome(await token({ expires: seconds - 60 }))).toBe('expired');
  });

  it('is refused when it never expires, or is not good yet', async () => {
    expect(await outcome(await token({ expires: null }))).toBe('claim-missing');
    expect(await outcome(await token({ claims: { nbf: seconds + 60 } }))).toBe('not-yet-valid');
  });

  it('is refused when it is meant for something else', async () => {
    expect(await outcome(await token({ audience: 'payroll' }))).toBe('wrong-audience');
    expect(await outcome(await token({ audience: null }))).toBe('claim-missing');
  });

  it('is refused when it is not an access token, such as one that only says who logged in', async () => {
    expect(await outcome(await token({ header: { typ: 'JWT' } }))).toBe('wrong-type');
    expect(await outcome(await token({ header: { typ: undefined } }))).toBe('wrong-type');
    expect(await outcome(await token({ header: { typ: 'application/at+jwt' } }))).toBe('let in');
  });

  it('is taken as a plain JWT only where that was configured', async () => {
    authenticate = createAuthentication({
      directory: { ...directory, isCurrent: () => true },
      clock,
      localKeySets: issuers.keySets,
      types: ['at+jwt', 'jwt'],
    });
    expect(await outcome(await token({ header: { typ: 'JWT' } }))).toBe('let in');
  });

  it('is refused when it lacks an organisation, a role or a subject', async () => {
    for (const lacking of [{ organisation: undefined }, { role: undefined }, { role: ['investigator'] }])
      expect(await outcome(await token({ claims: lacking }))).toBe('claim-missing');
    const noSubject = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
      .setIssuer(police)
      .setAudience('throughline')
      .setExpirationTime(seconds + 600)
      .sign(issuers.of(police).privateKey);
    expect(await outcome(noSubject)).toBe('claim-missing');
  });
});

describe('a token of another issuer', () => {
  it('is refused when nobody knows the issuer', async () => {
    expect(await outcome(await token({ issuer: elsewhere }))).toBe('unknown-issuer');
  });

  it('cannot speak for an organisation to which the issuer is not bound', async () => {
    expect(await outcome(await token({ issuer: councils }))).toBe('issuer-not-for-organisation');
  });

  it('cannot be passed off as another issuer’s', async () => {
    expect(await outcome(await token({ signedBy: councils }))).toBe('signature-not-valid');
    expect(await outcome(await token({ signedBy: councils, header: { kid: police } }))).toBe(
      'signature-not-valid',
    );
  });

  it('cannot bring its own key', async () => {
    const pair = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(pair.publicKey);
    const own = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: police, jwk })
      .setIssuer(police)
      .setSubject('okafor')
      .setAudience('throughline')
      .setExpirationTime(seconds + 600)
      .sign(pair.privateKey);
    expect(await outcome(own)).toBe('signature-not-valid');
  });
});

describe('a token that was made up or changed', () => {
  it('is refused without a signature, whatever it claims', async () => {
    const [, body = ''] = (await token()).split('.');
    for (const alg of ['none', 'None', 'NONE'])
      expect(await outcome(`${encoded({ alg, typ: 'at+jwt' })}.${body}.`)).not.toBe('let in');
    expect(await outcome(`${encoded({ alg: 'none', typ: 'at+jwt' })}.${body}.`)).toBe(
      'algorithm-not-allowed',
    );
  });

  it('is refused when the public key was used as a shared secret', async () => {
    const [, body = ''] = (await token()).split('.');
    const signer = issuers.of(police);
    const jwk = await exportJWK(signer.publicKey);
    const spki = await exportSPKI(signer.publicKey);
    const der = createPublicKey(spki).export({ type: 'spki', format: 'der' });
    for (const secret of [spki, der, JSON.stringify(jwk), Buffer.from(String(jwk.x), 'base64url')]) {
      const signed = `${encoded({ alg: 'HS256', typ: 'at+jwt', kid: police })}.${body}`;
      const mac = createHmac('sha256', secret).update(signed).digest('base64url');
      expect(await outcome(`${signed}.${mac}`)).toBe('algorithm-not-allowed');
    }
  });

  it('is refused when the binding itself asks for a symmetric algorithm', async () => {
    const bound = issuerBound({ issuer: police, organisations: ['force'] });
    directory.apply({ ...bound, details: { ...bound.details, algorithms: ['HS256', 'none'] } });
    expect(await outcome(await token())).toBe('algorithm-not-allowed');
  });

  it('is refused when anything in it was changed', async () => {
    const [head = '', , signature = ''] = (await token()).split('.');
    const other = {
      ...claims,
      iss: police,
      sub: 'okafor',
      aud: 'throughline',
      exp: seconds + 600,
      role: 'supervisor',
    };
    expect(await outcome(`${head}.${encoded(other)}.${signature}`)).toBe('signature-not-valid');
  });

  it.each(['', 'x', 'a.b.c', '..', 'e30.e30.e30', `${'a'.repeat(9_000)}.b.c`, '\u0000.\u0000.\u0000'])(
    'is refused when it is no token at all (%#)',
    async (text) => {
      expect(['malformed', 'wrong-type']).toContain(await outcome(text));
    },
  );

  it('is refused when it is signed in a way that is never allowed, also when the binding allows it', async () => {
    const pair = await generateKeyPair('ES512', { extractable: true });
    const signed = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES512', typ: 'at+jwt' })
      .setIssuer(police)
      .setSubject('okafor')
      .setAudience('throughline')
      .setExpirationTime(seconds + 600)
      .sign(pair.privateKey);
    const bound = issuerBound({ issuer: police, organisations: ['force'] });
    directory.apply({ ...bound, details: { ...bound.details, algorithms: ['ES512'] } });
    authenticate = createAuthentication({
      directory: { ...directory, isCurrent: () => true },
      clock,
      localKeySets: new Map([[police, { keys: [await exportJWK(pair.publicKey)] }]]),
    });
    expect(await outcome(signed)).toBe('algorithm-not-allowed');
  });
});

describe('a person', () => {
  it('is refused when the directory does not know them', async () => {
    expect(await outcome(await token({ subject: 'nobody' }))).toBe('unknown-person');
  });

  it('is refused when they are enrolled elsewhere', async () => {
    expect(await outcome(await token({ subject: 'reid' }))).toBe('person-of-another-organisation');
  });

  it('is refused for an organisation that is not registered', async () => {
    expect(await outcome(await token({ claims: { organisation: 'unregistered' } }))).toBe(
      'unknown-organisation',
    );
  });

  it('is refused in a role that they do not hold', async () => {
    expect(await outcome(await token({ claims: { role: 'supervisor' } }))).toBe('role-not-held');
  });

  it('is refused from their suspension on, with a token that was good until then', async () => {
    const good = await token();
    expect(await outcome(good)).toBe('let in');
    directory.apply(personSuspended({ person: 'okafor', organisation: 'force' }));
    expect(await outcome(good)).toBe('person-suspended');
  });

  it('is refused from the day their issuer no longer speaks for the organisation', async () => {
    const good = await token();
    expect(await outcome(good)).toBe('let in');
    directory.apply(issuerBound({ issuer: police, organisations: [] }));
    expect(await outcome(good)).toBe('issuer-not-for-organisation');
  });

  it('is refused while the directory does not follow the log', async () => {
    const good = await token();
    expect(await outcome(good)).toBe('let in');
    current = false;
    expect(await outcome(good)).toBe('directory-not-current');
  });
});
