import type { KeyObject } from 'node:crypto';
import type { RetentionClass } from '#casework';

/** What a data key is for. It is bound to the wrapped key, so that one cannot be put in another's place. */
export interface DataKeyContext {
  readonly id: string;
  /** The case; for streams without one, the stream. */
  readonly scope: string;
  readonly retention: RetentionClass;
}

/** A data key that only the key-encryption key opens. */
export interface WrappedKey {
  readonly wrapped: string;
  /** Id of the key-encryption key that wrapped it. */
  readonly kekId: string;
}

/**
 * Where the key-encryption key lives. It never leaves the provider, so a service such as a hardware security module can
 * be one. Every method may fail with `KeyProviderUnavailable`.
 */
export interface KeyProvider {
  wrap(dataKey: Buffer, context: DataKeyContext): Promise<WrappedKey>;
  /** @throws DataKeyUnusable where it was wrapped by another key, for something else, or is damaged */
  unwrap(key: WrappedKey, context: DataKeyContext): Promise<Buffer>;
  /** Whether keys wrapped under this key-encryption key can be unwrapped here. */
  knows(kekId: string): boolean;
  /** A key of 256 bits for another purpose, always the same for the same purpose. */
  derive(purpose: string): Promise<KeyObject>;
}

/** The key-encryption key cannot be asked now; nothing was sealed or opened. */
export class KeyProviderUnavailable extends Error {
  override readonly name = 'KeyProviderUnavailable';
}
