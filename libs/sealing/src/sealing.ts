import { createHmac, type KeyObject } from 'node:crypto';
import { partNames, type EventHeader, type PartName, type RetentionClass } from '#casework';
import { canonicalJson, refused, type Clock, type Json, type Result } from '#kernel';
import { DataKeyUnknown, DataKeyUnusable, WrongKeyEncryptionKey } from './keys/data-key-errors.js';
import type { DataKeyStore } from './keys/data-key-store.js';
import { deriveKey, derivedKeys } from './keys/derived-keys.js';
import type { KeyProvider } from './keys/key-provider.js';
import { createKeyring, type Keyring } from './keys/keyring.js';
import { openSealed, sealPart } from './parts/cipher.js';
import { headerDigest, type HeaderDigest } from './parts/header-digest.js';
import { PartsNotAsNamed, type SealBroken, type SealedPart } from './parts/sealed-part.js';
import { createTokens, type Tokens } from './tokens/tokens.js';

export interface PartsToSeal {
  readonly header: EventHeader;
  readonly retention: RetentionClass;
  /** Exactly the parts that the header names. */
  readonly parts: ReadonlyMap<PartName, Json>;
}

export interface SealedParts {
  readonly headerDigest: HeaderDigest;
  /** In the order of the header's `parts`. */
  readonly sealed: readonly SealedPart[];
}

/** A part with the digest of the header of its event, computed from the header as it is stored. */
export interface PartToOpen {
  readonly headerDigest: HeaderDigest;
  readonly sealed: SealedPart;
}

/** The only place that has keys. Nothing here decides: open only what policy has said will be handed over. */
export interface Sealing {
  /**
   * Seals each part by itself. When it answers, the data key is on the disk, so the event may be appended.
   * @throws PartsNotAsNamed, KeyProviderUnavailable, DataKeyUnusable, DatabaseUnusable
   */
  sealParts(event: PartsToSeal): Promise<SealedParts>;
  /** @throws SealBroken, DataKeyUnknown, KeyProviderUnavailable, DataKeyUnusable, DatabaseUnusable */
  openPart(part: PartToOpen): Promise<Json>;
  /**
   * Opens many, in their order; each key is fetched once. What is wrong with one part is its own answer.
   * @throws KeyProviderUnavailable, DataKeyUnusable, DatabaseUnusable
   */
  openParts(parts: readonly PartToOpen[]): Promise<readonly Result<Json, SealBroken | DataKeyUnknown>[]>;
  readonly tokens: Tokens;
  /** HMAC-SHA-256, base64url: tells whether two inputs are the same without keeping either. */
  digestOfInput(input: Json): string;
  /** How many unwrapped data keys are in memory: for a metric. */
  keysHeld(): number;
  close(): Promise<void>;
}

export interface SealingOptions {
  readonly provider: KeyProvider;
  /** `openDataKeyFile` or `openDataKeyTable`; closed with what it serves, or when this cannot be opened. */
  readonly dataKeys: DataKeyStore;
  readonly clock: Clock;
}

/**
 * @throws WrongKeyEncryptionKey where the data keys were wrapped under another key
 * @throws KeyProviderUnavailable, and what the database of the data keys throws
 */
export const openSealing = async ({ provider, dataKeys, clock }: SealingOptions): Promise<Sealing> => {
  const keyring = createKeyring({ provider, store: dataKeys, clock });
  try {
    const kekIds = [...(await dataKeys.countByKek()).keys()];
    if (!kekIds.every((id) => provider.knows(id))) throw new WrongKeyEncryptionKey();
    const secret = await secretOf(keyring);
    const tokens = createTokens(deriveKey(secret, 'tokens'), deriveKey(secret, 'token nonces'));
    return sealingWith(keyring, dataKeys, tokens, deriveKey(secret, 'digests of inputs'));
  } catch (error) {
    keyring.close();
    await dataKeys.close();
    throw error;
  }
};

/**
 * The secret of the derived keys is made once and kept wrapped among the data keys, so every process has the same, and a
 * new version of the key-encryption key changes nothing of what was derived: digests of inputs stand in the log for ever.
 */
const secretOf = async (keyring: Keyring): Promise<KeyObject> => {
  try {
    return (await keyring.forSealing(derivedKeys.scope, derivedKeys.retention)).key;
  } catch (problem) {
    // The first key that every start opens: where it does not, none will.
    throw problem instanceof DataKeyUnusable ? new WrongKeyEncryptionKey({ cause: problem }) : problem;
  }
};

const isAsNamed = (named: readonly PartName[], parts: ReadonlyMap<PartName, Json>): boolean => {
  const inOrder = partNames.filter((part) => parts.has(part));
  return inOrder.length === named.length && inOrder.every((part, index) => part === named[index]);
};

/** What a data key covers: the case, and what has no case by its stream. */
const scopeOf = (header: EventHeader): string => header.caseId ?? header.stream;

const sealingWith = (keyring: Keyring, store: DataKeyStore, tokens: Tokens, inputs: KeyObject): Sealing => {
  const openParts: Sealing['openParts'] = async (parts) => {
    const keys = await keyring.forOpening(parts.map(({ sealed }) => sealed.key));
    return parts.map(({ headerDigest: digest, sealed }) => {
      const key = keys.get(sealed.key);
      return key === undefined ? refused(new DataKeyUnknown(sealed.key)) : openSealed(key, digest, sealed);
    });
  };
  return {
    sealParts: async ({ header, retention, parts }) => {
      if (!isAsNamed(header.parts, parts)) throw new PartsNotAsNamed();
      const dataKey = await keyring.forSealing(scopeOf(header), retention);
      const digest = headerDigest(header);
      const sealed = header.parts.map((part) => sealPart(dataKey, digest, part, parts.get(part) ?? null));
      return { headerDigest: digest, sealed };
    },
    openPart: async (part) => {
      const [opened] = await openParts([part]);
      if (opened === undefined || !opened.ok) throw opened?.reason ?? new DataKeyUnknown(part.sealed.key);
      return opened.value;
    },
    openParts,
    tokens,
    digestOfInput: (input) => createHmac('sha256', inputs).update(canonicalJson(input)).digest('base64url'),
    keysHeld: () => keyring.held(),
    close: async () => {
      keyring.close();
      await store.close();
    },
  };
};
