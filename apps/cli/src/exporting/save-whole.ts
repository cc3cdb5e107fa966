import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CannotAsk } from '../service.js';

export interface Saving {
  readonly workingFolder: string;
  readonly file: string;
  /** SHA-256 of the bytes, in hexadecimal; null where it is of something else. */
  readonly expected: string | null;
  readonly onBytes: (bytes: number) => void;
  readonly interrupted: AbortSignal;
}

/**
 * Saves what comes as a file that only its owner may read. It is written beside the file and put in its place when all of
 * it is there; a part is never left behind, since somebody might take it for the whole.
 * @throws CannotAsk
 */
export const saveWhole = async (
  body: ReadableStream<Uint8Array>,
  { workingFolder, file, expected, onBytes, interrupted }: Saving,
): Promise<{ readonly bytes: number }> => {
  const path = resolve(workingFolder, file);
  const partial = `${path}.partial`;
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const written = (await open(partial, 'w', 0o600)).createWriteStream();
    await pipeline(
      Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]),
      async function* (pieces: AsyncIterable<Uint8Array>) {
        for await (const piece of pieces) {
          hash.update(piece);
          bytes += piece.length;
          onBytes(bytes);
          yield piece;
        }
      },
      written,
      { signal: interrupted },
    );
    if (expected !== null && hash.digest('hex') !== expected)
      throw new CannotAsk('What came is not what was exported: its digest differs. Export it again.');
    await rename(partial, path);
    return { bytes };
  } catch (problem) {
    await rm(partial, { force: true });
    if (problem instanceof CannotAsk) throw problem;
    throw new CannotAsk(interrupted.aborted ? 'Interrupted. No file was left.' : whyNot(problem, file), {
      cause: problem,
    });
  }
};

const whyNot = (problem: unknown, file: string): string => {
  const code = (problem as NodeJS.ErrnoException | null)?.code;
  return typeof code === 'string' && code.startsWith('E')
    ? `${file} cannot be written (${code}). Nothing was left of it.`
    : 'The download broke off. No file was left: export it again.';
};
