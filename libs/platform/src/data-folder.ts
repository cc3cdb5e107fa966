import { chmod, mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { types } from 'node:util';

export type DataFolderMistake = 'not-a-folder' | 'not-writable' | 'readable-by-others' | 'no-space';

const remedies: Record<DataFolderMistake, string> = {
  'not-a-folder': 'is not a folder. Set DATA_DIR to a folder, or to a path where one can be made.',
  'not-writable':
    'cannot be written by this process. Give it to the user that runs the process, or set DATA_DIR.',
  'readable-by-others':
    'can be read by every user of this machine, and this process may not change that: chmod o-rwx it.',
  'no-space': 'is on a disk without space. Make room, or set DATA_DIR to another disk.',
};

/** The data folder cannot be used; the message says why and what to do. */
export class DataFolderUnusable extends Error {
  override readonly name = 'DataFolderUnusable';

  constructor(
    readonly folder: string,
    readonly mistake: DataFolderMistake,
    options?: ErrorOptions,
  ) {
    super(`The data folder ${folder} ${remedies[mistake]}`, options);
  }
}

const mistakeOf = new Map<string, DataFolderMistake>([
  ['EEXIST', 'not-a-folder'],
  ['ENOTDIR', 'not-a-folder'],
  ['ENOENT', 'not-writable'],
  ['EACCES', 'not-writable'],
  ['EPERM', 'not-writable'],
  ['EROFS', 'not-writable'],
  ['ENOSPC', 'no-space'],
  ['EDQUOT', 'no-space'],
]);

const codeOf = (error: unknown): string =>
  types.isNativeError(error) && 'code' in error && typeof error.code === 'string' ? error.code : '';

const others = 0o007;
/** Room for the first minutes of work; a disk with less is as good as full. */
const probeBytes = 1024 * 1024;

/** Writes to the disk and takes it back, because only that tells whether there is space and the right to it. */
const writeProbe = async (folder: string): Promise<void> => {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    const file = await open(probe, 'w', 0o600);
    try {
      await file.writeFile(Buffer.alloc(probeBytes, 1));
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    await rm(probe, { force: true });
  }
};

/**
 * Makes the folder (for its owner alone) where there is none, and sees that it can be written, has space and is not
 * open to every user of the machine.
 * @throws DataFolderUnusable
 */
export const prepareDataFolder = async (folder: string, probe = writeProbe): Promise<void> => {
  try {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) await syncPath(folder, dirname(made));
    const { mode } = await stat(folder);
    if ((mode & others) !== 0) await closeToOthers(folder, mode);
    await probe(folder);
  } catch (error) {
    if (error instanceof DataFolderUnusable) throw error;
    const mistake = mistakeOf.get(codeOf(error));
    if (mistake === undefined) throw error;
    throw new DataFolderUnusable(folder, mistake, { cause: error });
  }
};

/** Until the folders above it are on the disk too, a power cut can take a new folder away with all that is in it. */
const syncPath = async (from: string, upTo: string): Promise<void> => {
  for (let folder = from; ; folder = dirname(folder)) {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (folder === upTo || folder === dirname(folder)) return;
  }
};

const closeToOthers = async (folder: string, mode: number): Promise<void> => {
  try {
    await chmod(folder, mode & 0o770);
  } catch (error) {
    throw new DataFolderUnusable(folder, 'readable-by-others', { cause: error });
  }
};
