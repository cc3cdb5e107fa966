import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { storyClock } from '#kernel';
import { openDataKeyFile, openKeyFile, openSealing } from '#sealing';
import { eventHeader } from '../event-header.fixture.js';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'key-file-'));
  file = join(folder, 'keys', 'development.key');
});
afterEach(() => rm(folder, { recursive: true }));

const open = (options: { production?: boolean; mayCreate?: boolean } = {}) =>
  openKeyFile({ file, production: false, mayCreate: true, ...options });
const refusal = (mistake: string) => ({ name: 'KeyFileUnusable', mistake });
const context = { id: 'key-1', scope: 'case-1', retention: 'case-record' } as const;

describe('the key file', () => {
  it('is made once, for its owner alone, and is the same afterwards', async () => {
    const { wrapped, kekId } = await (await open()).wrap(Buffer.alloc(32, 7), context);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'keys'))).toEqual(['development.key']);
    const again = await open({ mayCreate: false });
    expect(again.knows(kekId)).toBe(true);
    expect(await again.unwrap({ wrapped, kekId }, context)).toEqual(Buffer.alloc(32, 7));
  });

  it('is one, when two open it at the same time where there is none', async () => {
    const opened = await Promise.allSettled([open(), open(), open()]);
    const [first] = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const { kekId } = (await first?.wrap(Buffer.alloc(32), context)) ?? { kekId: '' };
    expect((await open()).knows(kekId)).toBe(true);
    for (const one of opened)
      if (one.status === 'rejected') expect(one.reason).toMatchObject(refusal('not-writable'));
  });

  it('is refused in production', async () => {
    await expect(open({ production: true })).rejects.toMatchObject(refusal('refused-in-production'));
    await open();
    await expect(open({ production: true })).rejects.toMatchObject(refusal('refused-in-production'));
  });

  it('is not made anew where there are sealed data: that would hide that the real one is lost', async () => {
    await expect(open({ mayCreate: false })).rejects.toMatchObject(refusal('missing'));
    await expect(open({ mayCreate: false })).rejects.toThrow(/Restore it/);
    await expect(readFile(file)).rejects.toThrow();
  });

  it('is refused when it was damaged, at the start and not when the first part does not open', async () => {
    await open();
    const good = await readFile(file, 'utf8');
    const members = JSON.parse(good) as Record<string, string>;
    const other = Buffer.alloc(32, 1).toString('base64url');
    for (const text of [
      '',
      'x',
      'null',
      '[]',
      good.slice(0, 60),
      JSON.stringify({ ...members, format: 'throughline-key-file-2' }),
      JSON.stringify({ ...members, key: other }),
      JSON.stringify({ ...members, id: '6f1f64a5-9a0f-4c3e-9d0e-6a2b7c1d8e35' }),
      JSON.stringify({ ...members, check: other }),
      JSON.stringify({ ...members, check: undefined }),
    ]) {
      await writeFile(file, text);
      await expect(open()).rejects.toMatchObject(refusal('corrupt'));
    }
    for (const key of ['', other.slice(0, 20), `${other}AAAA`]) {
      await writeFile(file, JSON.stringify({ ...members, key }));
      await expect(open()).rejects.toMatchObject(refusal('wrong-length'));
    }
    await writeFile(file, good);
    await expect(open()).resolves.toBeDefined();
  });

  it('is refused when others can read it', async () => {
    await open();
    for (const mode of [0o640, 0o604, 0o660]) {
      await chmod(file, mode);
      await expect(open()).rejects.toMatchObject(refusal('readable-by-others'));
    }
  });

  it('is refused when it is a folder', async () => {
    await mkdir(file, { recursive: true, mode: 0o700 });
    await expect(open()).rejects.toMatchObject(refusal('not-readable'));
  });

  it('cannot be made where its folder is a file', async () => {
    await writeFile(join(folder, 'keys'), '');
    await expect(open()).rejects.toMatchObject({ name: 'KeyFileUnusable' });
  });

  it('never stands in an error', async () => {
    await open();
    const { key = '' } = JSON.parse(await readFile(file, 'utf8')) as { key?: string };
    await writeFile(file, `{"format": "throughline-key-file-1", "key": "${key}" oops`);
    const error: unknown = await open().catch((reason: unknown) => reason);
    expect(error).toMatchObject(refusal('corrupt'));
    expect(`${String(error)}${JSON.stringify(error)}`).not.toContain(key);
    expect((error as Error).cause).toBeUndefined();
  });

  it('that belongs to other data is noticed at the start', async () => {
    const openHere = async () =>
      openSealing({
        provider: await open(),
        dataKeys: await openDataKeyFile(join(folder, 'data-keys.sqlite')),
        clock: storyClock('2010-11-02T04:50:00.000Z'),
      });
    const sealing = await openHere();
    await sealing.sealParts({
      header: eventHeader(),
      retention: 'directory-record',
      parts: new Map([['core.coded', 1]]),
    });
    await sealing.close();
    await rm(file);
    await expect(openHere()).rejects.toMatchObject({ name: 'WrongKeyEncryptionKey' });
    await expect(openHere()).rejects.toThrow(/Put back the key file/);
  });
});

describe('a wrapped data key', () => {
  it('does not open for another case, class or key, nor when a bit of it was changed', async () => {
    const provider = await open();
    const wrapped = await provider.wrap(Buffer.alloc(32, 7), context);
    const unusable = { name: 'DataKeyUnusable' };
    for (const other of [
      { ...context, id: 'key-2' },
      { ...context, scope: 'case-2' },
      { ...context, retention: 'access-record' as const },
    ])
      await expect(provider.unwrap(wrapped, other)).rejects.toMatchObject(unusable);
    await expect(provider.unwrap({ ...wrapped, kekId: 'another' }, context)).rejects.toMatchObject(unusable);
    const bytes = Buffer.from(wrapped.wrapped, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(
        provider.unwrap({ ...wrapped, wrapped: changed.toString('base64url') }, context),
      ).rejects.toMatchObject(unusable);
    }
    await expect(provider.unwrap({ ...wrapped, wrapped: '' }, context)).rejects.toMatchObject(unusable);
  });
});
