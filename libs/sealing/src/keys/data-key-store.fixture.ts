import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { randomId, storyClock } from '#kernel';
import type { DataKeyStore, KeptDataKey, KeyProvider } from '#sealing';
import { createKeyring } from './keyring.js';

export interface StoreUnderTest {
  /** Two openings of the same keys, as two gateways have them. */
  readonly stores: readonly [DataKeyStore, DataKeyStore];
  readonly close: () => Promise<void>;
}

const clock = storyClock('2010-11-02T04:50:00.000Z');

export const dataKey = (change: Partial<KeptDataKey> = {}): KeptDataKey => ({
  id: randomId(),
  scope: randomId(),
  retention: 'case-record',
  kekId: 'kek-1',
  wrapped: randomBytes(48).toString('base64'),
  madeAt: clock.now(),
  ...change,
});

/** What every store of data keys must do. */
export const aDataKeyStore = (begin: () => Promise<StoreUnderTest>): void => {
  let tested: StoreUnderTest;
  let one: DataKeyStore;
  let other: DataKeyStore;
  beforeEach(async () => {
    tested = await begin();
    [one, other] = tested.stores;
  });
  afterEach(() => tested.close());

  it('answers the keys that it keeps, by their place and by their ids, to everybody', async () => {
    const first = dataKey();
    const second = dataKey({ scope: first.scope, retention: 'access-record' });
    expect(await one.keep(first)).toEqual(first);
    expect(await other.keep(second)).toEqual(second);
    expect(await other.find(first.scope, 'case-record')).toEqual(first);
    expect(await one.find(first.scope, 'access-record')).toEqual(second);
    expect(await one.find(first.scope, 'directory-record')).toBeUndefined();
    const found = await one.byId([second.id, randomId(), first.id]);
    expect(new Set(found)).toEqual(new Set([first, second]));
    expect(await one.byId([])).toEqual([]);
  });

  it('keeps the first key of a case and class, and answers it to whoever comes with another', async () => {
    const first = await one.keep(dataKey());
    const late = dataKey({ scope: first.scope });
    expect(await other.keep(late)).toEqual(first);
    expect(await other.byId([late.id])).toEqual([]);
    expect(await one.find(first.scope, 'case-record')).toEqual(first);
  });

  it('gives one key to all who make one for the same case and class at the same time', async () => {
    const scopes = Array.from({ length: 40 }, () => randomId());
    const kept = await Promise.all([
      ...scopes.map((scope) => one.keep(dataKey({ scope }))),
      ...scopes.toReversed().map((scope) => other.keep(dataKey({ scope }))),
      ...scopes.map((scope) => other.keep(dataKey({ scope }))),
    ]);
    for (const scope of scopes)
      expect(new Set(kept.filter((key) => key.scope === scope).map(({ id }) => id)).size).toBe(1);
    expect(await one.byId([...new Set(kept.map(({ id }) => id))])).toHaveLength(scopes.length);
  });

  it('lets two gateways that seal for a new case at the same time seal under one key', async () => {
    let wrapped = 0;
    const provider: KeyProvider = {
      wrap: (bytes) => {
        wrapped += 1;
        return Promise.resolve({ wrapped: bytes.toString('base64'), kekId: 'kek-1' });
      },
      unwrap: (key) => Promise.resolve(Buffer.from(key.wrapped, 'base64')),
      knows: () => true,
    };
    const gateways = [one, other].map((store) => createKeyring({ provider, store, clock }));
    for (let round = 0; round < 10; round += 1) {
      const scope = randomId();
      const [first, second] = await Promise.all(
        gateways.map((ring) => ring.forSealing(scope, 'case-record')),
      );
      expect(first?.id).toBe(second?.id);
      expect(first && second && first.key.equals(second.key)).toBe(true);
      const again = await gateways[1]?.forOpening([first?.id ?? '']);
      expect(first && again?.get(first.id)?.equals(first.key)).toBe(true);
    }
    // At least once both had made a key, and one of them was thrown away.
    expect(wrapped).toBeGreaterThan(10);
    for (const ring of gateways) ring.close();
  });

  it('counts the keys under each key-encryption key', async () => {
    expect(await one.countByKek()).toEqual(new Map());
    for (const kekId of ['kek-1', 'kek-2', 'kek-1']) await one.keep(dataKey({ kekId }));
    expect(await other.countByKek()).toEqual(
      new Map([
        ['kek-1', 2],
        ['kek-2', 1],
      ]),
    );
  });

  it('lists those under another key-encryption key, in steps, each once', async () => {
    const old = await Promise.all(Array.from({ length: 7 }, () => one.keep(dataKey())));
    await one.keep(dataKey({ kekId: 'kek-2' }));
    const listed: string[] = [];
    for (let step = await other.notUnder('kek-2', '', 3); step.length > 0;) {
      listed.push(...step.map(({ id }) => id));
      step = await other.notUnder('kek-2', listed.at(-1) ?? '', 3);
    }
    expect(listed).toEqual(old.map(({ id }) => id).sort());
  });

  it('puts a new wrapping in the place of the one that was read, and of no other', async () => {
    const first = await one.keep(dataKey());
    const second = await one.keep(dataKey());
    const after = { wrapped: 'again', kekId: 'kek-2' };
    await one.replaceWrappings([
      { before: first, after },
      { before: { ...second, wrapped: 'what it was once' }, after },
    ]);
    expect(await other.byId([first.id])).toEqual([{ ...first, ...after }]);
    expect(await other.byId([second.id])).toEqual([second]);
    await one.replaceWrappings([]);
  });
};
