import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import {
  openStandIn,
  type Answered,
  type Asked,
  type Certificate,
  type StandIn,
} from '../stand-in.fixture.js';

export interface KmsStandIn extends StandIn {
  /** Lets the alias lead to a new key; the old one still decrypts. */
  moveToAnotherKey(): void;
  /** Lets the alias lead to no key, and takes the keys away. */
  forget(): void;
}

export const aliasOfStandIn = 'alias/throughline';
const account = 'arn:aws:kms:eu-west-2:111122223333:key/';

const refusal = (type: string): Answered => ({
  status: 400,
  body: { __type: type, message: 'in words' },
});
const bytes = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : '', 'base64');
const digest = (context: unknown): Buffer => createHash('sha256').update(JSON.stringify(context)).digest();

/** Answers as AWS KMS does, for one alias. Signatures are not looked at. */
export const openKmsStandIn = async (certificate?: Certificate): Promise<KmsStandIn> => {
  const keys = new Map<string, Buffer>();
  let current = '';
  const moveToAnotherKey = (): void => {
    current = `${account}${randomBytes(8).toString('hex')}`;
    keys.set(current, randomBytes(32));
  };
  moveToAnotherKey();

  const encrypt = (body: Asked['body']): Answered => {
    const key = keys.get(current);
    if (body['KeyId'] !== aliasOfStandIn || key === undefined) return refusal('NotFoundException');
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(digest(body['EncryptionContext']));
    const sealed = Buffer.concat([nonce, cipher.update(bytes(body['Plaintext'])), cipher.final()]);
    const blob = Buffer.concat([sealed, cipher.getAuthTag()]);
    return { status: 200, body: { CiphertextBlob: blob.toString('base64'), KeyId: current } };
  };
  const decrypt = (body: Asked['body']): Answered => {
    const key = keys.get(String(body['KeyId']));
    if (key === undefined) return refusal('NotFoundException');
    const sealed = bytes(body['CiphertextBlob']);
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
      decipher.setAAD(digest(body['EncryptionContext']));
      decipher.setAuthTag(sealed.subarray(-16));
      const plaintext = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
      return { status: 200, body: { Plaintext: plaintext.toString('base64'), KeyId: body['KeyId'] } };
    } catch {
      // Too short, of another key, of another context or damaged: KMS says the same of each.
      return refusal('InvalidCiphertextException');
    }
  };
  const standIn = await openStandIn((asked) => {
    if (!String(asked.headers['authorization']).startsWith('AWS4-HMAC-SHA256 '))
      return refusal('MissingAuthenticationTokenException');
    return asked.headers['x-amz-target'] === 'TrentService.Encrypt'
      ? encrypt(asked.body)
      : decrypt(asked.body);
  }, certificate);
  return {
    ...standIn,
    moveToAnotherKey,
    forget: () => keys.clear(),
  };
};
