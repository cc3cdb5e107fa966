import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { randomId, type Clock } from '#kernel';
import type { DataKey } from '../parts/cipher.js';
import { atATime } from './at-a-time.js';
import type { DataKeyStore, KeptDataKey } from './data-key-store.js';
import { dataKeyBytes, type KeptFor, type KeyProvider } from './key-provider.js';
import { KeyProviderUnavailable } from './services/key-service-errors.js';

/**
 * An unwrapped key may be in memory for five minutes at most, counted from before its unwrapping was asked for, however
 * often it is used and however slow the provider is.
 */
const longestMilliseconds = 5 * 60 * 1000;
/** Expired keys are looked for this often; they expire that much earlier, so that none outlives the limit. */
const sweepMilliseconds = 15 * 1000;
/** Keys that were at hand wait this long at most for those that must be fetched; they expire that much earlier too. */
const waitMilliseconds = 20 * 1000;
const most = 10_000;
/** Of one caller: it must not keep a key service from answering others. */
const unwrappedAtATime = 16;

/** The data keys. Unwrapped ones are held as key objects: these cannot be printed, and are wiped when they are freed. */
export interface Keyring {
  /** The key of a case and class, made and stored when there is none. When it answers, the key is on the disk. */
  forSealing(scope: string, retention: KeptFor): Promise<DataKey>;
  /** The keys that there are, by id, to be used at once. Each one that is not in memory is read once. */
  forOpening(ids: Iterable<string>): Promise<ReadonlyMap<string, KeyObject>>;
  /** How many unwrapped keys are in memory. */
  held(): number;
  /** Lets go of the keys whose time is over; a timer does it too. */
  sweep(): void;
  close(): void;
}

export interface KeyringOptions {
  readonly provider: KeyProvider;
  readonly store: DataKeyStore;
  readonly clock: Clock;
  /** Milliseconds that only go forwards. */
  readonly elapsed?: () => number;
}

export const createKeyring = ({
  provider,
  store,
  clock,
  elapsed = () => performance.now(),
}: KeyringOptions): Keyring => {
  const unwrapped = new LRUCache<string, KeyObject>({
    max: most,
    ttl: longestMilliseconds - 2 * sweepMilliseconds - waitMilliseconds,
    ttlResolution: 0,
    perf: { now: elapsed },
  });
  /** Which key a case and class has never changes. */
  const ids = new LRUCache<string, string>({ max: most });
  const beingMade = new Map<string, Promise<DataKey>>();
  const beingUnwrapped = new Map<string, Promise<KeyObject>>();
  const timer = setInterval(() => unwrapped.purgeStale(), sweepMilliseconds).unref();
  let closed = false;

  const keep = (id: string, bytes: Buffer, since: number): KeyObject => {
    const key = createSecretKey(bytes);
    if (!closed) unwrapped.set(id, key, { start: since });
    return key;
  };

  const unwrap = async (kept: KeptDataKey): Promise<KeyObject> => {
    const since = elapsed();
    const bytes = await provider.unwrap(kept, kept);
    try {
      return keep(kept.id, bytes, since);
    } finally {
      bytes.fill(0);
    }
  };
  const unwrapOnce = async (kept: KeptDataKey): Promise<KeyObject> =>
    // Another may have asked for it, and got it, while this one was read from the store.
    unwrapped.get(kept.id) ?? onceAtATime(beingUnwrapped, kept.id, () => inTime(unwrap(kept)));

  const make = async (scope: string, retention: KeptFor): Promise<DataKey> => {
    const context = { id: randomId(), scope, retention };
    const since = elapsed();
    const bytes = randomBytes(dataKeyBytes);
    try {
      const wrapped = await provider.wrap(bytes, context);
      const kept = await store.keep({ ...context, ...wrapped, madeAt: clock.now() });
      // Another process has made the key meanwhile: everybody seals under that one, and this one was never used.
      if (kept.id !== context.id) return { id: kept.id, key: await unwrapOnce(kept) };
      return { id: context.id, key: keep(context.id, bytes, since) };
    } finally {
      bytes.fill(0);
    }
  };

  const findOrMake = async (scope: string, retention: KeptFor): Promise<DataKey> => {
    const kept = await store.find(scope, retention);
    return kept === undefined ? make(scope, retention) : { id: kept.id, key: await unwrapOnce(kept) };
  };

  return {
    forSealing: async (scope, retention) => {
      const place = JSON.stringify([scope, retention]);
      const id = ids.get(place);
      const key = id === undefined ? undefined : unwrapped.get(id);
      if (id !== undefined && key !== undefined) return { id, key };
      const dataKey = await onceAtATime(beingMade, place, () => inTime(findOrMake(scope, retention)));
      ids.set(place, dataKey.id);
      return dataKey;
    },
    forOpening: async (wanted) => {
      const keys = new Map<string, KeyObject>();
      const missing: string[] = [];
      for (const id of new Set(wanted)) {
        const key = unwrapped.get(id);
        if (key === undefined) missing.push(id);
        else keys.set(id, key);
      }
      if (missing.length === 0) return keys;
      let givenUp = false;
      const fetchMissing = async (): Promise<void> =>
        atATime(unwrappedAtATime, await store.byId(missing), async (kept) => {
          if (!givenUp) keys.set(kept.id, await unwrapOnce(kept));
        });
      try {
        await inTime(fetchMissing());
        return keys;
      } finally {
        givenUp = true;
      }
    },
    held: () => unwrapped.size,
    sweep: () => void unwrapped.purgeStale(),
    close: () => {
      closed = true;
      clearInterval(timer);
      unwrapped.clear();
    },
  };
};

/** Those who ask for the same at the same time get one answer. */
const onceAtATime = <Answer>(
  under: Map<string, Promise<Answer>>,
  name: string,
  work: () => Promise<Answer>,
): Promise<Answer> => {
  const begun = under.get(name);
  if (begun !== undefined) return begun;
  const answer = work().finally(() => under.delete(name));
  under.set(name, answer);
  return answer;
};

const inTime = <Answer>(work: Promise<Answer>): Promise<Answer> => {
  let timer: NodeJS.Timeout | undefined;
  const timeIsOver = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => {
      const seconds = waitMilliseconds / 1000;
      refuse(
        new KeyProviderUnavailable(
          'too-slow',
          `Data keys were not unwrapped within ${seconds} seconds. Ask again.`,
        ),
      );
    }, waitMilliseconds);
  });
  return Promise.race([work, timeIsOver]).finally(() => clearTimeout(timer));
};
