import { DataKeyUnusable } from '../../data-key-errors.js';
import { contextDigest, dataKeyBytes, type DataKeyContext, type KeyProvider } from '../../key-provider.js';
import { usualTimeout } from '../ask.js';
import { unavailable, type KeyServiceNamed } from '../key-service-errors.js';
import { proveAtStart } from '../prove.js';
import { notWhatWasWrapped, vaultRequests, type AskVault } from './vault-requests.js';
import { vaultNamed } from './vault-service.js';
import type { VaultToken } from './vault-token.js';

export interface VaultTransitOptions {
  /** For example `https://vault.example:8200`. */
  readonly address: string;
  readonly token: VaultToken;
  /** The transit key: of type aes256-gcm96 or chacha20-poly1305, derived or not. */
  readonly keyName: string;
  /** Where the transit engine is mounted; `transit` unless told. */
  readonly mount?: string | undefined;
  /** A namespace of Vault Enterprise. */
  readonly namespace?: string | undefined;
  /** For each attempt; four are made. */
  readonly timeoutMilliseconds?: number | undefined;
}

/**
 * The key-encryption key in Vault's transit engine (https://developer.hashicorp.com/vault/api-docs/secret/transit).
 * Answers when Vault has proved that it wraps, unwraps and binds.
 * @throws KeyServiceUnusable
 */
export const openVaultTransit = async ({
  address,
  token,
  keyName,
  mount = 'transit',
  namespace,
  timeoutMilliseconds = usualTimeout,
}: VaultTransitOptions): Promise<KeyProvider> => {
  const url = new URL(address);
  const service = vaultNamed({ address: url, mount, keyName });
  const ask = vaultRequests({ service, address: url, token, namespace, timeoutMilliseconds });
  return proveAtStart(service, async () => {
    // A token that may create keys makes a missing one by encrypting with it, so a slip in the name would go unnoticed.
    await ask(`${encoded(mount)}/keys/${encodeURIComponent(keyName)}`);
    return transit(service, ask, mount, keyName);
  });
};

const encoded = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** Vault says in front of each ciphertext which version of the key made it. */
const versionIn = (ciphertext: unknown): string | undefined =>
  typeof ciphertext === 'string' ? /^vault:(v[1-9]\d*):[\w+/=]+$/.exec(ciphertext)?.[1] : undefined;

/**
 * Bound in both ways that Vault has: `associated_data`, and `context`, which counts for keys made with `derived=true` and
 * is passed over by others. Its `rewrap` takes no `associated_data` (hashicorp/vault#31791), and is not used.
 */
const binding = (context: DataKeyContext) => {
  const bound = contextDigest(context).toString('base64');
  return { associated_data: bound, context: bound };
};

const transit = (service: KeyServiceNamed, ask: AskVault, mount: string, keyName: string): KeyProvider => {
  const name = encodeURIComponent(keyName);
  const kekPrefix = `vault:${mount}/${keyName}:`;
  const kekOf = (wrapped: unknown): string | undefined => {
    const version = versionIn(wrapped);
    return version === undefined ? undefined : `${kekPrefix}${version}`;
  };
  return {
    wrap: async (dataKey, context) => {
      const answer = await ask(`${encoded(mount)}/encrypt/${name}`, {
        plaintext: dataKey.toString('base64'),
        ...binding(context),
      });
      const wrapped = answer === notWhatWasWrapped ? undefined : answer['ciphertext'];
      const kekId = kekOf(wrapped);
      if (typeof wrapped !== 'string' || kekId === undefined) throw unavailable(service, 'not-understood');
      return { wrapped, kekId };
    },
    unwrap: async ({ wrapped, kekId }, context) => {
      if (kekOf(wrapped) !== kekId) throw new DataKeyUnusable(context.id);
      const answer = await ask(`${encoded(mount)}/decrypt/${name}`, {
        ciphertext: wrapped,
        ...binding(context),
      });
      if (answer === notWhatWasWrapped) throw new DataKeyUnusable(context.id);
      const plaintext = answer['plaintext'];
      if (typeof plaintext !== 'string') throw unavailable(service, 'not-understood');
      const dataKey = Buffer.from(plaintext, 'base64');
      if (dataKey.length !== dataKeyBytes) throw new DataKeyUnusable(context.id);
      return dataKey;
    },
    knows: (kekId) => kekId.startsWith(`${kekPrefix}v`),
  };
};
