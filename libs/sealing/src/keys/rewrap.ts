import { randomBytes, timingSafeEqual } from 'node:crypto';
import { randomId } from '#kernel';
import { atATime } from './at-a-time.js';
import { DataKeyUnusable } from './data-key-errors.js';
import type { DataKeyStore, KeptDataKey, Rewrapping } from './data-key-store.js';
import { dataKeyBytes, type KeyProvider } from './key-provider.js';

const usualStep = 100;
const wrappedAtATime = 8;

export interface RewrapOptions {
  readonly store: DataKeyStore;
  readonly provider: KeyProvider;
  /** How many data keys are wrapped again before they are written, together. */
  readonly step?: number;
  /** Told after each step. */
  readonly onStep?: (progress: RewrapProgress) => void;
  /** Ends it after the step under way. */
  readonly signal?: AbortSignal;
}

export interface RewrapProgress {
  /** Data keys looked at so far, of those that were under another key-encryption key at the beginning. */
  readonly done: number;
  readonly of: number;
}

export interface Rewrapped {
  /** The id of the newest version of the key-encryption key, asked when the work was done. */
  readonly newest: string;
  readonly wrappedAgain: number;
  /** Ids of data keys that do not unwrap: damaged, or put in another's place. They are left as they are. */
  readonly unusable: readonly string[];
  /** What the store holds now: how many data keys each key-encryption key, or version of one, wraps. */
  readonly byKek: ReadonlyMap<string, number>;
  /** Data keys that are not under the newest: 0 proves that the older ones are needed no more. */
  readonly left: number;
}

/** A data key that was wrapped again did not come back as the same key. The old wrapping stays. */
export class RewrapNotProven extends Error {
  override readonly name = 'RewrapNotProven';

  constructor(readonly key: string) {
    super(
      `The data key ${key} did not unwrap to the same key after it was wrapped again. Nothing of this step was written; keep the older versions of the key-encryption key, and look at the key service.`,
    );
  }
}

/**
 * Wraps every data key again under the newest version of the key-encryption key, while everything runs. Each new wrapping
 * is opened and compared before it takes the place of the old. It may be ended or fail at any time and be begun again: it
 * goes on with those that are left.
 * @throws KeyProviderUnavailable, RewrapNotProven, and what the store throws
 */
export const rewrapDataKeys = async ({
  store,
  provider,
  step = usualStep,
  onStep,
  signal,
}: RewrapOptions): Promise<Rewrapped> => {
  const newestAtFirst = await newestKek(provider);
  const of = leftBeside(newestAtFirst, await store.countByKek());
  const unusable: string[] = [];
  let wrappedAgain = 0;
  let done = 0;
  for (let after = ''; signal?.aborted !== true;) {
    const some = await store.notUnder(newestAtFirst, after, step);
    const last = some.at(-1);
    if (last === undefined) break;
    const rewrappings: Rewrapping[] = [];
    await atATime(wrappedAtATime, some, async (before) => {
      const wrappedNow = await wrapAgain(provider, before);
      if (wrappedNow === undefined) unusable.push(before.id);
      else rewrappings.push(wrappedNow);
    });
    await store.replaceWrappings(rewrappings);
    after = last.id;
    wrappedAgain += rewrappings.length;
    done += some.length;
    onStep?.({ done, of: Math.max(done, of) });
  }
  const newest = await newestKek(provider);
  const byKek = await store.countByKek();
  return { newest, wrappedAgain, unusable, byKek, left: leftBeside(newest, byKek) };
};

const leftBeside = (newest: string, byKek: ReadonlyMap<string, number>): number => {
  let left = 0;
  for (const [kekId, keys] of byKek) if (kekId !== newest) left += keys;
  return left;
};

/** The service says under what it wraps now; a key that is of no use is wrapped to learn it. */
const newestKek = async (provider: KeyProvider): Promise<string> => {
  const context = {
    id: randomId(),
    scope: 'which version is the newest',
    retention: 'derived-keys',
  } as const;
  return (await provider.wrap(randomBytes(dataKeyBytes), context)).kekId;
};

const wrapAgain = async (provider: KeyProvider, before: KeptDataKey): Promise<Rewrapping | undefined> => {
  const dataKey = await unwrapped(provider, before);
  if (dataKey === undefined) return undefined;
  let again: Buffer | undefined;
  try {
    const after = await provider.wrap(dataKey, before);
    again = await unwrapped(provider, { ...before, ...after });
    if (again === undefined || !timingSafeEqual(again, dataKey)) throw new RewrapNotProven(before.id);
    return { before, after };
  } finally {
    dataKey.fill(0);
    again?.fill(0);
  }
};

const unwrapped = async (provider: KeyProvider, kept: KeptDataKey): Promise<Buffer | undefined> => {
  try {
    return await provider.unwrap(kept, kept);
  } catch (problem) {
    if (problem instanceof DataKeyUnusable) return undefined;
    throw problem;
  }
};
