import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { storyClock } from '#kernel';
import {
  KeyProviderUnavailable,
  openDataKeyFile,
  openVaultTransit,
  rewrapDataKeys,
  type DataKeyStore,
  type KeyProvider,
} from '#sealing';
import { createKeyring, type Keyring } from './keyring.js';
import { openVaultStandIn, type VaultStandIn } from './services/vault/vault-stand-in.fixture.js';

const clock = storyClock('2010-11-02T04:50:00.000Z');
const first = 'vault:transit/throughline:v1';
const second = 'vault:transit/throughline:v2';
const many = 23;

let folder: string;
let vault: VaultStandIn;
let provider: KeyProvider;
let store: DataKeyStore;
let keyring: Keyring;
let ids: readonly string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rewrap-'));
  vault = await openVaultStandIn();
  provider = await openVaultTransit({
    address: vault.url,
    token: { text: vault.token },
    keyName: 'throughline',
  });
  store = await openDataKeyFile(join(folder, 'data-keys.sqlite'));
  keyring = createKeyring({ provider, store, clock });
  const made = await Promise.all(
    Array.from({ length: many }, (_, number) => keyring.forSealing(`case-${number}`, 'case-record')),
  );
  ids = made.map(({ id }) => id);
  vault.rotate();
});
afterEach(async () => {
  keyring.close();
  await store.close();
  await vault.close();
  await rm(folder, { recursive: true });
});

/** The data keys as somebody gets them who has none in memory. */
const unwrapAll = async () => {
  const other = createKeyring({ provider, store, clock });
  const keys = await other.forOpening(ids);
  other.close();
  return new Map([...keys].map(([id, key]) => [id, key.export().toString('hex')]));
};

describe('wrapping every data key again', () => {
  it('leaves none under the old version, so that it can be withdrawn, and changes no data key', async () => {
    const before = await unwrapAll();
    const seen: unknown[] = [];
    const result = await rewrapDataKeys({ store, provider, step: 10, onStep: (one) => seen.push(one) });
    expect(result).toEqual({
      newest: second,
      wrappedAgain: many,
      unusable: [],
      byKek: new Map([[second, many]]),
      left: 0,
    });
    expect(seen).toEqual([
      { done: 10, of: many },
      { done: 20, of: many },
      { done: many, of: many },
    ]);
    vault.withdrawBefore(2);
    expect(await unwrapAll()).toEqual(before);
  });

  it('goes on where it was cut off when the service went away', async () => {
    const before = await unwrapAll();
    const away = rewrapDataKeys({
      store,
      provider,
      step: 5,
      onStep: ({ done }) => {
        if (done === 10) vault.goWrong({ status: 503, body: { errors: ['Vault is sealed'] } });
      },
    });
    await expect(away).rejects.toMatchObject({ name: 'KeyProviderUnavailable', problem: 'sealed' });
    expect(await store.countByKek()).toEqual(
      new Map([
        [first, many - 10],
        [second, 10],
      ]),
    );
    vault.goRight();
    expect(await unwrapAll()).toEqual(before);
    expect(await rewrapDataKeys({ store, provider })).toMatchObject({ wrappedAgain: many - 10, left: 0 });
    expect(await unwrapAll()).toEqual(before);
  });

  it('can be ended between two steps, and says what is left', async () => {
    const ending = new AbortController();
    const result = await rewrapDataKeys({
      store,
      provider,
      step: 5,
      onStep: () => ending.abort(),
      signal: ending.signal,
    });
    expect(result).toMatchObject({ wrappedAgain: 5, left: many - 5 });
  });

  it('takes nothing away from those who seal and open meanwhile', async () => {
    const working = createKeyring({ provider, store, clock });
    const rewrapping = rewrapDataKeys({ store, provider, step: 2 });
    const made = await Promise.all(
      Array.from({ length: 20 }, async (_, number) => {
        const { id, key } = await working.forSealing(`new-${number}`, 'case-record');
        return { id, key, opened: (await working.forOpening([ids[number] ?? ''])).size };
      }),
    );
    await rewrapping;
    working.close();
    const other = createKeyring({ provider, store, clock });
    const keys = await other.forOpening(made.map(({ id }) => id));
    for (const { id, key, opened } of made) {
      expect(opened).toBe(1);
      expect(keys.get(id)?.equals(key)).toBe(true);
    }
    other.close();
    expect((await rewrapDataKeys({ store, provider })).left).toBe(0);
  });

  it('is not done where the key has a still newer version by the end', async () => {
    const result = await rewrapDataKeys({ store, provider, step: many, onStep: () => vault.rotate() });
    expect(result).toMatchObject({ newest: 'vault:transit/throughline:v3', wrappedAgain: many, left: many });
    expect(await rewrapDataKeys({ store, provider })).toMatchObject({ wrappedAgain: many, left: 0 });
  });

  it('names a data key that does not unwrap, leaves it as it is, and goes on with the others', async () => {
    const [kept] = await store.byId(ids.slice(0, 1));
    if (kept === undefined) throw new Error('There is a data key.');
    const damaged = { wrapped: `${kept.wrapped.slice(0, -6)}AAAAA=`, kekId: kept.kekId };
    await store.replaceWrappings([{ before: kept, after: damaged }]);
    const result = await rewrapDataKeys({ store, provider, step: 4 });
    expect(result).toMatchObject({ wrappedAgain: many - 1, unusable: [kept.id], left: 1 });
    expect(await store.byId([kept.id])).toEqual([{ ...kept, ...damaged }]);
  });

  it('writes no wrapping that does not open to the same key', async () => {
    const before = await unwrapAll();
    const wrong: KeyProvider = {
      ...provider,
      wrap: (_key, context) => provider.wrap(Buffer.alloc(32, 1), context),
    };
    await expect(rewrapDataKeys({ store, provider: wrong })).rejects.toMatchObject({
      name: 'RewrapNotProven',
    });
    const blind: KeyProvider = {
      ...provider,
      wrap: (key, context) => provider.wrap(key, { ...context, id: 'x' }),
    };
    await expect(rewrapDataKeys({ store, provider: blind })).rejects.toMatchObject({
      name: 'RewrapNotProven',
    });
    expect(await unwrapAll()).toEqual(before);
    expect((await store.countByKek()).get(first)).toBe(many);
  });

  it('fails, and writes nothing of the step, where one key of it cannot be asked for', async () => {
    let asked = 0;
    const failing: KeyProvider = {
      ...provider,
      unwrap: (key, context) =>
        (asked += 1) > 7
          ? Promise.reject(new KeyProviderUnavailable('unreachable', 'away'))
          : provider.unwrap(key, context),
    };
    await expect(rewrapDataKeys({ store, provider: failing })).rejects.toThrow('away');
    expect((await store.countByKek()).get(first)).toBe(many);
  });
});
