import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { declarationOf, partName, partSet } from '#casework';
import { anEntry, ourCase } from '../gateway.fixture.js';
import { follow, idsOf, startSubscribing, type SubscribingGateway } from './subscribing.fixture.js';

let gateway: SubscribingGateway;
beforeAll(async () => {
  gateway = await startSubscribing();
});
beforeEach(async () => {
  await openAre(0);
  gateway.feed.reset();
});
afterAll(() => gateway.stop());

const entries = (count: number) =>
  Array.from({ length: count }, () => ({
    entry: anEntry('ContactReceived', { account: 'He is not there.' }),
  }));
const openAre = async (count: number) => {
  while (gateway.feed.open !== count) await new Promise(setImmediate);
};
const metrics = async () => (await fetch(`${gateway.address}/metrics`)).text();
const countIn = (text: string, name: string) =>
  Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? NaN);
const checkpoint = (caughtUp: boolean) => ({
  __typename: 'FeedCheckpoint',
  cursor: expect.any(String),
  caughtUp,
});

describe('somebody who follows cases', () => {
  it('is sent what there is, told when that was all, and then what comes', async () => {
    gateway.feed.tell(...entries(2));
    const following = follow(await gateway.client());
    await following.until(3);
    const [live] = entries(1);
    gateway.feed.tell(live!, { ended: live!.entry.eventId, caseId: ourCase });
    const deliveries = await following.until(5);
    expect(idsOf(deliveries)).toEqual(['delivery-1', 'delivery-2', 'delivery-3', 'delivery-4']);
    expect(deliveries[2]).toEqual(checkpoint(true));
    expect(deliveries[3]).toMatchObject({
      __typename: 'CaseEntryPublished',
      entry: { eventId: live!.entry.eventId, type: 'ContactReceived' },
    });
    expect(deliveries[4]).toEqual({
      __typename: 'CaseEntryEnded',
      id: 'delivery-4',
      cursor: expect.any(String),
      caseId: ourCase,
      eventId: live!.entry.eventId,
    });
    following.stop();
  });

  it('goes on behind the last cursor, on another socket, with nothing missing and nothing twice', async () => {
    gateway.feed.tell(...entries(5));
    const first = follow(await gateway.client());
    await first.until(5);
    first.stop();
    gateway.feed.tell(...entries(2));
    const { cursor } = first.deliveries[2]!;
    const second = follow(await gateway.client(), { after: cursor });
    await second.until(5);
    expect([...idsOf(first.deliveries).slice(0, 3), ...idsOf(second.deliveries)]).toEqual(
      Array.from({ length: 7 }, (_, index) => `delivery-${index + 1}`),
    );
    second.stop();
  });

  it('begins with what comes, where that is asked for', async () => {
    gateway.feed.tell(...entries(5));
    const following = follow(await gateway.client(), { from: 'NOW' });
    await following.until(1);
    gateway.feed.tell(...entries(1));
    await following.until(2);
    expect(idsOf(following.deliveries)).toEqual(['delivery-6']);
    following.stop();
  });

  it('says which cases, and which types', async () => {
    gateway.feed.tell(...entries(1), { entry: anEntry('ContactTurnedAway', { reason: 'no-asylum-status' }) });
    const following = follow(await gateway.client(), {
      cases: [ourCase, ourCase.toUpperCase()],
      types: ['ContactTurnedAway'],
    });
    await following.until(1);
    expect(following.deliveries[0]).toMatchObject({ entry: { type: 'ContactTurnedAway' } });
    expect(gateway.feed.queries[0]).toMatchObject({
      cases: [ourCase],
      types: ['ContactTurnedAway'],
      start: 'beginning',
      delivery: 'subscription',
    });
    following.stop();
  });

  it('is disclosed the parts that the query selects, and a page of them at once', async () => {
    gateway.feed.tell(...entries(30));
    const details = (fields: string) =>
      `subscription { caseEvents { __typename ... on CaseEntryPublished { id cursor entry { eventId ${fields} } } } }`;
    const words = follow(await gateway.client(), {}, details('... on ContactReceived { account }'));
    await words.until(31);
    const account = declarationOf('ContactReceived')!.fields['account']!;
    const [query] = gateway.feed.queries;
    expect(query!.selectedParts('ContactReceived')).toBe(
      partSet([partName(account.category, account.grade)]),
    );
    expect(query!.selectedParts('ContactTurnedAway')).toBe(0);
    expect(words.deliveries[0]!.entry).toMatchObject({ account: 'He is not there.' });
    expect(new Set(gateway.feed.most)).toEqual(new Set([25]));
    words.stop();
    gateway.feed.most.length = 0;
    const bare = follow(await gateway.client(), {}, details('type'));
    await bare.until(31);
    expect(new Set(gateway.feed.most)).toEqual(new Set([100]));
    expect(gateway.feed.queries[1]!.selectedParts('ContactReceived')).toBe(0);
    bare.stop();
  });

  it('is sent a checkpoint while nothing happens', async () => {
    const quick = await startSubscribing({ heartbeatMilliseconds: 20 });
    const following = follow(await quick.client());
    await following.until(3);
    expect(following.deliveries.slice(0, 3)).toEqual([checkpoint(true), checkpoint(true), checkpoint(true)]);
    following.stop();
    await quick.stop();
  });

  it('is read for no more once they have completed, or gone', async () => {
    const client = await gateway.client();
    const [one, two] = [follow(client), follow(client)];
    await Promise.all([one.until(1), two.until(1)]);
    expect(gateway.feed.open).toBe(2);
    one.stop();
    await openAre(1);
    client.terminate();
    await openAre(0);
    await two.ended;
  });

  it('is read for never, where they went while it began', async () => {
    let go: () => void = () => undefined;
    gateway.feed.beginning = () => new Promise((resolve) => (go = resolve));
    const client = await gateway.client();
    const following = follow(client);
    while (gateway.feed.queries.length === 0) await new Promise(setImmediate);
    client.terminate();
    await following.ended;
    while (!(await metrics()).includes('throughline_sockets_open 0')) await new Promise(setImmediate);
    go();
    while (gateway.feed.begun === 0) await new Promise(setImmediate);
    await openAre(0);
    expect(gateway.feed.most).toEqual([]);
  });

  it('is told an error where a delivery cannot be presented, and nothing after it', async () => {
    gateway.feed.tell(
      ...entries(1),
      { entry: anEntry('ContactReceived', {}, { eventId: null as never }) },
      ...entries(1),
    );
    const following = follow(await gateway.client());
    const end = await following.ended;
    expect(end).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL' } }] });
    expect(idsOf(following.deliveries)).toEqual(['delivery-1']);
    expect(gateway.feed.open).toBe(0);
  });

  it('is told an error where the feed fails, and not its words', async () => {
    const following = follow(await gateway.client());
    await following.until(1);
    gateway.feed.failing = new Error('CANARY');
    gateway.feed.tell(...entries(1));
    const end = JSON.stringify(await following.ended);
    expect(end).toContain('INTERNAL');
    expect(end).not.toContain('CANARY');
    expect(gateway.feed.open).toBe(0);
  });
});

describe('what is counted', () => {
  it('is how many there are, what they were sent and how they ended, with no word of anybody', async () => {
    const before = await metrics();
    gateway.feed.tell(...entries(2));
    const following = follow(await gateway.client());
    await following.until(3);
    const during = await metrics();
    expect(during).toMatch(/throughline_sockets_open [1-9]/);
    expect(during).toContain('throughline_subscriptions_open 1');
    expect(countIn(during, 'throughline_subscription_deliveries_total')).toBe(
      3 + countIn(before, 'throughline_subscription_deliveries_total'),
    );
    gateway.feed.close('relationship-ended');
    await following.ended;
    const after = await metrics();
    expect(after).toContain('throughline_subscriptions_ended_total{reason="relationship-ended"} 1');
    expect(after).toContain('throughline_subscriptions_open 0');
    expect(after).not.toMatch(/officer|northshire/);
  });
});
