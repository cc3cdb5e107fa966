import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { storyClock } from '#kernel';
import { DatabaseUnusable } from '#platform';
import {
  KeyProviderUnavailable,
  openDataKeyFile,
  openKeyFile,
  type DataKeyStore,
  type KeyProvider,
} from '#sealing';
import { createKeyring, type Keyring } from './keyring.js';

const minute = 60_000;
const clock = storyClock('2010-11-02T04:50:00.000Z');

let folder: string;
let provider: KeyProvider;
let store: DataKeyStore;
let keyring: Keyring;
let elapsed: number;
let unwrapped: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyring-'));
  const file = await openKeyFile({ file: join(folder, 'key'), production: false, mayCreate: true });
  elapsed = 1;
  unwrapped = 0;
  provider = {
    ...file,
    unwrap: (key, context) => {
      unwrapped += 1;
      return file.unwrap(key, context);
    },
  };
  store = await openDataKeyFile(join(folder, 'data-keys.sqlite'));
  keyring = createKeyring({ provider, store, clock, elapsed: () => elapsed });
});
afterEach(async () => {
  keyring.close();
  await store.close();
  await rm(folder, { recursive: true });
});

describe('a data key', () => {
  it('is on the disk before anything can be sealed under it', async () => {
    const { id } = await keyring.forSealing('case-1', 'case-record');
    expect(await store.byId([id])).toMatchObject([{ id, scope: 'case-1', retention: 'case-record' }]);
  });

  it('is not given when it cannot be written', async () => {
    const failing: DataKeyStore = { ...store, keep: () => Promise.reject(new DatabaseUnusable('f', 'full')) };
    const other = createKeyring({ provider, store: failing, clock });
    await expect(other.forSealing('case-1', 'case-record')).rejects.toMatchObject({ mistake: 'full' });
    expect(other.held()).toBe(0);
    other.close();
    await expect(keyring.forSealing('case-1', 'case-record')).resolves.toBeDefined();
  });

  it('is one for all who ask at the same time', async () => {
    const asked = Array.from({ length: 50 }, () => keyring.forSealing('case-1', 'case-record'));
    expect(new Set((await Promise.all(asked)).map(({ id }) => id)).size).toBe(1);
  });

  it('is found again by another keyring, and not made anew', async () => {
    const { id, key } = await keyring.forSealing('case-1', 'case-record');
    const other = createKeyring({ provider, store, clock });
    const again = await other.forSealing('case-1', 'case-record');
    expect(again.id).toBe(id);
    expect(again.key.equals(key)).toBe(true);
    other.close();
  });

  it('is at most five minutes in memory, however often it is used', async () => {
    const { id } = await keyring.forSealing('case-1', 'case-record');
    for (; elapsed < 4 * minute; elapsed += minute / 10) await keyring.forOpening([id]);
    expect(unwrapped).toBe(0);
    elapsed = 4.25 * minute;
    keyring.sweep();
    expect(keyring.held()).toBe(0);
    expect((await keyring.forOpening([id])).size).toBe(1);
    expect(unwrapped).toBe(1);
  });

  it('cannot be printed', async () => {
    const { key } = await keyring.forSealing('case-1', 'case-record');
    const secret = key.export();
    for (const printed of [JSON.stringify(key), inspect(key, { showHidden: true, depth: 9 })])
      for (const encoding of ['hex', 'base64url'] as const)
        expect(printed).not.toContain(secret.toString(encoding).slice(0, 8));
  });

  it('is read once for a thousand parts', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, number) => keyring.forSealing(`case-${number}`, 'case-record')),
    );
    elapsed = 10 * minute;
    const wanted = Array.from({ length: 1_000 }, (_, number) => made[number % 20]?.id ?? '');
    expect((await keyring.forOpening([...wanted, 'unknown'])).size).toBe(20);
    expect(unwrapped).toBe(20);
  });

  it('that was put in another’s place in the store does not open', async () => {
    const { id } = await keyring.forSealing('case-1', 'case-record');
    const moved: DataKeyStore = {
      ...store,
      byId: async (ids) => (await store.byId(ids)).map((kept) => ({ ...kept, scope: 'case-2' })),
    };
    const other = createKeyring({ provider, store: moved, clock });
    await expect(other.forOpening([id])).rejects.toMatchObject({ name: 'DataKeyUnusable', key: id });
    other.close();
  });
});

describe('many new data keys', () => {
  it('all fail, and none is given, when their write fails', async () => {
    await keyring.forSealing('case-0', 'case-record');
    await store.close();
    const asked = Array.from({ length: 8 }, (_, number) =>
      keyring.forSealing(`case-${number + 1}`, 'case-record'),
    );
    for (const one of await Promise.allSettled(asked)) expect(one.status).toBe('rejected');
    expect(keyring.held()).toBe(1);
  });
});

