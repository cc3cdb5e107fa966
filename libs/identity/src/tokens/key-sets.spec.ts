import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createAuthentication, type Authenticate, type DirectoryFold } from '#identity';
import { storyClock } from '#kernel';
import { issuerBound } from '../directory/directory.fixture.js';
import { forceAndCouncil, makeIssuers, now, police, seconds, type Issuers } from './tokens.fixture.js';

let issuers: Issuers;
beforeAll(async () => {
  issuers = await makeIssuers();
});

let directory: DirectoryFold;
let authenticate: Authenticate;
beforeEach(() => {
  directory = forceAndCouncil();
});

const outcome = async (text: string): Promise<string> => {
  const principal = await authenticate(text);
  return principal.ok ? 'let in' : principal.reason;
};

describe('the keys of an issuer', () => {
  /** Serves the keys of the police, and remembers who asked. */
  const serving = (answer: () => Promise<Response>) => {
    const asked: string[] = [];
    authenticate = createAuthentication({
      directory: { ...directory, isCurrent: () => true },
      clock: storyClock(now),
      fetchKeys: (url) => {
        asked.push(url);
        return answer();
      },
    });
    return asked;
  };
  const keys = () => Promise.resolve(new Response(JSON.stringify(issuers.keySets.get(police))));

  it('are fetched once over HTTPS', async () => {
    const asked = serving(keys);
    expect(await outcome(await issuers.token())).toBe('let in');
    expect(await outcome(await issuers.token({ expires: seconds + 500 }))).toBe('let in');
    expect(asked).toEqual([`${police}/keys`]);
  });

  it.each(['http://login.police.example/keys', 'file:///etc/keys', 'keys'])(
    'are never fetched from %s',
    async (keySet) => {
      directory.apply(issuerBound({ issuer: police, organisations: ['force'], keySet }));
      const asked = serving(keys);
      expect(await outcome(await issuers.token())).toBe('keys-not-available');
      expect(asked).toEqual([]);
    },
  );

  it.each<[string, () => Promise<Response>]>([
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
    ['answers with an error', () => Promise.resolve(new Response('', { status: 503 }))],
    ['answers with something else', () => Promise.resolve(new Response('<html>'))],
  ])('let nobody in while their server %s', async (_what, answer) => {
    serving(answer);
    expect(await outcome(await issuers.token())).toBe('keys-not-available');
  });
});
