import { setTimeout } from 'node:timers/promises';
import { credentials, status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Content, Level, type SubscribeResponse } from '#feed-client';
import { everythingThrough, type Proxy } from './proxy.fixture.js';
import { anEntry, ourCase, secret } from './feed-in-memory.fixture.js';
import { fromBeginning, receive, serveFeed, told, type ServedFeed } from './served-feed.fixture.js';
import { usualTiming } from './settings.js';

let served: ServedFeed;
const proxies: Proxy[] = [];
beforeEach(async () => {
  served = await serveFeed({
    timing: {
      ...usualTiming,
      heartbeatMilliseconds: 100,
      keepAliveMilliseconds: 300,
      keepAliveAnswerMilliseconds: 2_000,
    },
  });
});
afterEach(async () => {
  for (const proxy of proxies.splice(0)) proxy.close();
  await served.close();
});

const until = async (holds: () => boolean): Promise<void> => {
  const deadline = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('It did not come to be so.');
    await setTimeout(10);
  }
};

const idOf = (message: SubscribeResponse['message']) =>
  message?.$case === 'entry' ? message.entry.id : message?.$case === 'ended' ? message.ended.id : null;

describe('a subscription from the beginning', () => {
  it('is sent what is there, told that it has all, and then sent what comes and what ends', async () => {
    const entry = anEntry();
    const first = served.behind.publish(entry);
    const client = receive(served.client(), fromBeginning(), await served.metadata());
    await client.until('caughtUp', 1);
    const second = served.behind.publish();
    const third = served.behind.end(entry);
    await client.until('ended', 1);
    expect(client.messages.map(idOf).filter((id) => id !== null)).toEqual([first.id, second.id, third.id]);
    expect(client.messages.map(({ $case }) => $case).slice(0, 2)).toEqual(['entry', 'caughtUp']);
  });

  it('is sent a checkpoint now and then while there is nothing', async () => {
    const client = receive(served.client(), fromBeginning(), await served.metadata());
    await client.until('checkpoint', 2);
    expect(client.messages.filter(({ $case }) => $case === 'caughtUp')).toHaveLength(1);
  });

  it('is thin unless told, and asks for no part', async () => {
    served.behind.publish();
    const client = receive(served.client(), fromBeginning(), await served.metadata());
    await client.until('entry', 1);
    const [message] = client.messages;
    const entry = message?.$case === 'entry' ? message.entry.entry : undefined;
    expect(entry).toMatchObject({
      level: Level.LEVEL_FULL,
      caseId: ourCase,
      type: 'ChildReportedMissing',
      recordedBy: { id: 'force', name: 'The Force', function: 'police' },
      recordedAt: '2010-11-02T04:50:00.000Z',
      withheld: [{ category: 'location', grade: 'told', reason: 'policy' }],
    });
    expect(JSON.stringify(client.messages)).not.toContain(secret);
    expect(served.behind.queries[0]?.selectedParts('ChildReportedMissing')).toBe(0);
  });

  it('has the details where they are asked for, but no place of the log', async () => {
    const place = `${'0'.repeat(20)}/${'0'.repeat(20)}`;
    served.behind.publish(anEntry({ details: { circumstances: secret, drawnFrom: place } }));
    const request = fromBeginning({ content: Content.CONTENT_FULL });
    const client = receive(served.client(), request, await served.metadata());
    await client.until('entry', 1);
    const [message] = client.messages;
    const details = message?.$case === 'entry' ? message.entry.entry?.detailsJson : undefined;
    expect(JSON.parse(details ?? '')).toMatchObject({ circumstances: secret });
    expect(details).not.toContain(place);
    expect(served.behind.queries[0]?.selectedParts('ChildReportedMissing')).not.toBe(0);
  });

  it('goes on after the cursor of any delivery, and from a checkpoint', async () => {
    const items = Array.from({ length: 600 }, () => served.behind.publish());
    const client = receive(served.client(), fromBeginning(), await served.metadata());
    await client.until('caughtUp', 1);
    const sent = client.messages.filter(({ $case }) => $case === 'entry');
    expect(sent.map(idOf)).toEqual(items.map(({ id }) => id));
    const place = sent[299];
    const after = place?.$case === 'entry' ? place.entry.cursor : '';
    const request = fromBeginning({ start: { $case: 'after', after } });
    const again = receive(served.client(), request, await served.metadata());
    await again.until('caughtUp', 1);
    expect(again.messages.filter(({ $case }) => $case === 'entry').map(idOf)).toEqual(
      items.slice(300).map(({ id }) => id),
    );
    const mark = again.messages.find(({ $case }) => $case === 'caughtUp');
    expect(mark).toEqual({ $case: 'caughtUp', caughtUp: { cursor: 'cursor-600' } });
  });
});

