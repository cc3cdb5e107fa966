import { createHash } from 'node:crypto';
import type { RetentionClass } from '#casework';

/** Parts are kept by their class; the secret from which the other keys are derived is kept as long as anything is. */
export type KeptFor = RetentionClass | 'derived-keys';

/** What a data key is for. It is bound to the wrapped key, so that one cannot be put in another's place. */
export interface DataKeyContext {
  readonly id: string;
  /** The case; for streams without one, the stream. */
  readonly scope: string;
  readonly retention: KeptFor;
}

/** A data key that only the key-encryption key opens. */
export interface WrappedKey {
  readonly wrapped: string;
  /** Id of the key-encryption key that wrapped it, with its version where the provider tells versions apart. */
  readonly kekId: string;
}

export const dataKeyBytes = 32;

/**
 * Where the key-encryption key lives. It never leaves the provider, so a service such as a hardware security module can
 * be one.
 */
export interface KeyProvider {
  /**
   * Wraps under the newest version of the key-encryption key.
   * @throws KeyProviderUnavailable
   */
  wrap(dataKey: Buffer, context: DataKeyContext): Promise<WrappedKey>;
  /**
   * @throws DataKeyUnusable where it was wrapped by another key, for something else, or is damaged
   * @throws KeyProviderUnavailable
   */
  unwrap(key: WrappedKey, context: DataKeyContext): Promise<Buffer>;
  /** Whether keys wrapped under this key-encryption key, or this version of it, can be unwrapped here. */
  knows(kekId: string): boolean;
}

/** SHA-256 of the context: services write what is bound to a key into their audit logs, and case ids stay out of those. */
export const contextDigest = ({ id, scope, retention }: DataKeyContext): Buffer =>
  createHash('sha256')
    .update(JSON.stringify(['data key', id, scope, retention]))
    .digest();
