import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import { partNames, type PartName } from '#casework';
import { refused, accepted, type Json, type Result } from '#kernel';
import type { HeaderDigest } from './header-digest.js';
import { SealBroken, type SealedPart } from './sealed-part.js';

const algorithm = 'aes-256-gcm';
/** NIST SP 800-38D: a random nonce of 96 bits is safe for 2^32 uses of a key; a case has some thousand parts. */
const nonceBytes = 12;
const tagBytes = 16;

/** A data key with the id under which it is kept. */
export interface DataKey {
  readonly id: string;
  readonly key: KeyObject;
}

const nameBytes = new Map<PartName, Buffer>(partNames.map((part) => [part, Buffer.from(part)]));

/** What is bound to a part: which event it belongs to and which part of it. The digest's length is fixed. */
const bindingOf = (digest: HeaderDigest, part: PartName): Buffer =>
  Buffer.concat([Buffer.from(digest, 'base64url'), nameBytes.get(part) ?? Buffer.from(part)]);

export const sealPart = (dataKey: DataKey, digest: HeaderDigest, part: PartName, words: Json): SealedPart => {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, dataKey.key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(bindingOf(digest, part));
  const sealed = Buffer.concat([
    cipher.update(JSON.stringify(words), 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return { part, key: dataKey.id, nonce: nonce.toString('base64url'), sealed: sealed.toString('base64url') };
};

export const openSealed = (
  key: KeyObject,
  digest: HeaderDigest,
  { part, nonce, sealed }: SealedPart,
): Result<Json, SealBroken> => {
  const bytes = exactBytes(sealed);
  const nonceRead = exactBytes(nonce);
  if (bytes.length < tagBytes || nonceRead.length !== nonceBytes) return refused(new SealBroken(part));
  const decipher = createDecipheriv(algorithm, key, nonceRead, { authTagLength: tagBytes });
  decipher.setAAD(bindingOf(digest, part));
  decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
  try {
    const words = Buffer.concat([
      decipher.update(bytes.subarray(0, bytes.length - tagBytes)),
      decipher.final(),
    ]);
    return accepted(JSON.parse(words.toString('utf8')) as Json);
  } catch {
    // The tag does not fit. Nothing more can be known, and what the cipher gave before must not be looked at.
    return refused(new SealBroken(part));
  }
};

/** Base64url has spellings that differ only in bits that are thrown away; only the one that was written is taken. */
const exactBytes = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : Buffer.alloc(0);
};
