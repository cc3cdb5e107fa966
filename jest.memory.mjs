import { accessSync, constants, statfsSync } from 'node:fs';

/** Linux keeps its files in memory. */
const memory = '/dev/shm';
/** What all suites have there at the same time is less than half of it. */
const needed = 2 * 1024 ** 3;

const hasRoom = () => {
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= needed;
  } catch {
    return false;
  }
};

/**
 * Where tests make their folders: in memory where there is room, unless TMPDIR says otherwise. The product syncs each
 * write, and most of what a run on a disk would take is waiting for it; that it does sync is seen in its system calls.
 */
export const keepInMemory = () => {
  if (process.env.TMPDIR === undefined && hasRoom()) process.env.TMPDIR = memory;
};