describe('a subscription ends at once', () => {
  it('with its deadline', async () => {
    const deadline = Date.now() + 500;
    const client = receive(served.client(), fromBeginning(), await served.metadata(), { deadline });
    await client.until('caughtUp', 1);
    expect((await client.ended)?.code).toBe(status.DEADLINE_EXCEEDED);
    await until(() => served.behind.open === 0);
  });

  it('when the client cancels it', async () => {
    const client = receive(served.client(), fromBeginning(), await served.metadata());
    await client.until('caughtUp', 1);
    client.cancel();
    await until(() => served.behind.open === 0);
    const { reads } = served.behind;
    await setTimeout(300);
    expect(served.behind.reads).toBe(reads);
  });

  it('and is told so, when the server stops', async () => {
    const client = receive(served.client(), fromBeginning(), await served.metadata());
    await client.until('caughtUp', 1);
    await served.close();
    expect(told(await client.ended, 'throughline-reason')).toBe('server-stops');
  });
});

describe('a client that does not read', () => {
  it('is not read for meanwhile, and gets everything in order when it reads again', async () => {
    const details = { circumstances: 'x'.repeat(4_000) };
    for (let count = 0; count < 5_000; count += 1) served.behind.publish(anEntry({ details }));
    const client = served.client();
    const call = client.subscribe(fromBeginning({ content: Content.CONTENT_FULL }), await served.metadata());
    call.on('error', () => undefined);
    const ids: string[] = [];
    call.once('data', () => call.pause());
    await until(() => served.behind.reads > 0);
    let reads = -1;
    while (reads !== served.behind.reads) {
      reads = served.behind.reads;
      await setTimeout(300);
    }
    // 5,000 deliveries are twenty batches; what fits into buffers is read, and nothing else.
    expect(reads).toBeLessThan(5);
    const before = process.memoryUsage().rss;
    await setTimeout(500);
    expect(served.behind.reads).toBe(reads);
    expect(process.memoryUsage().rss - before).toBeLessThan(20 * 1024 * 1024);
    const other = receive(served.client(), fromBeginning(), await served.metadata());
    await other.until('caughtUp', 1);

    call.on('data', ({ message }: SubscribeResponse) => ids.push(idOf(message) ?? 'mark'));
    call.resume();
    await until(() => ids.at(-1) === 'mark');
    // The first was taken before the pause.
    expect(ids.filter((id) => id !== 'mark')).toEqual(served.behind.items.slice(1).map(({ id }) => id));
    call.cancel();
  });

  it('gives its place back when its token has expired and it is gone', async () => {
    for (let count = 0; count < 2_000; count += 1)
      served.behind.publish(anEntry({ details: { circumstances: 'x'.repeat(4_000) } }));
    const call = served
      .client()
      .subscribe(fromBeginning({ content: Content.CONTENT_FULL }), await served.metadata({ expires: 2 }));
    call.on('error', () => undefined);
    call.once('data', () => call.pause());
    await until(() => served.behind.open === 1);
    await until(() => served.behind.open === 0);
    call.cancel();
    await untilOpen(0);
  });
});

const untilOpen = async (count: number): Promise<void> => {
  const pattern = new RegExp(`throughline_feed_subscriptions_open ${count}\\n`);
  for (let attempt = 0; attempt < 500; attempt += 1) {
    if (pattern.test(await served.telemetry.metrics.text())) return;
    await setTimeout(10);
  }
  throw new Error('Its place was not given back.');
};

describe('a connection of which one half is gone', () => {
  it('is found out, and what was kept for it is given back', async () => {
    const proxy = await everythingThrough(served.address);
    proxies.push(proxy);
    const client = receive(
      served.client(credentials.createInsecure(), {}, proxy.address),
      fromBeginning(),
      await served.metadata(),
    );
    await client.until('caughtUp', 1);
    expect(served.behind.open).toBe(1);
    proxy.swallow();
    await until(() => served.behind.open === 0);
    await untilOpen(0);
  });
});
