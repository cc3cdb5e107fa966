import type { Instant } from '#kernel';
import type { DataKeyContext, WrappedKey } from './key-provider.js';

export type KeptDataKey = DataKeyContext & WrappedKey & { readonly madeAt: Instant };

/** A wrapping that takes the place of another of the same data key. */
export interface Rewrapping {
  readonly before: KeptDataKey;
  readonly after: WrappedKey;
}

/**
 * Wrapped data keys, kept for ever; any number of processes may use one at the same time. Every method may fail as its
 * database does. What is sealed under a key may be appended only after `keep` has answered it.
 */
export interface DataKeyStore {
  /**
   * Keeps the key, unless one is kept for its scope and class: that one stays. Answers the one that is kept, when it is
   * on the disk, so whoever gets another back than it gave throws its own away.
   */
  keep(key: KeptDataKey): Promise<KeptDataKey>;
  find(scope: string, retention: DataKeyContext['retention']): Promise<KeptDataKey | undefined>;
  /** Those that there are; unknown ids are left out. */
  byId(ids: readonly string[]): Promise<readonly KeptDataKey[]>;
  /** How many data keys each key-encryption key, or version of one, wraps; those that wrap none are left out. */
  countByKek(): Promise<ReadonlyMap<string, number>>;
  /** Those that another key-encryption key wraps, at most `most`, in the order of their ids, from after `afterId`. */
  notUnder(kekId: string, afterId: string, most: number): Promise<readonly KeptDataKey[]>;
  /** All or none, on the disk when it answers. A key that is no longer wrapped as `before` is left as it is. */
  replaceWrappings(rewrappings: readonly Rewrapping[]): Promise<void>;
  close(): Promise<void>;
}
