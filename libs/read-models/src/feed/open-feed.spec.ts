import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { partNames, partSet } from '#casework';
import { accepted, refused, type Result } from '#kernel';
import { describeOnEachDatabase } from '#platform/testing';
import type { SharingPolicies } from '#sharing-policy';
import type { Reader } from '../api.js';
import { readerOf } from '../read-side.fixture.js';
import { twoPolicies } from '../timeline/policies.fixture.js';
import { joins, story, type Story } from '../timeline/story.fixture.js';
import type { FeedClosing, FeedItem, FeedQuery, FeedRefusal, FeedSubscription } from './api.js';
import { feedOfStories, type FeedOfStories } from './feed-of-stories.fixture.js';

const never = new AbortController().signal;
const all: FeedQuery = {
  cases: null,
  types: null,
  start: 'beginning',
  selectedParts: () => partSet(partNames),
  delivery: 'feed',
};
const northbridge = readerOf('northbridge', 'system');
const riverside = readerOf('riverside', 'system');

describeOnEachDatabase('a subscription to the feed', (make) => {
  let policies: SharingPolicies;
  let side: FeedOfStories;
  let tale: Story;
  let told: number;
  const open: FeedSubscription[] = [];
  beforeAll(async () => {
    policies = twoPolicies();
    side = await feedOfStories(make, policies);
  });
  afterAll(() => side.close());
  beforeEach(async () => {
    await side.begin();
    side.beforeRecording(() => Promise.resolve());
    side.opening.fails = false;
    tale = story();
    tale.begin('shipped');
    told = 0;
    const a = tale.onCase('a');
    a('ContactReceived');
    a('AgencyJoinedCase', joins('riverside'));
    tale.onCase('b')('ContactReceived', { by: 'easthaven' });
    await takeIn();
  });
  afterEach(() => {
    for (const subscription of open.splice(0)) subscription.close();
    expect(side.listening()).toBeLessThanOrEqual(1);
  });

  const takeIn = async () => {
    await side.take(tale.events.slice(told));
    told = tale.events.length;
  };

  const asked = (
    reader: Reader | (() => Result<Reader, FeedClosing>),
    query: Partial<FeedQuery> = {},
  ): Promise<Result<FeedSubscription, FeedRefusal>> =>
    side.feed.subscribe(() => Promise.resolve(typeof reader === 'function' ? reader() : accepted(reader)), {
      ...all,
      ...query,
    });
  const subscribed = async (...of: Parameters<typeof asked>): Promise<FeedSubscription> => {
    const begun = await asked(...of);
    if (!begun.ok) throw new Error(`It was refused: ${JSON.stringify(begun.reason)}`);
    open.push(begun.value);
    return begun.value;
  };
  const refusal = async (...of: Parameters<typeof asked>): Promise<FeedRefusal> => {
    const begun = await asked(...of);
    if (begun.ok) throw new Error('It was not refused.');
    return begun.reason;
  };
  const next = (subscription: FeedSubscription, most = 100, heartbeatMs = 1) =>
    subscription.next({ most, heartbeatMs, signal: never });

  it('is refused alike for a case that must not be known and for one that there is not, and the denial recorded', async () => {
    const hidden = await refusal(riverside, { cases: ['a', 'b'] });
    const records = [...side.recorded];
    side.recorded.length = 0;
    const absent = await refusal(riverside, { cases: ['a', 'c'] });
    expect(hidden.code).toBe('NOT_FOUND');
    expect(JSON.stringify(hidden).replaceAll('"b"', '"c"')).toBe(JSON.stringify(absent));
    expect(records).toHaveLength(1);
    expect(JSON.stringify(records).replaceAll('"b"', '"c"')).toBe(JSON.stringify(side.recorded));
    expect(records[0]).toMatchObject([{ asked: 'feed', caseId: 'b', outcome: 'denied', caseKnown: false }]);
  });

  it('is refused for types that there are not', async () => {
    expect(await refusal(riverside, { types: ['NoSuchThing'] })).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'types',
    });
  });

  it('is refused while the view of a case that it names waits for an operator', async () => {
    await side.parked('a');
    expect(await refusal(riverside, { cases: ['a'] })).toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('is refused with why nobody may read any more', async () => {
    expect(await refusal(() => refused('token-expired'))).toEqual({
      code: 'CLOSED',
      closing: 'token-expired',
    });
  });

  it.each<[string, Reader]>([
    ['another organisation', readerOf('riverside', 'system')],
    ['another person', readerOf('northbridge', 'system', { person: 'other' })],
    ['another purpose', readerOf('northbridge', 'system', { purpose: 'audit' })],
  ])('does not begin at a cursor of %s', async (_whose, other) => {
    const subscription = await subscribed(northbridge);
    const { items, checkpoint } = await next(subscription);
    for (const after of [checkpoint, items[0]!.cursor, 'nonsense']) {
      expect(await refusal(other, { start: { after } })).toEqual({
        code: 'CURSOR_REFUSED',
        reason: 'not-yours',
      });
    }
  });

  it('does not begin at a cursor of a view that held other things', async () => {
    const { checkpoint } = await next(await subscribed(northbridge));
    await side.begin();
    const other = story();
    other.adopted('shipped');
    other.begin('shipped');
    const c = other.onCase('c');
    for (let number = 0; number < 5; number += 1) c('ContactReceived');
    await side.take(other.events);
    expect(await refusal(northbridge, { start: { after: checkpoint } })).toEqual({
      code: 'CURSOR_REFUSED',
      reason: 'outdated',
    });
  });

  it('goes on where the same view was built anew while it is open, and closes where that holds other things', async () => {
    const subscription = await subscribed(northbridge);
    expect((await next(subscription)).items).toHaveLength(2);
    await side.begin();
    const event = tale.onCase('a')('ContactReceived');
    await side.take(tale.events);
    const { items, closing } = await next(subscription);
    expect(items.map((item) => item.kind === 'entry' && item.entry.eventId)).toEqual([event.header.id]);
    expect(closing).toBeNull();
    await side.begin();
    const other = story();
    other.adopted('shipped');
    other.begin('shipped');
    for (let number = 0; number < 5; number += 1) other.onCase('c')('ContactReceived');
    await side.take(other.events);
    expect(await next(subscription)).toMatchObject({ items: [], closing: 'outdated' });
  });

  it('does not begin beyond the end of the view', async () => {
    const { checkpoint } = await next(await subscribed(northbridge));
    await side.begin();
    await side.take(tale.events.slice(0, -3));
    expect(await refusal(northbridge, { start: { after: checkpoint } })).toMatchObject({
      reason: 'outdated',
    });
  });

  it('begins with what comes from now on, where that was asked', async () => {
    const subscription = await subscribed(riverside, { start: 'now' });
    expect((await next(subscription)).items).toEqual([]);
    const event = tale.onCase('a')('ContactReceived', { by: 'riverside' });
    await takeIn();
    const { items } = await next(subscription);
    expect(items.map((item) => item.kind === 'entry' && item.entry.eventId)).toEqual([event.header.id]);
  });

  it('waits while there is nothing, and is woken by what comes, not by what is hidden', async () => {
    const subscription = await subscribed(riverside, { start: 'now' });
    const colleague = await subscribed(readerOf('riverside', 'officer', { person: 'riverside-other' }), {
      ...{ cases: ['a'], start: 'now' },
    });
    await Promise.all([next(subscription), next(colleague)]);
    const waiting = next(subscription, 10, 60_000);
    const theirs = next(colleague, 10, 60_000);
    // Its system reads for everybody of the agency, so it never has what is kept from one of them.
    tale.onCase('a')('ContactReceived', {
      by: 'northbridge',
      handling: { neverTo: ['riverside-worker'] },
    });
    await takeIn();
    expect((await theirs).items).toHaveLength(1);
    const event = tale.onCase('a')('ContactReceived', { by: 'riverside' });
    await takeIn();
    const { items, caughtUp } = await waiting;
    expect(items.map((item) => item.kind === 'entry' && item.entry.eventId)).toEqual([event.header.id]);
    expect(caughtUp).toBe(true);
  });

  it('answers an empty batch from time to time, with another cursor each time', async () => {
    const subscription = await subscribed(riverside, { start: 'now' });
    const [first, second] = [await next(subscription), await next(subscription)];
    expect([first.items, second.items]).toEqual([[], []]);
    expect(first.checkpoint).not.toBe(second.checkpoint);
    await subscribed(riverside, { start: { after: second.checkpoint } });
    expect(side.recorded).toEqual([]);
  });

  it('stops waiting when it is told to', async () => {
    const subscription = await subscribed(riverside, { start: 'now' });
    await next(subscription);
    const stopping = new AbortController();
    const waiting = subscription.next({ most: 1, heartbeatMs: 60_000, signal: stopping.signal });
    stopping.abort();
    expect((await waiting).items).toEqual([]);
  });

  it('records what it hands over, one record for each case, before anything is opened', async () => {
    tale.onCase('b')('AgencyJoinedCase', { ...joins('riverside'), by: 'easthaven' });
    await takeIn();
    side.opening.fails = true;
    const subscription = await subscribed(riverside);
    await expect(next(subscription)).rejects.toThrow('no key');
    expect(side.recorded).toHaveLength(1);
    expect(side.recorded[0]!.map(({ caseId, asked, outcome }) => [caseId, asked, outcome]).sort()).toEqual([
      ['a', 'feed', 'given'],
      ['b', 'feed', 'given'],
    ]);
    side.opening.fails = false;
    const { items } = await next(subscription);
    expect(items.map(({ kind }) => kind)).toEqual(['entry', 'entry', 'entry', 'entry']);
  });

  it('delivers nothing where that cannot be recorded, and the same with the next call', async () => {
    const subscription = await subscribed(riverside);
    side.beforeRecording(() => Promise.reject(new Error('the log is away')));
    await expect(next(subscription, 1)).rejects.toThrow('the log is away');
    side.beforeRecording(() => Promise.resolve());
    const { items } = await next(subscription, 1);
    const { items: rest } = await next(subscription, 1);
    expect(new Set([...items, ...rest].map(({ id }) => id)).size).toBe(2);
  });

  it('closes with the reason when the subscriber may read no more, and delivers nothing then', async () => {
    let may: Result<Reader, FeedClosing> = accepted(riverside);
    const subscription = await subscribed(() => may, { start: 'now' });
    tale.onCase('a')('ContactReceived', { by: 'riverside' });
    await takeIn();
    may = refused('purpose-no-longer-allowed');
    expect(await next(subscription)).toMatchObject({ items: [], closing: 'purpose-no-longer-allowed' });
    expect(side.recorded).toEqual([]);
  });

  it('notices while it waits that the subscriber may read no more', async () => {
    let may: Result<Reader, FeedClosing> = accepted(riverside);
    const subscription = await subscribed(() => may, { start: 'now' });
    await next(subscription);
    const waiting = next(subscription, 10, 20);
    may = refused('token-expired');
    const batch = await waiting;
    expect(batch.closing ?? (await next(subscription)).closing).toBe('token-expired');
  });

  it('delivers only entries of the types that were asked for', async () => {
    const subscription = await subscribed(northbridge, { types: ['AgencyJoinedCase'] });
    const { items } = await next(subscription);
    expect(items.map((item) => item.kind === 'entry' && item.entry.type)).toEqual(['AgencyJoinedCase']);
  });

  describe('while the view of one case waits for an operator', () => {
    const cases = ({ items }: { readonly items: readonly FeedItem[] }) =>
      items.map((item) => (item.kind === 'entry' ? item.entry.caseId : item.caseId));

    it('leaves that case out and goes on with the others; afterwards one has to begin anew', async () => {
      tale.onCase('b')('AgencyJoinedCase', { ...joins('riverside'), by: 'easthaven' });
      await takeIn();
      await side.parked('a');
      const subscription = await subscribed(riverside);
      const batch = await next(subscription);
      expect(cases(batch)).toEqual(['b', 'b']);
      expect(await refusal(riverside, { start: { after: batch.checkpoint } })).toMatchObject({
        reason: 'outdated',
      });
      await side.parked(null);
      expect(await next(subscription)).toMatchObject({ items: [], closing: 'outdated' });
      expect(cases(await next(await subscribed(riverside))).sort()).toEqual(['a', 'a', 'b', 'b']);
    });

    it('closes for whoever follows it by name', async () => {
      const subscription = await subscribed(riverside, { cases: ['a'] });
      await side.parked('a');
      expect(await next(subscription)).toMatchObject({ items: [], closing: 'view-unavailable' });
    });
  });

  it('resumes from nowhere within what follows when somebody works with the child no more', async () => {
    const nora = readerOf('northbridge', 'allocated-worker', { person: 'nora' });
    const a = tale.onCase('a');
    a('WorkerAllocated', { concerns: { worker: 'nora' } });
    await takeIn();
    const subscription = await subscribed(nora, { cases: ['a'] });
    expect((await next(subscription)).items.length).toBe(3);
    a('WorkerReleased', { concerns: { worker: 'nora' } });
    await takeIn();
    const first = await next(subscription, 1);
    expect([first.items.map(({ kind }) => kind), first.closing]).toEqual([['ended'], null]);
    // Allocated again, she stands as she did; but one entry was taken away meanwhile, and would never come again.
    a('WorkerAllocated', { concerns: { worker: 'nora' } });
    await takeIn();
    for (const after of [first.checkpoint, first.items[0]!.cursor])
      expect(await refusal(nora, { cases: ['a'], start: { after } })).toMatchObject({ reason: 'outdated' });
  });

  it('says that it has caught up after what it brought, and not again because something hidden came', async () => {
    const subscription = await subscribed(riverside);
    expect(await next(subscription, 2)).toMatchObject({ caughtUp: true, items: [{}, {}] });
    for (let number = 0; number < 2_200; number += 1)
      tale.onCase('a')('ContactReceived', { handling: { neverTo: ['riverside-worker'] } });
    await takeIn();
    let answered = false;
    const waiting = next(subscription, 2, 60_000).finally(() => (answered = true));
    // Somebody else looks through as much, several times.
    for (let time = 0; time < 3; time += 1) await next(await subscribed(northbridge), 3_000);
    expect(answered).toBe(false);
    tale.onCase('a')('ContactReceived');
    await takeIn();
    expect((await waiting).items).toHaveLength(1);
  });
});
