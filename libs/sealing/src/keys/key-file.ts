import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { link, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { types } from 'node:util';
import { isId, randomId } from '#kernel';
import { DataKeyUnusable } from './data-key-errors.js';
import { deriveKey } from './derived-keys.js';
import { KeyFileUnusable } from './key-file-errors.js';
import { dataKeyBytes, type DataKeyContext, type KeyProvider } from './key-provider.js';

const format = 'throughline-key-file-1';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

export interface KeyFileOptions {
  readonly file: string;
  readonly production: boolean;
  /** Whether a new key may be made where there is no file: only while nothing has been sealed yet. */
  readonly mayCreate: boolean;
}

/**
 * The key-encryption key of the development profile: a file that its owner alone can read.
 * @throws KeyFileUnusable
 */
export const openKeyFile = async ({ file, production, mayCreate }: KeyFileOptions): Promise<KeyProvider> => {
  if (production) throw new KeyFileUnusable(file, 'refused-in-production');
  const text = (await readPrivate(file)) ?? (mayCreate ? await create(file) : undefined);
  if (text === undefined) throw new KeyFileUnusable(file, 'missing');
  return providerFor(parse(file, text));
};

interface KeyInFile {
  readonly id: string;
  readonly key: Buffer;
}

/** Tells a damaged key from a whole one at the start, and not when the first part does not open. */
const checkOf = ({ id, key }: KeyInFile): Buffer =>
  createHmac('sha256', key).update(`${format} ${id}`).digest();

const parse = (file: string, text: string): KeyInFile => {
  const read = membersOf(text);
  if (read === undefined || read['format'] !== format) throw new KeyFileUnusable(file, 'corrupt');
  const { id, key, check } = read;
  if (!isId(id) || typeof key !== 'string' || typeof check !== 'string')
    throw new KeyFileUnusable(file, 'corrupt');
  const bytes = Buffer.from(key, 'base64url');
  if (bytes.length !== keyBytes) throw new KeyFileUnusable(file, 'wrong-length');
  const expected = checkOf({ id, key: bytes });
  const found = Buffer.from(check, 'base64url');
  if (found.length !== expected.length || !timingSafeEqual(found, expected))
    throw new KeyFileUnusable(file, 'corrupt');
  return { id, key: bytes };
};

const membersOf = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    // The parser's message quotes the text, which is the key: it goes no further.
    return undefined;
  }
};

const codeOf = (error: unknown): unknown =>
  types.isNativeError(error) && 'code' in error ? error.code : undefined;

const readPrivate = async (file: string): Promise<string | undefined> => {
  try {
    const handle = await open(file, 'r');
    try {
      // Asked of the open file, so that it is the one that is read.
      const { mode } = await handle.stat();
      if ((mode & 0o077) !== 0) throw new KeyFileUnusable(file, 'readable-by-others');
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof KeyFileUnusable) throw error;
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new KeyFileUnusable(file, 'not-readable', { cause: error });
  }
};

/** Written whole and synced under another name first: a crash leaves either no key file or a good one. */
const create = async (file: string): Promise<string> => {
  const made = { id: randomId(), key: randomBytes(keyBytes) };
  const text = `${JSON.stringify(
    {
      format,
      id: made.id,
      key: made.key.toString('base64url'),
      check: checkOf(made).toString('base64url'),
      note: 'For development only. Whoever has this file can read everything that was sealed; without it nobody can.',
    },
    null,
    2,
  )}\n`;
  made.key.fill(0);
  const draft = `${file}.${made.id}`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeSynced(draft, text);
    // A link fails where the file has come to be in the meantime; a rename would replace it.
    await link(draft, file);
    await rm(draft);
    await syncFolder(dirname(file));
    return text;
  } catch (error) {
    await rm(draft, { force: true });
    throw new KeyFileUnusable(file, 'not-writable', { cause: error });
  }
};

const writeSynced = async (file: string, text: string): Promise<void> => {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const contextBytes = ({ id, scope, retention }: DataKeyContext): Buffer =>
  Buffer.from(JSON.stringify(['data key', id, scope, retention]));

const providerFor = ({ id, key }: KeyInFile): KeyProvider => {
  const wrapping = deriveKey(createSecretKey(key), 'wrap data keys');
  key.fill(0);
  return {
    wrap: (dataKey, context) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', wrapping, nonce, { authTagLength: tagBytes });
      cipher.setAAD(contextBytes(context));
      const wrapped = Buffer.concat([nonce, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]);
      return Promise.resolve({ wrapped: wrapped.toString('base64url'), kekId: id });
    },
    unwrap: ({ wrapped, kekId }, context) => {
      const bytes = Buffer.from(wrapped, 'base64url');
      if (kekId !== id || bytes.length !== nonceBytes + dataKeyBytes + tagBytes)
        return Promise.reject(new DataKeyUnusable(context.id));
      const decipher = createDecipheriv('aes-256-gcm', wrapping, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(contextBytes(context));
      decipher.setAuthTag(bytes.subarray(-tagBytes));
      const dataKey = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
      try {
        decipher.final();
        return Promise.resolve(dataKey);
      } catch {
        // The tag does not fit: a wrong or damaged key, of which nothing more can be told.
        dataKey.fill(0);
        return Promise.reject(new DataKeyUnusable(context.id));
      }
    },
    knows: (kekId) => kekId === id,
  };
};
