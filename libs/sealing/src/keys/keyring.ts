import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { RetentionClass } from '#casework';
import { randomId, type Clock } from '#kernel';
import type { DataKey } from '../parts/cipher.js';
import type { DataKeyStore, KeptDataKey } from './data-key-store.js';
import type { KeyProvider } from './key-provider.js';

/** An unwrapped key may be in memory for five minutes at most, counted from its unwrapping, however often it is used. */
const longestMilliseconds = 5 * 60 * 1000;
/** Expired keys are looked for this often; they expire that much earlier, so that none outlives the limit. */
const sweepMilliseconds = 15 * 1000;
const most = 10_000;

/** The data keys. Unwrapped ones are held as key objects: these cannot be printed, and are wiped when they are freed. */
export interface Keyring {
  /** The key of a case and class, made and stored when there is none. When it answers, the key is on the disk. */
  forSealing(scope: string, retention: RetentionClass): Promise<DataKey>;
  /** The keys that there are, by id. Each one that is not in memory is read once. */
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
    ttl: longestMilliseconds - 2 * sweepMilliseconds,
    ttlResolution: 0,
    perf: { now: elapsed },
  });
  /** Which key a case and class has never changes. */
  const ids = new LRUCache<string, string>({ max: most });
  const beingMade = new Map<string, Promise<DataKey>>();
  const timer = setInterval(() => unwrapped.purgeStale(), sweepMilliseconds).unref();

  const keep = (id: string, bytes: Buffer): KeyObject => {
    const key = createSecretKey(bytes);
    bytes.fill(0);
    unwrapped.set(id, key);
    return key;
  };
  const unwrap = async (kept: KeptDataKey): Promise<KeyObject> =>
    keep(kept.id, await provider.unwrap(kept, kept));

  const make = async (scope: string, retention: RetentionClass): Promise<DataKey> => {
    const context = { id: randomId(), scope, retention };
    const bytes = randomBytes(32);
    const wrapped = await provider.wrap(bytes, context);
    await store.add({ ...context, ...wrapped, madeAt: clock.now() });
    return { id: context.id, key: keep(context.id, bytes) };
  };

  const findOrMake = async (scope: string, retention: RetentionClass): Promise<DataKey> => {
    const kept = await store.find(scope, retention);
    return kept === undefined ? make(scope, retention) : { id: kept.id, key: await unwrap(kept) };
  };

  return {
    forSealing: async (scope, retention) => {
      const place = JSON.stringify([scope, retention]);
      const id = ids.get(place);
      const key = id === undefined ? undefined : unwrapped.get(id);
      if (id !== undefined && key !== undefined) return { id, key };
      // Two that ask at the same time get one key.
      const found = beingMade.get(place) ?? findOrMake(scope, retention);
      beingMade.set(place, found);
      try {
        const dataKey = await found;
        ids.set(place, dataKey.id);
        return dataKey;
      } finally {
        beingMade.delete(place);
      }
    },
    forOpening: async (wanted) => {
      const keys = new Map<string, KeyObject>();
      const missing: string[] = [];
      for (const id of new Set(wanted)) {
        const key = unwrapped.get(id);
        if (key === undefined) missing.push(id);
        else keys.set(id, key);
      }
      if (missing.length > 0) {
        const kept = await store.byId(missing);
        await Promise.all(kept.map(async (one) => keys.set(one.id, await unwrap(one))));
      }
      return keys;
    },
    held: () => unwrapped.size,
    sweep: () => void unwrapped.purgeStale(),
    close: () => {
      clearInterval(timer);
      unwrapped.clear();
    },
  };
};
