/**
 * The feed over gRPC, subscribers in another process: how long after its answer an action is delivered, at a steady 100 a
 * second over 100 cases; how many events a second somebody catches up with; and what an idle subscriber costs. Beside it a
 * bare server that writes the same messages, which it has already, to the same subscribers.
 *
 * Run it: `npm run build && node dist/test/bench/feed.js`
 */
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { percentile } from './cluster-statistics.js';
import { startClients } from './feed-clients.js';
import { openFloor } from './feed-floor.js';
import { openFeedServer, token, type FeedServerUnderTest } from './feed-server.js';

export interface FeedLag {
  readonly subscribers: number;
  readonly perSecond: number;
  readonly deliveries: number;
  /** Milliseconds from the answer to an action until a subscriber has it. */
  readonly p50: number;
  readonly p99: number;
  readonly floorP50: number;
  readonly floorP99: number;
}

export interface CatchUp {
  readonly events: number;
  readonly content: 'thin' | 'full';
  readonly perSecond: number;
  readonly floor: number;
  readonly ratio: number;
}

export interface FeedBench {
  readonly lag: readonly FeedLag[];
  readonly catchUp: readonly CatchUp[];
  /** Kilobytes of heap, and of resident memory, for each idle subscriber. */
  readonly idle: { readonly subscribers: number; readonly heap: number; readonly resident: number };
}

const casesFollowed = 100;
const perSecond = 100;

const now = () => performance.timeOrigin + performance.now();

/** One follows everything, as an agency's software does; more follow a case each. */
const subscribersOf = (count: number, cases: readonly string[]) =>
  count === 1 ? [null] : Array.from({ length: count }, (_, index) => [cases[index % cases.length]!]);

/** Begins one piece of work after another at a steady rate, whether or not the earlier are done, and awaits them all. */
const steadily = async (count: number, work: (number: number) => Promise<void>): Promise<number> => {
  const began = performance.now();
  const underWay: Promise<void>[] = [];
  while (underWay.length < count) {
    const due = Math.min(count, Math.ceil(((performance.now() - began) * perSecond) / 1_000));
    while (underWay.length < due) underWay.push(work(underWay.length));
    await after(1);
  }
  await Promise.all(underWay);
  return count / ((performance.now() - began) / 1_000);
};

interface Published {
  readonly address: string;
  /** Publishes an event of a case; the answer is its id, when it is on record. */
  readonly publish: (caseId: string) => Promise<string>;
}

const deliveredIn = async (
  { address, publish }: Published,
  count: number,
  cases: readonly string[],
  seconds: number,
) => {
  const clients = await startClients();
  const subscribers = subscribersOf(count, cases);
  await clients.subscribe({ address, token, subscribers, from: 'now', content: 'thin' });
  const answered = new Map<string, number>();
  const publishOne = async (number: number): Promise<void> => {
    const eventId = await publish(cases[number % cases.length]!);
    answered.set(eventId, now());
  };
  // The first second warms up and is not counted.
  await steadily(perSecond, publishOne);
  answered.clear();
  const reached = await steadily(perSecond * seconds, publishOne);
  const expected = answered.size * (count === 1 ? 1 : count / casesFollowed);
  const times: number[] = [];
  for (let waited = 0; times.length < expected; waited += 1) {
    if (waited > 600) throw new Error(`${times.length} of ${expected} deliveries came.`);
    await after(100);
    for (const [eventId, at] of (await clients.report()).arrivals) {
      const since = answered.get(eventId);
      if (since !== undefined) times.push(at - since);
    }
  }
  await clients.end();
  return { times, reached };
};

