import { credentials } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { followFeed, type FeedMessage, type FollowedFeed, type FollowFeedOptions } from '#feed-client';
import { StoreUnavailable } from '#event-store';
import { hiddenCase } from './feed-in-memory.fixture.js';
import { everythingThrough, type Proxy } from './proxy.fixture.js';
import { serveFeed, type ServedFeed } from './served-feed.fixture.js';

let served: ServedFeed;
const followed: FollowedFeed[] = [];
const proxies: Proxy[] = [];
beforeEach(async () => {
  served = await serveFeed();
});
afterEach(async () => {
  for (const one of followed.splice(0)) one.close();
  for (const one of proxies.splice(0)) one.close();
  await served.close();
});

const follow = (more: Partial<FollowFeedOptions> = {}): FollowedFeed => {
  const feed = followFeed({
    address: served.address,
    credentials: credentials.createInsecure(),
    token: () => served.token(),
    purpose: 'safeguarding',
    start: 'beginning',
    backOff: { least: 10, most: 50 },
    ...more,
  });
  followed.push(feed);
  return feed;
};

/** Takes messages until so many deliveries are there, and confirms as told. */
const take = async (
  feed: FollowedFeed,
  deliveries: number,
  each: (message: FeedMessage) => void = feed.confirm,
): Promise<readonly string[]> => {
  const ids: string[] = [];
  const messages = feed[Symbol.asyncIterator]();
  while (ids.length < deliveries) {
    const next: IteratorResult<FeedMessage, unknown> = await messages.next();
    if (next.done === true) break;
    each(next.value);
    if (next.value.kind !== 'checkpoint') ids.push(next.value.id);
  }
  return ids;
};

const published = (count: number): string[] =>
  Array.from({ length: count }, () => served.behind.publish().id);

describe('a feed that is followed', () => {
  it('goes on after what was confirmed when the connection is lost, and gives again what was not', async () => {
    const proxy = await everythingThrough(served.address);
    proxies.push(proxy);
    const interruptions: string[] = [];
    const feed = follow({
      address: proxy.address,
      onInterruption: ({ status }) => void interruptions.push(status),
    });
    const ids = published(5);
    let confirm = true;
    const first = await take(feed, 5, (message) => {
      if (message.kind === 'entry' && message.id === ids[3]) confirm = false;
      if (confirm) feed.confirm(message);
    });
    expect(first).toEqual(ids);
    expect(feed.confirmed()).toBe('cursor-3');
    proxy.cut();
    ids.push(...published(2));
    // A mark that was under way still says that all five were given; they are not dealt with by that.
    const deliveries = (message: FeedMessage) => {
      if (message.kind !== 'checkpoint') feed.confirm(message);
    };
    expect(await take(feed, 4, deliveries)).toEqual(ids.slice(3));
    expect(interruptions.length).toBeGreaterThan(0);
  });

  it('waits and goes on while the feed is away', async () => {
    const feed = follow();
    const ids = published(1);
    expect(await take(feed, 1)).toEqual(ids);
    served.behind.failure = new StoreUnavailable('The log is away.');
    ids.push(...published(1));
    const next = take(feed, 1);
    await new Promise((go) => setTimeout(go, 200));
    served.behind.failure = null;
    expect(await next).toEqual(ids.slice(1));
  });

  it('asks for a new token when the old one has expired', async () => {
    let asked = 0;
    const feed = follow({ token: () => served.token({ expires: (asked += 1) === 1 ? 1 : 600 }) });
    await take(feed, 1, (message) => {
      feed.confirm(message);
      if (message.kind === 'checkpoint' && asked === 2 && served.behind.items.length === 0) published(1);
    });
    expect(asked).toBe(2);
  });

  it('from now on misses nothing that comes while it is interrupted', async () => {
    published(3);
    const proxy = await everythingThrough(served.address);
    proxies.push(proxy);
    const feed = follow({ start: 'now', address: proxy.address });
    const messages = feed[Symbol.asyncIterator]();
    expect(await messages.next()).toMatchObject({ value: { kind: 'checkpoint', caughtUp: true } });
    proxy.cut();
    const ids = published(2);
    expect(await take(feed, 2)).toEqual(ids);
  });

  it.each([
    ['a case that is not there', { cases: [hiddenCase] }, { status: 'NOT_FOUND', code: 'NOT_FOUND' }],
    [
      'a cursor that is not its own',
      { start: { after: 'of-others' } },
      { status: 'FAILED_PRECONDITION', code: 'CURSOR_REFUSED', reason: 'not-yours' },
    ],
    ['a wrong purpose', { purpose: 'curiosity' }, { status: 'INVALID_ARGUMENT', field: 'x-purpose' }],
    ['a token that is no token', { token: () => Promise.resolve('no') }, { status: 'UNAUTHENTICATED' }],
  ])('is told of %s, and does not try again', async (_what, more, expected) => {
    await expect(take(follow(more), 1)).rejects.toMatchObject({ name: 'FeedRefused', ...expected });
  });

  it('is over for the server too when it is closed, or no longer iterated', async () => {
    const feed = follow();
    published(1);
    for await (const message of feed) {
      expect(message.kind).toBe('entry');
      break;
    }
    const other = follow();
    await take(other, 1);
    other.close();
    expect(await other[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
    for (let attempt = 0; attempt < 200 && served.behind.open > 0; attempt += 1)
      await new Promise((go) => setTimeout(go, 10));
    expect(served.behind.open).toBe(0);
  });
});
