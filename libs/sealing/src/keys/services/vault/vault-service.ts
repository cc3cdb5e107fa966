import type { KeyServiceNamed, KeyServiceProblem } from '../key-service-errors.js';

export interface VaultKeyNamed {
  readonly address: URL;
  readonly mount: string;
  readonly keyName: string;
}

/** Vault as messages name it. Of the address only scheme, host and port: the rest may hold credentials. */
export const vaultNamed = ({ address, mount, keyName }: VaultKeyNamed): KeyServiceNamed => ({
  name: `Vault at ${address.origin}`,
  remedies: {
    unreachable: 'cannot be reached. See that it runs, and that VAULT_ADDR and the network lead to it.',
    'too-slow': 'does not answer in time. Look at its load, its storage and the network to it.',
    throttled: 'answers that it is asked too often. Raise its rate limit quota for this client.',
    sealed: 'is sealed. Unseal it.',
    failing: 'fails. Look at its log and its storage.',
    'not-trusted':
      'shows a certificate that is not trusted here. Put the authority that issued it into NODE_EXTRA_CA_CERTS, and use the name that is in it.',
    redirects:
      'sends to another address, to which a token is not sent. Let VAULT_ADDR lead to the active node, or let standby nodes forward.',
    'no-credentials':
      'needs a token, and there is none that can be read. Set VAULT_TOKEN, or VAULT_TOKEN_FILE to a file that this process can read.',
    'credentials-refused':
      'refuses the token: it has expired, was revoked or is not one of this server and namespace. Give another, or let an agent renew it.',
    'permission-denied': `takes the token, which may not do this. Its policy needs update on ${mount}/encrypt/${keyName} and ${mount}/decrypt/${keyName}, and read on ${mount}/keys/${keyName}.`,
    'no-such-key': `has no key ${keyName} in ${mount}. Correct THROUGHLINE_KEY_NAME; if it was deleted, restore it from a backup: nothing sealed can be read without it.`,
    'key-withdrawn': `no longer decrypts with the version of ${mount}/keys/${keyName} that wrapped this. Lower its min_decryption_version, wrap every data key again, then raise it.`,
    'key-cannot-wrap': `cannot encrypt with ${mount}/keys/${keyName}. It must be of type aes256-gcm96 or chacha20-poly1305.`,
    'does-not-bind':
      'unwraps a key for something else than it was wrapped for. Use Vault 1.13 or later, or a key made with derived=true.',
    'not-understood': 'gave an answer that is not one of its transit engine. See what VAULT_ADDR leads to.',
  },
});

/** What an answer means that is not a success: a problem of the service, or of the wrapped key that it was given. */
export type VaultRefusal = KeyServiceProblem | 'not-what-was-wrapped';

/** Where the words alone tell. They come with status 400, and in some versions with 500 (hashicorp/vault#10842). */
const byWords: readonly (readonly [RegExp, VaultRefusal])[] = [
  [/disallowed by policy \(too old\)/, 'key-withdrawn'],
  [/message authentication failed|invalid ciphertext|unable to decrypt/, 'not-what-was-wrapped'],
  [/encryption key not found|no handler for route/, 'no-such-key'],
  [/invalid token/, 'credentials-refused'],
  [/is sealed/, 'sealed'],
];

export const refusalIn = (status: number, words: string): VaultRefusal => {
  const told = byWords.find(([pattern]) => pattern.test(words));
  if (told !== undefined) return told[1];
  if (status >= 300 && status < 400) return 'redirects';
  if (status === 400) return 'key-cannot-wrap';
  if (status === 403) return 'permission-denied';
  if (status === 404) return 'no-such-key';
  if (status === 429) return 'throttled';
  // 412: this node has not yet heard of what another has done.
  return status === 412 || status >= 500 ? 'failing' : 'not-understood';
};
