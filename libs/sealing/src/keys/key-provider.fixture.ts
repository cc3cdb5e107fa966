import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { randomId, storyClock } from '#kernel';
import { openDataKeyFile, openSealing, rewrapDataKeys, type KeyProvider, type Sealing } from '#sealing';
import { eventHeader } from '../event-header.fixture.js';

export interface ProviderUnderTest {
  /** Another opening of the same key-encryption key. */
  readonly open: () => Promise<KeyProvider>;
  /** Makes a newer version of the key-encryption key; null where there is but one. */
  readonly rotate: (() => Promise<void>) | null;
  readonly close: () => Promise<void>;
}

const clock = storyClock('2010-11-02T04:50:00.000Z');

/** What every provider of the key-encryption key must do. */
export const aKeyProvider = (begin: () => Promise<ProviderUnderTest>): void => {
  let folder: string;
  let tested: ProviderUnderTest;
  let provider: KeyProvider;
  const opened: Sealing[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'key-provider-'));
    tested = await begin();
    provider = await tested.open();
  });
  afterEach(async () => {
    for (const sealing of opened.splice(0)) await sealing.close();
    await tested.close();
    await rm(folder, { recursive: true });
  });

  const context = { id: randomId(), scope: randomId(), retention: 'case-record' } as const;
  const store = () => openDataKeyFile(join(folder, 'data-keys.sqlite'));
  const openHere = async (): Promise<Sealing> => {
    const sealing = await openSealing({ provider: await tested.open(), dataKeys: await store(), clock });
    opened.push(sealing);
    return sealing;
  };
  const closeAll = async () => {
    for (const sealing of opened.splice(0)) await sealing.close();
  };

  it('wraps a data key so that another opening of it unwraps it, and nobody reads it in between', async () => {
    const dataKey = randomBytes(32);
    const wrapped = await provider.wrap(dataKey, context);
    for (const encoding of ['base64', 'base64url', 'hex'] as const)
      expect(JSON.stringify(wrapped)).not.toContain(dataKey.toString(encoding).slice(0, 12));
    const other = await tested.open();
    expect(other.knows(wrapped.kekId)).toBe(true);
    expect((await other.unwrap(wrapped, context)).equals(dataKey)).toBe(true);
    expect((await provider.wrap(dataKey, context)).wrapped).not.toBe(wrapped.wrapped);
  });

  it('unwraps it for nothing else than it was wrapped for', async () => {
    const wrapped = await provider.wrap(randomBytes(32), context);
    for (const change of [
      { id: randomId() },
      { scope: randomId() },
      { retention: 'access-record' as const },
      { id: context.scope, scope: context.id },
    ])
      await expect(provider.unwrap(wrapped, { ...context, ...change })).rejects.toMatchObject({
        name: 'DataKeyUnusable',
      });
  });

  it('does not unwrap what was damaged, cut short or wrapped by another key', async () => {
    const kept = await provider.wrap(randomBytes(32), context);
    const { wrapped, kekId } = kept;
    const prefix = /^vault:v\d+:/.exec(wrapped)?.[0] ?? '';
    const bytes = Buffer.from(wrapped.slice(prefix.length), 'base64');
    const flipped = (at: number): string => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      return `${prefix}${changed.toString('base64')}`;
    };
    const damaged = [0, Math.floor(bytes.length / 2), bytes.length - 1].map(flipped);
    for (const one of [...damaged, prefix, '', `${prefix}${bytes.subarray(0, 20).toString('base64')}`])
      await expect(provider.unwrap({ wrapped: one, kekId }, context)).rejects.toMatchObject({
        name: 'DataKeyUnusable',
        key: context.id,
      });
  });

  it('does not know the keys of others', () => {
    for (const kekId of [
      '',
      'vault:transit/other:v1',
      'vault:transit/throughline',
      'arn:aws:kms:eu-west-2:999988887777:key/0123',
      'arn:aws:kms:us-east-1:111122223333:key/0123',
      randomId(),
    ])
      expect(provider.knows(kekId)).toBe(false);
  });

  it('gives every process the same derived keys, before and after a new version', async () => {
    const first = await openHere();
    const token = first.tokens.seal({ audience: 'police', kind: 'position' }, 7);
    const digest = first.digestOfInput({ said: 1 });
    await closeAll();
    await tested.rotate?.();
    const keys = await store();
    await rewrapDataKeys({ store: keys, provider: await tested.open() });
    await keys.close();
    const second = await openHere();
    expect(second.digestOfInput({ said: 1 })).toBe(digest);
    expect(second.tokens.open({ audience: 'police', kind: 'position' }, token)).toEqual({
      ok: true,
      value: 7,
    });
  });

  it('opens what was sealed before a new version, and after every key was wrapped again', async () => {
    const header = eventHeader();
    const sealing = await openHere();
    const parts = new Map([['core.coded', 'seen'] as const]);
    const sealed = await sealing.sealParts({ header, retention: 'case-record', parts });
    await closeAll();
    await tested.rotate?.();
    const opens = async () => {
      const part = { headerDigest: sealed.headerDigest, sealed: sealed.sealed[0]! };
      expect(await (await openHere()).openPart(part)).toBe('seen');
      await closeAll();
    };
    await opens();
    const keys = await store();
    const before = await keys.countByKek();
    const result = await rewrapDataKeys({ store: keys, provider: await tested.open() });
    await keys.close();
    expect(result).toMatchObject({ unusable: [], left: 0, byKek: new Map([[result.newest, 2]]) });
    expect(result.wrappedAgain).toBe(tested.rotate === null ? 0 : 2);
    expect(before.has(result.newest)).toBe(tested.rotate === null);
    await opens();
  });
};
