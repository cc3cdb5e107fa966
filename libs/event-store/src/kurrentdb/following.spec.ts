import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  StoreUnavailable,
  type Delivery,
  type EventStore,
  type Position,
  type RecordedEvent,
} from '#event-store';
import { randomId } from '#kernel';
import { usualTimeouts } from './timeouts.js';
import { serveLog, type ServedLog } from './log-server.fixture.js';
import { backOff } from './back-off.js';

const timeouts = { answerMilliseconds: 1_000, patienceMilliseconds: 5_000 };

let log: ServedLog;
let store: EventStore;

beforeEach(async () => {
  log = await serveLog();
  store = await log.open({ timeouts });
});

afterEach(() => log.close());

/** Appends so many events to one stream; answers their ids. */
const append = async (count: number, stream = 'case-1', text = ''): Promise<string[]> => {
  const list = Array.from({ length: count }, () => ({ id: randomId(), type: 'Happened', data: { text } }));
  await store.append(stream, list, { expected: 'any' });
  return list.map(({ id }) => id);
};

const idsOf = ({ events }: { readonly events: readonly RecordedEvent[] }) => events.map(({ id }) => id);

const followed = async (count: number, options: { batchSize?: number; after?: Position } = {}) => {
  const seen: string[] = [];
  for await (const delivery of store.subscribe({ after: 'start', streams: ['case-'], ...options })) {
    if (delivery.kind === 'events') seen.push(...idsOf(delivery));
    if (seen.length >= count) break;
  }
  return seen;
};

describe('a follower of KurrentDB', () => {
  it.each(['unavailable', 'never-confirmed', 'ended', 'dropped', 'duplicated'] as const)(
    'gets every event once and in order where its subscription is %s, again and again',
    async (fault) => {
      const ids = await append(8);
      log.server().faults.subscriptions.push(fault, fault, fault);
      const seen = followed(16);
      ids.push(...(await append(4)), ...(await append(4, 'case-2')));
      expect(await seen).toEqual(ids);
      if (fault !== 'duplicated') {
        expect(log.alarms.filter((alarm) => alarm === 'subscription-lost').length).toBeGreaterThan(0);
        expect(log.alarms).toContain('subscription-resumed');
      }
    },
  );

  it('goes on where it was when the server was away, and says so to the operator once', async () => {
    const ids = await append(3);
    const seen: string[] = [];
    let wasAway = false;
    for await (const delivery of store.subscribe({ after: 'start', streams: ['case-'] })) {
      if (delivery.kind === 'events') seen.push(...idsOf(delivery));
      if (delivery.kind === 'caught-up' && !wasAway) {
        wasAway = true;
        await log.stop();
        setTimeout(
          () =>
            void log
              .start()
              .then(() => append(2))
              .then((more) => ids.push(...more)),
          300,
        );
      }
      if (seen.length === 5) break;
    }
    expect(seen).toEqual(ids);
    expect(log.alarms.filter((alarm) => alarm.startsWith('subscription'))).toEqual([
      'subscription-lost',
      'subscription-resumed',
    ]);
  });

  it('can leave while the server is away: by its signal, by returning, by closing the store', async () => {
    const controller = new AbortController();
    const begin = (signal?: AbortSignal) =>
      store
        .subscribe({ after: 'start', streams: ['case-'], ...(signal && { signal }) })
        [Symbol.asyncIterator]();
    const followers = [begin(controller.signal), begin(), begin()] as const;
    for (const follower of followers) await follower.next();
    await log.stop();
    const [aborted, returned, closed] = followers.map((follower) =>
      follower.next().catch((error: unknown) => error),
    );
    controller.abort();
    expect(await aborted).toMatchObject({ done: true });
    await followers[1].return?.();
    expect(await returned).toMatchObject({ done: true });
    await store.close();
    expect(await closed).toBeInstanceOf(StoreUnavailable);
  });

  it('may throw while it handles events, and gets the same again from where it had got to', async () => {
    const ids = await append(6);
    const handled: string[] = [];
    let done: Position | 'start' = 'start';
    const handle = async (mayFail: boolean) => {
      for await (const delivery of store.subscribe({ after: done, streams: ['case-'], batchSize: 2 })) {
        if (delivery.kind === 'caught-up') return;
        if (mayFail && handled.length === 4) throw new Error('the handler failed');
        handled.push(...idsOf(delivery));
        done = delivery.events.at(-1)?.position ?? done;
      }
    };
    await expect(handle(true)).rejects.toThrow('the handler failed');
    await handle(false);
    expect(handled).toEqual(ids);
  });

  it('sets the pace: a slow one holds a bounded part of the log, and the server waits', async () => {
    // Nearly a megabyte in one append takes a busy machine longer than the faults of the other tests are given.
    store = await log.open({ timeouts: usualTimeouts });
    const batchSize = 20;
    const count = 40 * 15;
    for (let number = 0; number < 40; number += 1) await append(15, `case-${number}`, 'x'.repeat(60_000));
    const sentBefore = log.server().seen.eventsSent;
    const take = async (): Promise<Delivery> => (await follower.next()).value as Delivery;
    const follower = store
      .subscribe({ after: 'start', streams: ['case-'], batchSize })
      [Symbol.asyncIterator]();
    const sizes: number[] = [];
    const first = await take();
    sizes.push(first.kind === 'events' ? first.events.length : 0);
    let sent = -1;
    for (let still = 0; still < 5;) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      still = log.server().seen.eventsSent === sent ? still + 1 : 0;
      sent = log.server().seen.eventsSent;
    }
    // A batch was delivered and one waits here; the rest is what the sockets of both sides hold.
    expect(sent - sentBefore).toBeLessThan(count / 2);
    // Meanwhile nobody else waits for the slow one.
    await append(1, 'policy');
    for (let next = await take(); next.kind === 'events'; next = await take()) sizes.push(next.events.length);
    await follower.return?.();
    expect(sizes.reduce((sum, size) => sum + size)).toBe(count);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(batchSize);
  }, 60_000);

  it('gets batches, and not one event at a time, where there is much to catch up with', async () => {
    for (let number = 0; number < 5; number += 1) await append(400, `case-${number}`);
    let deliveries = 0;
    for await (const delivery of store.subscribe({ after: 'start', streams: ['case-'] })) {
      if (delivery.kind === 'caught-up') break;
      deliveries += 1;
    }
    expect(deliveries).toBeLessThan(500);
  });

  it('comes back at a time of its own, later each time up to five seconds', () => {
    const pauses = Array.from({ length: 30 }, (_, failures) =>
      Array.from({ length: 200 }, () => backOff(failures)),
    );
    for (const [failures, list] of pauses.entries()) {
      expect(Math.max(...list)).toBeLessThanOrEqual(Math.min(5_000, 50 * 2 ** failures));
      expect(new Set(list).size).toBeGreaterThan(150);
    }
    expect(Math.max(...(pauses.at(-1) ?? []))).toBeGreaterThan(3_000);
  });
});
