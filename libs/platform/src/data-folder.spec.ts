import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { prepareDataFolder } from '#platform';

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'data-folder-'));
});
afterEach(() => rm(place, { recursive: true }));

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));

describe('the data folder', () => {
  it('is made where there is none, for its owner alone, and left empty', async () => {
    const folder = join(place, 'some', 'data');
    await prepareDataFolder(folder);
    expect(await modeOf(folder)).toBe(0o700);
    expect(await readdir(folder)).toEqual([]);
    await prepareDataFolder(folder);
  });

  it('is closed to the other users of the machine', async () => {
    const folder = join(place, 'data');
    await mkdir(folder);
    await chmod(folder, 0o755);
    await prepareDataFolder(folder);
    expect(await modeOf(folder)).toBe(0o750);
  });

  it('is refused where it is a file, or lies in one', async () => {
    const file = join(place, 'file');
    await writeFile(file, '');
    for (const folder of [file, join(file, 'data')])
      await expect(prepareDataFolder(folder)).rejects.toMatchObject({
        name: 'DataFolderUnusable',
        mistake: 'not-a-folder',
        message: expect.stringContaining('Set DATA_DIR'),
      });
  });

  it.each([
    ['EACCES', 'not-writable'],
    ['EROFS', 'not-writable'],
    ['ENOSPC', 'no-space'],
    ['EDQUOT', 'no-space'],
  ])('is refused when writing to it fails with %s', async (code, mistake) => {
    await expect(prepareDataFolder(join(place, 'data'), failing(code))).rejects.toMatchObject({
      name: 'DataFolderUnusable',
      mistake,
    });
  });

  it('lets a failure that is none of these through', async () => {
    await expect(prepareDataFolder(join(place, 'data'), failing('EMFILE'))).rejects.toMatchObject({
      code: 'EMFILE',
    });
  });
});
