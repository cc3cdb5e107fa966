import { describe, expect, it } from '@jest/globals';
import { tokenExpiry } from '#identity';
import { makeIssuers, seconds } from './tokens.fixture.js';

describe('the expiry of a token', () => {
  it('is the instant that stands in it', async () => {
    const { token } = await makeIssuers();
    expect(tokenExpiry(await token({ expires: seconds + 60 }))).toBe('2010-11-02T04:51:00.000Z');
  });

  it('is the end of time where the issuer wrote one that is later', async () => {
    const { token } = await makeIssuers();
    expect(tokenExpiry(await token({ expires: 1e18 }))).toBe('+275760-09-13T00:00:00.000Z');
  });

  it('is not there in a token that cannot have been verified', async () => {
    const { token } = await makeIssuers();
    const never = await token({ expires: null });
    expect(() => tokenExpiry(never)).toThrow('Only a token that was verified has an expiry.');
    expect(() => tokenExpiry('no token')).toThrow();
  });
});