describe('a data key of a slow provider', () => {
  const slowly = (milliseconds: number): KeyProvider => ({
    ...provider,
    wrap: async (bytes, context) => {
      const wrapped = await provider.wrap(bytes, context);
      elapsed += milliseconds;
      return wrapped;
    },
    unwrap: async (key, context) => {
      const bytes = await provider.unwrap(key, context);
      elapsed += milliseconds;
      return bytes;
    },
  });

  it('counts its five minutes from before it was asked for', async () => {
    const slow = createKeyring({ provider: slowly(minute), store, clock, elapsed: () => elapsed });
    const { id } = await slow.forSealing('case-1', 'case-record');
    expect(slow.held()).toBe(1);
    // Made one minute ago.
    elapsed += 3.25 * minute;
    slow.sweep();
    expect(slow.held()).toBe(0);
    await slow.forOpening([id]);
    elapsed += 3.25 * minute;
    slow.sweep();
    expect(slow.held()).toBe(0);
    slow.close();
  });

  it('is not held at all where it comes too late', async () => {
    const slow = createKeyring({ provider: slowly(6 * minute), store, clock, elapsed: () => elapsed });
    const { id } = await slow.forSealing('case-1', 'case-record');
    await slow.forOpening([id]);
    slow.sweep();
    expect(slow.held()).toBe(0);
    slow.close();
  });

  it('is asked for once by all who want it at the same time', async () => {
    const { id } = await keyring.forSealing('case-1', 'case-record');
    elapsed = 10 * minute;
    const got = await Promise.all([
      ...Array.from({ length: 20 }, () => keyring.forOpening([id])),
      keyring.forSealing('case-1', 'case-record').then(({ id: same, key }) => new Map([[same, key]])),
    ]);
    expect(unwrapped).toBe(1);
    expect(new Set(got.map((keys) => keys.get(id))).size).toBe(1);
  });

  it('is not kept by a keyring that was closed while it waited for it', async () => {
    const { id } = await keyring.forSealing('case-1', 'case-record');
    const other = createKeyring({ provider, store, clock });
    const opening = other.forOpening([id]);
    other.close();
    await opening;
    expect(other.held()).toBe(0);
  });

  it('is asked for with few others at a time, and nothing more is asked after a failure', async () => {
    const made = await Promise.all(
      Array.from({ length: 60 }, (_, number) => keyring.forSealing(`case-${number}`, 'case-record')),
    );
    const wanted = made.map(({ id }) => id);
    let now = 0;
    let most = 0;
    let begun = 0;
    let failing = false;
    const watched: KeyProvider = {
      ...provider,
      unwrap: async (key, context) => {
        begun += 1;
        now += 1;
        most = Math.max(most, now);
        await new Promise(setImmediate);
        now -= 1;
        if (failing) throw new KeyProviderUnavailable('unreachable', 'away');
        return provider.unwrap(key, context);
      },
    };
    const other = createKeyring({ provider: watched, store, clock });
    expect((await other.forOpening(wanted)).size).toBe(60);
    other.close();
    expect(most).toBe(16);
    failing = true;
    begun = 0;
    const another = createKeyring({ provider: watched, store, clock });
    await expect(another.forOpening(wanted)).rejects.toThrow('away');
    await new Promise(setImmediate);
    expect(begun).toBe(16);
    another.close();
  });
});

describe('a data key of a provider that never answers', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is given up after twenty seconds, and asked for again by the next who wants it', async () => {
    const { id } = await keyring.forSealing('case-1', 'case-record');
    let answers = false;
    const silent: KeyProvider = {
      ...provider,
      unwrap: (key, context) =>
        answers ? provider.unwrap(key, context) : new Promise<never>(() => undefined),
    };
    const other = createKeyring({ provider: silent, store, clock });
    const waiting = Promise.allSettled([
      other.forOpening([id]),
      other.forOpening([id]),
      other.forSealing('case-1', 'case-record'),
    ]);
    await new Promise(setImmediate);
    await jest.advanceTimersByTimeAsync(19_000);
    await new Promise(setImmediate);
    await jest.advanceTimersByTimeAsync(2_000);
    for (const one of await waiting)
      expect(one).toMatchObject({
        status: 'rejected',
        reason: { name: 'KeyProviderUnavailable', problem: 'too-slow' },
      });
    answers = true;
    expect((await other.forOpening([id])).size).toBe(1);
    other.close();
  });
});
