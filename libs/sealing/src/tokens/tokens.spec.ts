import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTokens, longestTokenValue, TokenValueTooLong, type TokenContext } from './tokens.js';

const key = () => createSecretKey(randomBytes(32));
const tokens = createTokens(key(), key());
const police: TokenContext = { audience: 'police', kind: 'cursor' };
const refusal = { ok: false, reason: 'token-not-valid-here' };

const values = fc.oneof(
  fc.string({ maxLength: 40, unit: 'grapheme-ascii' }),
  fc.integer(),
  fc.tuple(fc.string({ maxLength: 20, unit: 'grapheme-ascii' }), fc.integer()),
  fc.record({ position: fc.nat(), after: fc.boolean() }),
);

describe('a token', () => {
  it('opens for the organisation and the kind that it was made for', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(tokens.open(police, tokens.seal(police, value))).toEqual({ ok: true, value });
      }),
    );
  });

  it('is refused for another organisation, another kind, or under another key', () => {
    const token = tokens.seal(police, ['t', 1]);
    expect(tokens.open({ ...police, audience: 'border' }, token)).toEqual(refusal);
    expect(tokens.open({ ...police, kind: 'position' }, token)).toEqual(refusal);
    expect(createTokens(key(), key()).open(police, token)).toEqual(refusal);
  });

  it('is refused when a bit of it was changed, or it is no token', () => {
    const token = tokens.seal(police, ['t', 1]);
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(tokens.open(police, changed.toString('base64url'))).toEqual(refusal);
    }
    for (const text of [
      '',
      'x',
      token.slice(1),
      `${token}A`,
      `${token}=`,
      ` ${token}`,
      `${token}\n`,
      'é'.repeat(210),
    ])
      expect(tokens.open(police, text)).toEqual(refusal);
  });

  it('has one spelling', () => {
    // The last character holds bits that are thrown away; with others it would decode to the same bytes.
    const token = tokens.seal(police, 1);
    const spellings = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
      .map((last) => token.slice(0, -1) + last)
      .filter((spelling) => tokens.open(police, spelling).ok);
    expect(spellings).toEqual([token]);
  });

  it('is the same for the same value, and tells nothing by its length or its beginning', () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const first = tokens.seal(police, one);
        expect(tokens.seal(police, one)).toBe(first);
        expect(tokens.seal(police, other)).toHaveLength(first.length);
        expect(tokens.seal({ ...police, audience: 'border' }, one)).not.toBe(first);
      }),
    );
    const next = [1, 2].map((number) => tokens.seal(police, number).slice(0, 12));
    expect(next[0]).not.toBe(next[1]);
  });

  it('holds a position, an instant and an id together, and refuses what is longer', () => {
    const place = ['t', '2010-11-02T04:50:00.000Z', '00000000000000000001/00000000000000000001'];
    expect(tokens.open(police, tokens.seal(police, place))).toEqual({ ok: true, value: place });
    const longest = 'a'.repeat(longestTokenValue - 2);
    expect(tokens.open(police, tokens.seal(police, longest))).toEqual({ ok: true, value: longest });
    expect(() => tokens.seal(police, `${longest}a`)).toThrow(TokenValueTooLong);
  });
});
