import { beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPair, importJWK, SignJWT } from 'jose';
import type { Issuing } from '../throughline.fixture.js';
import { refusalOf } from './asking.fixture.js';
import { caseOf } from './samples.fixture.js';
import { throughline } from './running.fixture.js';
import { until } from './until.fixture.js';

let issuing: Issuing;
beforeAll(async () => {
  issuing = await throughline.issuing();
});

const hour = 3_600;
const grace = {
  sub: 'grace-northbridge',
  organisation: 'northbridge',
  role: 'allocated-worker',
  vetting: 'enhanced-disclosure',
};

interface Making {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly issuer?: string;
  readonly audience?: string;
  readonly type?: string;
  readonly expiresIn?: number;
  readonly signedBy?: Parameters<SignJWT['sign']>[0];
}

/** A token as an issuer would make it, with some of it made otherwise. */
const token = async ({ claims = {}, expiresIn = hour, ...making }: Making = {}): Promise<string> => {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ ...grace, ...claims })
    .setProtectedHeader({
      alg: 'ES256',
      typ: making.type ?? 'at+jwt',
      kid: issuing.kid,
    })
    .setIssuer(making.issuer ?? issuing.issuer)
    .setAudience(making.audience ?? issuing.audience)
    .setIssuedAt(now - 2 * hour)
    .setExpirationTime(now + expiresIn)
    .sign(making.signedBy ?? (await importJWK(issuing.key, 'ES256')));
};

const query = `{ timeline(caseId: "${caseOf('miriam')}") { edges { node { eventId } } } }`;
const askedWith = (authorization: string) => throughline.ask({ as: null, query, headers: { authorization } });

describe('a token', () => {
  it('of an issuer that may speak for the organisation is taken', async () => {
    const answer = await askedWith(`Bearer ${await token()}`);
    expect(answer.json.errors).toBeUndefined();
  });

  it.each<[string, () => Making | Promise<Making>, string]>([
    ['has expired', () => ({ expiresIn: -60 }), 'expired'],
    ['is of an issuer that nobody knows', () => ({ issuer: 'https://elsewhere.invalid' }), 'unknown-issuer'],
    ['is meant for another service', () => ({ audience: 'payroll' }), 'wrong-audience'],
    ['is of another type', () => ({ type: 'logout+jwt' }), 'wrong-type'],
    [
      'is signed by somebody else',
      async () => ({ signedBy: (await generateKeyPair('ES256')).privateKey }),
      'signature-not-valid',
    ],
    [
      'speaks for another organisation than its person’s',
      () => ({ claims: { organisation: 'metro-police', role: 'investigator' } }),
      'person-of-another-organisation',
    ],
    [
      'speaks for an organisation that there is not',
      () => ({ claims: { organisation: 'nowhere' } }),
      'organisation',
    ],
    [
      'claims a role that its person does not hold',
      () => ({ claims: { role: 'reviewing-officer' } }),
      'role-not-held',
    ],
    [
      'is of somebody whom nobody enrolled',
      () => ({ claims: { sub: 'mallory-northbridge' } }),
      'unknown-person',
    ],
    [
      'is of somebody who was suspended',
      () => ({ claims: { sub: 'colin-northbridge', role: 'duty-worker' } }),
      'person-suspended',
    ],
  ])(
    'that %s is refused in the same words as none, and the log alone says why',
    async (_, making, reason) => {
      const none = await throughline.ask({ as: null, query });
      const lines = throughline.logged().length;
      const refused = await askedWith(`Bearer ${await token(await making())}`);
      expect([refused.status, refused.body]).toEqual([401, none.body]);
      expect(refusalOf(refused)).toBe('UNAUTHENTICATED');
      await until(() => throughline.logged().slice(lines).join('').includes(reason));
    },
  );

  it.each([
    ['no words of a token', 'Bearer'],
    ['a password', 'Basic Z3JhY2U6Z3JhY2U='],
    ['something that is none', 'Bearer none'],
    [
      'one without a signature',
      `Bearer eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.${btoa(JSON.stringify(grace))}.`,
    ],
  ])('in whose place stands %s is refused in the same words', async (_, authorization) => {
    const none = await throughline.ask({ as: null, query });
    const refused = await askedWith(authorization);
    expect([refused.status, refused.body]).toEqual([401, none.body]);
  });
});

describe('a purpose', () => {
  it('is needed for whatever touches a case, and not for asking who one is', async () => {
    const answer = await throughline.ask({ as: 'grace-northbridge', purpose: null, query });
    expect(refusalOf(answer)).toBe('PURPOSE_REQUIRED');
    const me = await throughline.ask({
      as: 'grace-northbridge',
      purpose: null,
      query: '{ me { person purposes } }',
    });
    expect(me.json.data).toEqual({
      me: { person: 'grace-northbridge', purposes: ['SAFEGUARDING', 'AGE_DETERMINATION', 'COURT'] },
    });
  });

  it.each([
    ['grace-northbridge', 'criminal-investigation'],
    ['grace-northbridge', 'audit'],
    ['priya-metro', 'age-determination'],
    ['samir-border', 'asylum-decision'],
    ['gareth-asylum', 'safeguarding'],
    ['frances-authority', 'safeguarding'],
    ['roy-removals', 'safeguarding'],
    ['edmund-board', 'safeguarding'],
    ['anita-analysis', 'safeguarding'],
  ] as const)('%s may not ask for %s', async (as, purpose) => {
    const answer = await throughline.ask({ as, purpose, query });
    expect(refusalOf(answer)).toBe('FORBIDDEN');
  });

  it('that there is not is bad input', async () => {
    const headers = { 'x-purpose': 'curiosity' };
    const answer = await throughline.ask({ as: 'grace-northbridge', purpose: null, query, headers });
    expect(answer.json.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT' });
    expect(answer.body).not.toContain('curiosity');
  });
});