const lagWith = async (
  server: FeedServerUnderTest,
  count: number,
  cases: readonly string[],
  seconds: number,
): Promise<FeedLag> => {
  const publish = async (caseId: string) => (await server.record(caseId)).eventId;
  const { times, reached } = await deliveredIn({ address: server.address, publish }, count, cases, seconds);
  const floor = await openFloor();
  const bare = await deliveredIn(
    { address: floor.address, publish: async (caseId) => floor.publish(caseId) },
    count,
    cases,
    Math.min(seconds, 5),
  );
  floor.close();
  return {
    ...{ subscribers: count, perSecond: reached, deliveries: times.length },
    ...{ p50: percentile(times, 0.5), p99: percentile(times, 0.99) },
    ...{ floorP50: percentile(bare.times, 0.5), floorP99: percentile(bare.times, 0.99) },
  };
};

const caughtUpWith = async (server: FeedServerUnderTest, content: CatchUp['content']): Promise<CatchUp> => {
  const read = async (address: string) => {
    const clients = await startClients();
    const all = { address, token, subscribers: [null], from: 'beginning', content } as const;
    const { entries, seconds } = await clients.subscribe(all);
    await clients.end();
    return { entries, perSecond: entries / seconds };
  };
  const { entries: events, perSecond: reached } = await read(server.address);
  const floor = await openFloor();
  floor.catchUp.events = events;
  const bare = await read(floor.address);
  floor.close();
  return {
    ...{ events, content, perSecond: reached, floor: bare.perSecond },
    ratio: Number((reached / bare.perSecond).toFixed(2)),
  };
};

const collected = (): NodeJS.MemoryUsage => {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage();
};

const idleWith = async (server: FeedServerUnderTest, count: number, cases: readonly string[]) => {
  const warm = await startClients();
  const what = { address: server.address, token, from: 'now', content: 'thin' } as const;
  await warm.subscribe({ ...what, subscribers: subscribersOf(10, cases) });
  await warm.end();
  await after(500);
  const before = collected();
  const clients = await startClients();
  await clients.subscribe({ ...what, subscribers: subscribersOf(count, cases) });
  await after(500);
  const with_ = collected();
  await clients.end();
  const each = (of: 'heapUsed' | 'rss') => Number(((with_[of] - before[of]) / count / 1_024).toFixed(1));
  return { subscribers: count, heap: each('heapUsed'), resident: each('rss') };
};

export const benchFeed = async (quick: boolean): Promise<FeedBench> => {
  const server = await openFeedServer();
  try {
    const cases = await server.cases(casesFollowed);
    await server.level();
    const idle = await idleWith(server, 1_000, cases);
    const lag: FeedLag[] = [];
    for (const count of [1, 100, 1_000]) lag.push(await lagWith(server, count, cases, quick ? 5 : 20));
    const wanted = quick ? 10_000 : 100_000;
    const callers = 64;
    await Promise.all(
      Array.from({ length: callers }, async (_, caller) => {
        for (let number = caller; number < wanted; number += callers)
          await server.record(cases[number % cases.length]!);
      }),
    );
    await server.level();
    const catchUp = [await caughtUpWith(server, 'thin'), await caughtUpWith(server, 'full')];
    return { lag, catchUp, idle };
  } finally {
    await server.close();
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { lag, catchUp, idle } = await benchFeed(process.env.BENCH_QUICK === '1');
  const ms = (value: number) => value.toFixed(1);
  for (const row of lag)
    process.stdout.write(
      `${row.subscribers} subscribers, ${row.perSecond.toFixed(0)} actions/s: ${row.deliveries} deliveries, p50 ${ms(row.p50)}, ` +
        `p99 ${ms(row.p99)} ms; floor ${ms(row.floorP50)}, ${ms(row.floorP99)}\n`,
    );
  for (const { events, content, perSecond: reached, floor, ratio } of catchUp)
    process.stdout.write(
      `catch-up of ${events}, ${content}: ${Math.round(reached)}/s, floor ${Math.round(floor)}/s, ratio ${ratio}\n`,
    );
  process.stdout.write(
    `an idle subscriber of ${idle.subscribers}: ${idle.heap} KB of heap, ${idle.resident} KB resident\n`,
  );
}
