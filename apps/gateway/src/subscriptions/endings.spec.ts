import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { tokenExpiry } from '#identity';
import type { FeedClosing } from '#read-models';
import { anEntry, ourCase } from '../gateway.fixture.js';
import { follow, startSubscribing, type SubscribingGateway } from './subscribing.fixture.js';

let gateway: SubscribingGateway;
beforeAll(async () => {
  gateway = await startSubscribing();
});
beforeEach(async () => {
  while (gateway.feed.open > 0) await new Promise(setImmediate);
  gateway.feed.reset();
  gateway.suspended.clear();
  gateway.mayUse.purposes = ['safeguarding', 'court', 'statistics'];
  gateway.behind.disclosed.length = 0;
});
afterAll(() => gateway.stop());

const entry = () => ({ entry: anEntry('ContactReceived', {}) });
const ended = (reason: string) => ({
  errors: [{ message: expect.any(String), extensions: { code: 'SUBSCRIPTION_ENDED', reason } }],
});

describe('a token', () => {
  it.each([
    ['none', async () => ({ authorization: undefined })],
    ['no token', async () => ({ authorization: 'Bearer CANARY' })],
    [
      'one for another audience',
      async () => ({ authorization: `Bearer ${await gateway.token({ audience: 'payroll' })}` }),
    ],
    [
      'one that has expired',
      async () => ({ authorization: `Bearer ${await gateway.token({ seconds: -60 })}` }),
    ],
  ])('that is %s opens nothing: 4403, and nothing is said of why', async (_which, params) => {
    const following = follow(await gateway.client(await params()));
    expect(await following.ended).toMatchObject({ code: 4403, reason: 'token-refused' });
    expect(gateway.feed.queries).toEqual([]);
    expect(gateway.behind.log.join('')).not.toContain('CANARY');
  });

  it('closes its socket when it expires, also where nothing happens', async () => {
    const token = await gateway.token({ seconds: 2 });
    const following = follow(await gateway.client({ authorization: `Bearer ${token}` }));
    await following.until(1);
    expect(await following.ended).toMatchObject({ code: 4403, reason: 'token-expired' });
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(tokenExpiry(token)));
    expect(gateway.feed.open).toBe(0);
  });

  it('of somebody who was suspended since delivers nothing more, and closes its socket', async () => {
    const client = await gateway.client();
    const closed = new Promise<{ code: number; reason: string }>((resolve) =>
      client.on('closed', (event) => resolve(event as { code: number; reason: string })),
    );
    const following = follow(client);
    await following.until(1);
    gateway.suspended.add('officer-one');
    gateway.feed.tell(entry());
    expect(await following.ended).toEqual(ended('NO_LONGER_AUTHENTICATED'));
    expect(await closed).toMatchObject({ code: 4403, reason: 'no-longer-authenticated' });
    expect(following.deliveries).toHaveLength(1);
  });
});

describe('a subscription', () => {
  it('ends when the purpose may not be used any more, and leaves the others of its socket', async () => {
    const client = await gateway.client();
    const following = follow(client);
    await following.until(1);
    gateway.mayUse.purposes = ['court'];
    gateway.feed.tell(entry());
    expect(await following.ended).toEqual(ended('PURPOSE_NO_LONGER_ALLOWED'));
    gateway.mayUse.purposes = ['safeguarding'];
    const again = follow(client);
    await again.until(2);
    again.stop();
  });

  it.each<[FeedClosing, string]>([
    ['relationship-ended', 'RELATIONSHIP_ENDED'],
    ['view-unavailable', 'VIEW_UNAVAILABLE'],
    ['outdated', 'OUTDATED'],
  ])('ends where its feed closes (%s), and says why', async (closing, reason) => {
    const following = follow(await gateway.client());
    await following.until(1);
    gateway.feed.close(closing);
    expect(await following.ended).toEqual(ended(reason));
    expect(gateway.feed.open).toBe(0);
  });

  it.each([
    ['no purpose', undefined, 'PURPOSE_REQUIRED', 0],
    ['a purpose that there is not', 'curiosity', 'INVALID_INPUT', 0],
    ['a purpose that is not theirs', 'asylum-decision', 'FORBIDDEN', 1],
    ['a purpose that opens no case', 'statistics', 'FORBIDDEN', 1],
  ])('does not begin for %s, and the denial is on record', async (_which, purpose, code, denials) => {
    const client = await gateway.client({ 'x-purpose': purpose });
    const following = follow(client, { cases: [ourCase] });
    expect(await following.ended).toMatchObject({ errors: [{ extensions: { code } }] });
    expect(gateway.feed.queries).toEqual([]);
    expect(gateway.behind.disclosed).toHaveLength(denials);
    for (const { touches } of gateway.behind.disclosed)
      expect(touches).toMatchObject([
        { asked: 'feed', caseId: ourCase, outcome: 'denied', denial: 'purpose-not-allowed' },
      ]);
  });
});

describe('a gateway that stops', () => {
  it('tells everybody that it goes away, and waits for nobody who does not answer', async () => {
    const stopping = await startSubscribing();
    const following = follow(await stopping.client());
    await following.until(1);
    const deaf = await stopping.socket();
    deaf.pause();
    const before = performance.now();
    await stopping.stop();
    expect(performance.now() - before).toBeLessThan(3_000);
    expect(await following.ended).toMatchObject({ code: 1001, reason: 'shutdown' });
    expect(stopping.feed.open).toBe(0);
    deaf.terminate();
  });
});
