import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreUnavailable } from '../errors.js';
import type { Delivery, Subscription } from '../port.js';
import type { Commits } from './commits.js';
import { placeOf } from './positions.js';
import type { Reader } from './reader.js';

const usualBatch = 1_000;

/** A subscription that ends when its subscriber leaves, and fails when the log is closed under it. */
export const follow = (
  reader: Reader,
  commits: Commits,
  subscription: Subscription,
): AsyncIterable<Delivery> => ({
  [Symbol.asyncIterator]: () => {
    const left = new AbortController();
    const { signal } = subscription;
    const leave = () => {
      signal?.removeEventListener('abort', leave);
      left.abort();
    };
    if (signal?.aborted) leave();
    else signal?.addEventListener('abort', leave);
    const deliveries = deliver(reader, commits, left.signal, subscription);
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
  reader: Reader,
  commits: Commits,
  left: AbortSignal,
  { after, streams, batchSize = usualBatch }: Subscription,
): AsyncGenerator<Delivery, undefined> {
  let place = after === 'start' ? 0 : placeOf(after);
  let isLevel = false;
  while (!left.aborted) {
    if (commits.hasEnded) throw new StoreUnavailable('The event log was closed while it was followed.');
    const events = reader.ofLog(place, 'forwards', batchSize, streams);
    const last = events.at(-1);
    if (last !== undefined) {
      place = placeOf(last.position);
      yield { kind: 'events', events };
    }
    if (events.length === batchSize) {
      isLevel = false;
      // Reading blocks the event loop for the time of one batch; between two, others get their turn.
      await nextTurn();
    } else if (!isLevel) {
      isLevel = true;
      yield { kind: 'caught-up' };
    } else if (last === undefined) await commits.next(left);
  }
  return undefined;
}
