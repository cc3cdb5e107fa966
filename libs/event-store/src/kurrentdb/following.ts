import { setTimeout as after } from 'node:timers/promises';
import { StoreUnavailable } from '../errors.js';
import type { Delivery, Subscription } from '../port.js';
import { backOff } from './back-off.js';
import { openFeed, type Feed } from './feed.js';

export interface Following {
  readonly connectionString: string;
  readonly confirmationMilliseconds: number;
  /** Aborted when the store is closed. */
  readonly closing: AbortSignal;
  readonly alarm: (alarm: 'subscription-lost' | 'subscription-resumed') => void;
}

const usualBatch = 1_000;

/** A subscription that ends only when its subscriber leaves it, or fails when the store is closed under it. */
export const follow = (following: Following, subscription: Subscription): AsyncIterable<Delivery> => ({
  [Symbol.asyncIterator]: () => {
    const left = new AbortController();
    const { signal } = subscription;
    const leave = () => {
      signal?.removeEventListener('abort', leave);
      following.closing.removeEventListener('abort', leave);
      left.abort();
    };
    for (const ending of [signal, following.closing]) {
      if (ending?.aborted) leave();
      else ending?.addEventListener('abort', leave);
    }
    const deliveries = deliver(following, left.signal, subscription);
    return {
      next: () => deliveries.next(),
      // A generator alone would leave only with its next delivery, which may be hours away.
      return: () => {
        leave();
        return deliveries.return(undefined);
      },
    };
  },
});

async function* deliver(
  { connectionString, confirmationMilliseconds, closing, alarm }: Following,
  left: AbortSignal,
  { after: start, streams, batchSize = usualBatch, signal }: Subscription,
): AsyncGenerator<Delivery, undefined> {
  let place = start;
  let failures = 0;
  while (!left.aborted) {
    let feed: Feed | undefined;
    try {
      feed = openFeed({ connectionString, after: place, streams, batchSize, confirmationMilliseconds });
      for (let next = await feed.next(left); next !== undefined; next = await feed.next(left)) {
        if (failures > 0) alarm('subscription-resumed');
        failures = 0;
        if (next.kind === 'events') place = next.events.at(-1)?.position ?? place;
        yield next;
      }
    } catch {
      // Whatever it was, the answer is the same: again, from the last event that was delivered.
      if (failures === 0) alarm('subscription-lost');
      failures += 1;
    } finally {
      await feed?.close();
    }
    if (failures > 0 && !left.aborted) await pause(failures, left);
  }
  if (closing.aborted && !signal?.aborted)
    throw new StoreUnavailable('The event log was closed while it was followed.');
  return undefined;
}

const pause = async (failures: number, left: AbortSignal): Promise<void> => {
  await after(backOff(failures), undefined, { signal: left }).catch((error: unknown) => {
    if (!left.aborted) throw error;
  });
};
