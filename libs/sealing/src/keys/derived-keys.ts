import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { dataKeyBytes } from './key-provider.js';

/** Where the secret is kept among the data keys; no case and no stream has such a name. */
export const derivedKeys = { scope: 'derived keys', retention: 'derived-keys' } as const;

/** A key of 256 bits for one purpose, always the same for the same secret and purpose (RFC 5869). */
export const deriveKey = (secret: KeyObject, purpose: string): KeyObject => {
  // The secret is random already, so no salt is needed.
  const bytes = Buffer.from(
    hkdfSync('sha256', secret, Buffer.alloc(0), `throughline ${purpose}`, dataKeyBytes),
  );
  const made = createSecretKey(bytes);
  bytes.fill(0);
  return made;
};
