import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import {
  openStandIn,
  type Answered,
  type Asked,
  type Certificate,
  type StandIn,
} from '../stand-in.fixture.js';

export interface VaultStandIn extends StandIn {
  readonly token: string;
  /** Makes a newer version of the key. */
  rotate(): void;
  /** Deletes the key. */
  forget(): void;
  /** From now on takes this token and no other. */
  takeOnly(token: string): void;
  /** Decrypts from this version on. */
  withdrawBefore(version: number): void;
}

export interface VaultStandInOptions {
  readonly derived?: boolean;
  /** As a Vault that does not know `associated_data`. */
  readonly withoutAssociatedData?: boolean;
  readonly certificate?: Certificate;
}

const refusal = (status: number, ...errors: readonly string[]): Answered => ({ status, body: { errors } });
const bytes = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : '', 'base64');

/** Answers as Vault's transit engine does, for one key `throughline`. */
export const openVaultStandIn = async ({
  derived = false,
  withoutAssociatedData = false,
  certificate,
}: VaultStandInOptions = {}): Promise<VaultStandIn> => {
  let versions = [randomBytes(32)];
  let oldest = 1;
  let taken = `hvs.${randomBytes(18).toString('base64url')}`;

  const keyFor = (version: number, context: unknown): Buffer => {
    const key = versions[version - 1] ?? Buffer.alloc(32);
    return derived ? Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), bytes(context), 32)) : key;
  };
  const bound = (body: Asked['body']): Buffer =>
    withoutAssociatedData ? Buffer.alloc(0) : bytes(body['associated_data']);

  const encrypt = (body: Asked['body']): Answered => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', keyFor(versions.length, body['context']), nonce);
    cipher.setAAD(bound(body));
    const sealed = Buffer.concat([nonce, cipher.update(bytes(body['plaintext'])), cipher.final()]);
    const text = Buffer.concat([sealed, cipher.getAuthTag()]).toString('base64');
    const ciphertext = `vault:v${versions.length}:${text}`;
    return { status: 200, body: { data: { ciphertext, key_version: versions.length } } };
  };
  const decrypt = (body: Asked['body']): Answered => {
    const [, version = '', text = ''] = /^vault:v(\d+):(.*)$/.exec(String(body['ciphertext'])) ?? [];
    if (version === '') return refusal(400, 'invalid ciphertext: no prefix');
    if (Number(version) > versions.length) return refusal(400, 'invalid ciphertext: version is too new');
    if (Number(version) < oldest)
      return refusal(400, 'ciphertext or signature version is disallowed by policy (too old)');
    const sealed = bytes(text);
    try {
      const key = keyFor(Number(version), body['context']);
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
      decipher.setAAD(bound(body));
      decipher.setAuthTag(sealed.subarray(-16));
      const plaintext = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
      return { status: 200, body: { data: { plaintext: plaintext.toString('base64') } } };
    } catch {
      // Versions of Vault differ in the status of this answer: https://github.com/hashicorp/vault/issues/10842
      return derived
        ? refusal(500, '1 error occurred:\n\t* cipher: message authentication failed\n\n')
        : refusal(400, 'cipher: message authentication failed');
    }
  };

  const answer = (asked: Asked): Answered => {
    if (asked.headers['x-vault-token'] !== taken) return refusal(403, 'permission denied');
    const path = asked.path.replace('/v1/', '');
    if (path === 'auth/token/lookup-self') return { status: 200, body: { data: { ttl: 3600 } } };
    const [mount, action, name] = path.split('/');
    if (mount !== 'transit') return refusal(404, `no handler for route "${path}". route entry not found.`);
    const known = name === 'throughline' && versions.length > 0;
    if (action === 'keys')
      return known ? { status: 200, body: { data: { latest_version: versions.length } } } : refusal(404);
    if (!known) return refusal(400, 'encryption key not found');
    return action === 'encrypt' ? encrypt(asked.body) : decrypt(asked.body);
  };
  const standIn = await openStandIn(answer, certificate);
  return {
    ...standIn,
    token: taken,
    rotate: () => void versions.push(randomBytes(32)),
    forget: () => (versions = []),
    takeOnly: (token) => (taken = token),
    withdrawBefore: (version) => (oldest = version),
  };
};
