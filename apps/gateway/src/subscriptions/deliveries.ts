import type { FeedClosing } from '#read-models';
import { SubscriptionEnded } from './subscription-refusals.js';

/** What a subscription reads: a feed of the read side. */
export interface ReadFeed<Item> {
  readonly next: (options: {
    readonly most: number;
    readonly heartbeatMs: number;
    readonly signal: AbortSignal;
  }) => Promise<{
    readonly items: readonly Item[];
    readonly checkpoint: string;
    readonly caughtUp: boolean;
    readonly closing: FeedClosing | null;
  }>;
  readonly close: () => void;
}

export interface Checkpoint {
  readonly cursor: string;
  readonly caughtUp: boolean;
}

export interface Delivering<Item> {
  /** How many items may be disclosed, and so wait here, at once. */
  readonly most: number;
  /** How long nothing is sent, in milliseconds, before a checkpoint is. */
  readonly heartbeatMs: number;
  readonly present: (item: Item) => unknown;
  readonly presentCheckpoint: (checkpoint: Checkpoint) => unknown;
}

const soonMilliseconds = 50;

/** Something that went through a feed; nothing else may be the value of a subscription. */
export class Delivered {
  constructor(readonly value: unknown) {}
}

/**
 * Reads a feed as it is asked: a batch is read, and put on record as disclosed, when all of the one before has left, so whoever
 * reads slowly is read for slowly. A checkpoint is sent where everything that was there has been sent, and where
 * nothing was for a while. Ends with SubscriptionEnded where the feed closes; `return` ends it at once, also while it waits.
 */
export const deliveries = <Item>(
  feed: ReadFeed<Item>,
  { most, heartbeatMs, present, presentCheckpoint }: Delivering<Item>,
): AsyncIterableIterator<Delivered, undefined> => {
  const stopped = new AbortController();
  const waiting: (() => unknown)[] = [];
  let toldCaughtUp = false;
  // Whoever begins where there is nothing yet learns soon that it is so.
  let patience = Math.min(soonMilliseconds, heartbeatMs);
  let closing: FeedClosing | null = null;

  const stop = (): void => {
    if (stopped.signal.aborted) return;
    stopped.abort();
    waiting.length = 0;
    feed.close();
  };
  const read = async (): Promise<void> => {
    const batch = await feed.next({ most, heartbeatMs: patience, signal: stopped.signal });
    patience = heartbeatMs;
    if (stopped.signal.aborted) return;
    waiting.push(...batch.items.map((item) => () => present(item)));
    const isWorthTelling = batch.items.length === 0 || (batch.caughtUp && !toldCaughtUp);
    if (isWorthTelling && batch.closing === null) {
      const checkpoint = { cursor: batch.checkpoint, caughtUp: batch.caughtUp };
      waiting.push(() => presentCheckpoint(checkpoint));
    }
    toldCaughtUp = batch.caughtUp;
    closing = batch.closing;
  };
  const next = async (): Promise<IteratorResult<Delivered, undefined>> => {
    while (waiting.length === 0 && !stopped.signal.aborted) {
      if (closing !== null) throw new SubscriptionEnded(closing);
      await read();
    }
    const value = waiting.shift();
    return value === undefined
      ? { done: true, value: undefined }
      : { done: false, value: new Delivered(value()) };
  };

  const iterator: AsyncIterableIterator<Delivered, undefined> = {
    next: async () => {
      try {
        return await next();
      } catch (problem) {
        const wasStopped = stopped.signal.aborted;
        stop();
        // A feed may say that it was stopped by failing.
        if (wasStopped) return { done: true, value: undefined };
        throw problem;
      }
    },
    return: () => {
      stop();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
};
