import type { Reader } from '../api.js';
import type { CurrentReader, FeedBatch, FeedClosing, FeedQuery, FeedSubscription } from './api.js';
import { planBatch, standingFor } from './batch.js';
import { subscriberMark } from './coverage.js';
import { sealCursor } from './cursor.js';
import type { Progressed } from './next-changes.js';
import type { FeedPorts } from './ports.js';
import type { WakingOfSubscribers } from './waking.js';

/** One subscriber's way through the feed. Nothing is read for whoever does not ask for the next. */
export const subscriptionFrom = (
  ports: FeedPorts,
  waking: WakingOfSubscribers,
  who: CurrentReader,
  subscriber: string,
  query: FeedQuery,
  start: Progressed,
  first: Reader,
): FeedSubscription => {
  const { organisation } = first.principal;
  let at = start;
  let closed: FeedClosing | null = null;
  /** Whether there was nothing more when it was last looked. */
  let level = false;
  /** What the subscriber was last told of that; it changes with what is sent only, and tells of nothing that is hidden. */
  let saidCaughtUp = false;
  let woken: () => void = () => undefined;
  let isWoken = false;
  const wake = () => {
    isWoken = true;
    woken();
  };
  let wait: (() => void) | null = null;

  const waitFor = (milliseconds: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (isWoken || signal.aborted || milliseconds <= 0) return resolve();
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        woken = () => undefined;
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal.addEventListener('abort', end);
      woken = end;
    });

  const batch = (items: FeedBatch['items'], caughtUp: boolean, closing: FeedClosing | null): FeedBatch => {
    closed ??= closing;
    if (closed !== null) stopWaiting();
    const standing = standingFor(at);
    const checkpoint = sealCursor(ports.tokens, organisation, { place: at.place, subscriber, standing });
    return { items, checkpoint, caughtUp, closing };
  };

  const stopWaiting = () => {
    wait?.();
    wait = null;
  };

  const readOn = async (most: number): Promise<FeedBatch | null> => {
    const reader = await who();
    // Whoever is gone by now waits for nothing, and nothing is read for them.
    if (closed !== null) return batch([], false, closed);
    if (!reader.ok) return batch([], false, reader.reason);
    // Whoever the token is of now is not who subscribed: what was sent was another's.
    if (subscriberMark(reader.value, query) !== subscriber)
      return batch([], false, 'no-longer-authenticated');
    // Asked for before it is read, so that what comes in between wakes.
    isWoken = false;
    stopWaiting();
    const cases = at.coverage.cases === null ? null : new Set(at.coverage.cases.keys());
    wait = waking.wait({ organisation, cases, wake });
    const planned = await planBatch(ports, reader.value, subscriber, query, at, most);
    if (!planned.ok) return batch([], false, 'view-unavailable');
    const { touches, open } = planned.value;
    if (touches.length > 0) await ports.disclosures.record(reader.value, touches);
    const { items, after, caughtUp, closing } = await open();
    at = after;
    const isNews = items.length > 0 || closing !== null || (caughtUp && !saidCaughtUp);
    level = caughtUp;
    if (isNews) saidCaughtUp = caughtUp;
    return isNews ? batch(items, caughtUp, closing) : null;
  };

  return {
    next: async ({ most, heartbeatMs, signal }) => {
      if (closed !== null) return batch([], false, closed);
      const until = Date.now() + heartbeatMs;
      for (;;) {
        const read = await readOn(most);
        if (read !== null) return read;
        if (signal.aborted || Date.now() >= until) return batch([], saidCaughtUp, null);
        // There is more to look through, of which nothing so far was for this subscriber.
        if (!level) continue;
        await waitFor(until - Date.now(), signal);
        if (!isWoken) return batch([], saidCaughtUp, null);
      }
    },
    close: () => {
      closed ??= 'no-longer-authenticated';
      stopWaiting();
      wake();
    },
  };
};
