import { link, open, rm } from 'node:fs/promises';
import { types } from 'node:util';
import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { randomId } from '#kernel';

export type SigningKeyMistake = 'corrupt' | 'readable-by-others' | 'not-readable' | 'not-writable';

const remedies: Record<SigningKeyMistake, string> = {
  corrupt: 'is damaged. Delete it: a new one is made, and tokens that were issued before are refused.',
  'readable-by-others': 'can be read by other users of this machine. Delete it, and a new one is made.',
  'not-readable': 'cannot be read by this process. Give it to the user that runs the process.',
  'not-writable': 'could not be made. Look at the rights of its folder and the space on its disk.',
};

/** The development issuer's key cannot be used; the message says why and what to do. */
export class SigningKeyUnusable extends Error {
  override readonly name = 'SigningKeyUnusable';

  constructor(
    readonly file: string,
    readonly mistake: SigningKeyMistake,
    options?: ErrorOptions,
  ) {
    super(`The key of the development issuer ${file} ${remedies[mistake]}`, options);
  }
}

/** A private key on the curve P-256, as a JWK. */
export interface SigningKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly d: string;
}

export const publicPartOf = ({ kty, crv, x, y }: SigningKey): Omit<SigningKey, 'd'> => ({ kty, crv, x, y });

/** The key in this file, made where there is none. @throws SigningKeyUnusable */
export const keepSigningKey = async (file: string): Promise<SigningKey> => {
  const text = await readPrivate(file);
  if (text === undefined) return makeKey(file);
  const key = keyIn(text);
  if (key === undefined || !(await isWhole(key))) throw new SigningKeyUnusable(file, 'corrupt');
  return key;
};

const readPrivate = async (file: string): Promise<string | undefined> => {
  try {
    const handle = await open(file, 'r');
    try {
      const { mode } = await handle.stat();
      if ((mode & 0o077) !== 0) throw new SigningKeyUnusable(file, 'readable-by-others');
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof SigningKeyUnusable) throw error;
    if (types.isNativeError(error) && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new SigningKeyUnusable(file, 'not-readable', { cause: error });
  }
};

const asSigningKey = ({ kty, crv, x, y, d }: JWK): SigningKey | undefined =>
  kty === 'EC' && crv === 'P-256' && typeof x === 'string' && typeof y === 'string' && typeof d === 'string'
    ? { kty: 'EC', crv: 'P-256', x, y, d }
    : undefined;

const keyIn = (text: string): SigningKey | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? asSigningKey({ ...value }) : undefined;
  } catch {
    // The parser's message quotes the text, which is a private key: it goes no further.
    return undefined;
  }
};

const isWhole = async (key: SigningKey): Promise<boolean> => {
  try {
    await importJWK(key, 'ES256');
    return true;
  } catch {
    // A point that is not on the curve, or a private key that does not fit it.
    return false;
  }
};

const makeKey = async (file: string): Promise<SigningKey> => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = asSigningKey(await exportJWK(privateKey));
  if (key === undefined) throw new SigningKeyUnusable(file, 'corrupt');
  const draft = `${file}.${randomId()}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(JSON.stringify(key));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(draft, file);
    await rm(draft);
    return key;
  } catch (error) {
    await rm(draft, { force: true });
    throw new SigningKeyUnusable(file, 'not-writable', { cause: error });
  }
};
