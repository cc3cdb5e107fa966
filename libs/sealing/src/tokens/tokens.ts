import { createCipheriv, createDecipheriv, createHmac, type KeyObject } from 'node:crypto';
import { accepted, canonicalJson, refused, type Json, type OrganisationId, type Result } from '#kernel';

/** What a token stands for; one kind is never taken for another. */
export type TokenKind = 'position' | 'cursor' | 'revision';

/** Who a token is for and what it is. */
export interface TokenContext {
  readonly audience: OrganisationId;
  readonly kind: TokenKind;
}

/** Why a token is refused: it is not one, was changed, or is for somebody else. Which of them is told to nobody. */
export type TokenRefusal = 'token-not-valid-here';

/** The value does not fit into a token (`longestTokenValue` bytes of JSON). */
export class TokenValueTooLong extends Error {
  override readonly name = 'TokenValueTooLong';

  constructor(readonly bytes: number) {
    super(`A token holds at most ${longestTokenValue} bytes of JSON; this would be ${bytes}.`);
  }
}

/**
 * Positions, cursors and revisions as others see them. The differences between two of the log's own numbers would count
 * events that are hidden, so they leave only encrypted, all of one length, and readable only for the organisation that
 * got them. The same value gives the same token, so that a client can compare and cache.
 */
export interface Tokens {
  seal(context: TokenContext, value: Json): string;
  open(context: TokenContext, token: string): Result<Json, TokenRefusal>;
}

const algorithm = 'aes-256-gcm';
const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const paddedBytes = 128;
const lengthBytes = 2;
const tokenBytes = 1 + nonceBytes + paddedBytes + tagBytes;

export const longestTokenValue = paddedBytes - lengthBytes;

const contextBytes = ({ audience, kind }: TokenContext): Buffer =>
  Buffer.from(JSON.stringify(['token', version, audience, kind]));

const padded = (value: Json): Buffer => {
  const words = Buffer.from(canonicalJson(value));
  if (words.length > longestTokenValue) throw new TokenValueTooLong(words.length);
  const bytes = Buffer.alloc(paddedBytes);
  bytes.writeUInt16BE(words.length);
  words.copy(bytes, lengthBytes);
  return bytes;
};

const unpadded = (bytes: Buffer): Json =>
  JSON.parse(bytes.toString('utf8', lengthBytes, lengthBytes + bytes.readUInt16BE())) as Json;

/** @param encryption and @param nonces are two keys of 256 bits that serve nothing else */
export const createTokens = (encryption: KeyObject, nonces: KeyObject): Tokens => ({
  seal: (context, value) => {
    const bound = contextBytes(context);
    const plain = padded(value);
    // A synthetic nonce (as in RFC 5297): it is made of all that it serves, so it comes twice only for the same token.
    const nonce = createHmac('sha256', nonces).update(bound).update(plain).digest().subarray(0, nonceBytes);
    const cipher = createCipheriv(algorithm, encryption, nonce, { authTagLength: tagBytes });
    cipher.setAAD(bound);
    const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return Buffer.concat([Buffer.of(version), nonce, sealed]).toString('base64url');
  },
  open: (context, token) => {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== tokenBytes || bytes[0] !== version || bytes.toString('base64url') !== token)
      return refused('token-not-valid-here');
    const nonce = bytes.subarray(1, 1 + nonceBytes);
    const decipher = createDecipheriv(algorithm, encryption, nonce, { authTagLength: tagBytes });
    decipher.setAAD(contextBytes(context));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    try {
      const plain = Buffer.concat([
        decipher.update(bytes.subarray(1 + nonceBytes, -tagBytes)),
        decipher.final(),
      ]);
      return accepted(unpadded(plain));
    } catch {
      // The tag does not fit: changed, or for another organisation or kind. The asker is not told which.
      return refused('token-not-valid-here');
    }
  },
});
