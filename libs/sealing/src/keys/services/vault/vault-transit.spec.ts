import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomId } from '#kernel';
import { openVaultTransit, type VaultTransitOptions } from '#sealing';
import { keyServiceFaults } from '../key-service-faults.fixture.js';
import { openVaultStandIn, type VaultStandIn, type VaultStandInOptions } from './vault-stand-in.fixture.js';

const context = { id: randomId(), scope: randomId(), retention: 'case-record' } as const;
const refusing = (status: number, ...errors: readonly string[]) => ({ status, body: { errors } });

describe('a Vault (a stand-in, which proves only our requests)', () => {
  keyServiceFaults({
    begin: async (certificate) => {
      const vault = await openVaultStandIn(certificate === undefined ? {} : { certificate });
      return {
        service: vault,
        secrets: [vault.token],
        open: (timeoutMilliseconds) =>
          openVaultTransit({
            address: vault.url,
            token: { text: vault.token },
            keyName: 'throughline',
            timeoutMilliseconds,
          }),
      };
    },
    passing: [
      ['is sealed', refusing(503, 'Vault is sealed'), 'sealed'],
      ['is asked too often', refusing(429, 'request path "transit": rate limit quota exceeded'), 'throttled'],
      ['fails', refusing(500, 'internal error'), 'failing'],
      [
        'has not heard yet what another node did',
        refusing(412, 'required index state not present'),
        'failing',
      ],
    ],
    lasting: [
      [
        'refuses the token',
        refusing(403, '2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n'),
        'credentials-refused',
      ],
      ['refuses the token and tells only that', refusing(403, 'permission denied'), 'credentials-refused'],
      [
        'takes the token, which may not do this',
        ({ path }) =>
          path.endsWith('lookup-self')
            ? { status: 200, body: { data: {} } }
            : refusing(403, '1 error occurred:\n\t* permission denied\n\n'),
        'permission-denied',
      ],
      ['has lost the key', refusing(400, 'encryption key not found'), 'no-such-key'],
      ['has no such mount', refusing(404, 'no handler for route "transit/keys/throughline"'), 'no-such-key'],
      [
        'has withdrawn the version',
        refusing(400, 'ciphertext or signature version is disallowed by policy (too old)'),
        'key-withdrawn',
      ],
      [
        'has a key that cannot encrypt',
        refusing(400, 'key type ecdsa-p256 does not support'),
        'key-cannot-wrap',
      ],
      [
        'sends elsewhere',
        { status: 307, body: '', headers: { location: 'http://127.0.0.1:1/v1/transit' } },
        'redirects',
      ],
      ['is a web page', { status: 200, body: '<html>Welcome</html>' }, 'not-understood'],
      ['does not say what it is', { status: 204, body: '' }, 'not-understood'],
    ],
  });
});

describe('Vault transit (a stand-in, which proves only our requests)', () => {
  let vault: VaultStandIn;
  let folder: string;
  const begin = async (options: VaultStandInOptions): Promise<void> => {
    await vault.close();
    vault = await openVaultStandIn(options);
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vault-'));
    vault = await openVaultStandIn();
  });
  afterEach(async () => {
    await vault.close();
    await rm(folder, { recursive: true });
  });
  const open = (options: Partial<VaultTransitOptions> = {}) =>
    openVaultTransit({
      address: vault.url,
      token: { text: vault.token },
      keyName: 'throughline',
      ...options,
    });
  const unusable = (problem: string) => ({ name: 'KeyServiceUnusable', problem });

  it('is asked by its documented paths, with token and namespace, and is told no case', async () => {
    const provider = await open({ namespace: 'county/safeguarding' });
    await provider.unwrap(await provider.wrap(randomBytes(32), context), context);
    expect(vault.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/transit/keys/throughline',
      'POST /v1/transit/encrypt/throughline',
      'POST /v1/transit/decrypt/throughline',
      'POST /v1/transit/decrypt/throughline',
      'POST /v1/transit/encrypt/throughline',
      'POST /v1/transit/decrypt/throughline',
    ]);
    for (const { headers } of vault.asked) {
      expect(headers['x-vault-token']).toBe(vault.token);
      expect(headers['x-vault-namespace']).toBe('county/safeguarding');
    }
    const sent = JSON.stringify(vault.asked.map(({ path, body }) => [path, body]));
    for (const told of [context.id, context.scope])
      for (const spelt of [told, Buffer.from(told).toString('base64')]) expect(sent).not.toContain(spelt);
  });

  it('is asked at the path where it is mounted, and behind a path of a proxy', async () => {
    await expect(open({ mount: 'teams/one two' })).rejects.toMatchObject(unusable('no-such-key'));
    await expect(open({ address: `${vault.url}/behind/` })).rejects.toMatchObject(unusable('no-such-key'));
    expect(vault.asked.map(({ path }) => path)).toEqual([
      '/v1/teams/one%20two/keys/throughline',
      '/behind/v1/transit/keys/throughline',
    ]);
  });

  it('without the key stops the start before anything is encrypted, since that could make the key', async () => {
    await expect(open({ keyName: 'througline' })).rejects.toMatchObject(unusable('no-such-key'));
    expect(vault.asked).toHaveLength(1);
  });

  it('that passes over what it is told to bind stops the start, unless its key is derived', async () => {
    await begin({ withoutAssociatedData: true });
    await expect(open()).rejects.toMatchObject(unusable('does-not-bind'));
    await begin({ withoutAssociatedData: true, derived: true });
    await expect(open()).resolves.toBeDefined();
  });

  it('keeps opening what an older version wrapped, until that is withdrawn, which is no damage', async () => {
    const provider = await open();
    const first = await provider.wrap(randomBytes(32), context);
    vault.rotate();
    const second = await provider.wrap(randomBytes(32), context);
    expect([first.kekId, second.kekId]).toEqual([
      'vault:transit/throughline:v1',
      'vault:transit/throughline:v2',
    ]);
    await expect(provider.unwrap(first, context)).resolves.toBeDefined();
    vault.withdrawBefore(2);
    await expect(provider.unwrap(second, context)).resolves.toBeDefined();
    await expect(provider.unwrap(first, context)).rejects.toMatchObject({
      name: 'KeyProviderUnavailable',
      problem: 'key-withdrawn',
    });
  });

  it('does not pass one version off as another', async () => {
    const provider = await open();
    const kept = await provider.wrap(randomBytes(32), context);
    for (const other of [
      { ...kept, kekId: 'vault:transit/throughline:v2' },
      { ...kept, wrapped: kept.wrapped.replace('v1', 'v2') },
    ])
      await expect(provider.unwrap(other, context)).rejects.toMatchObject({ name: 'DataKeyUnusable' });
  });

  it('whose key was deleted while it ran is unavailable, and no key is made in its place', async () => {
    const provider = await open();
    vault.forget();
    await expect(provider.wrap(randomBytes(32), context)).rejects.toMatchObject({
      name: 'KeyProviderUnavailable',
      problem: 'no-such-key',
    });
  });

  it('is given the token that stands in the file now: an agent renews it', async () => {
    const file = join(folder, 'token');
    await writeFile(file, `${vault.token}\n`);
    const provider = await open({ token: { file } });
    const kept = await provider.wrap(randomBytes(32), context);
    vault.takeOnly('hvs.renewed');
    await writeFile(`${file}.new`, 'hvs.renewed');
    await rename(`${file}.new`, file);
    await expect(provider.unwrap(kept, context)).resolves.toBeDefined();
    expect(vault.asked.at(-1)?.headers['x-vault-token']).toBe('hvs.renewed');
  });

  it('is given the new token where the agent put it there while the old one was on its way', async () => {
    const file = join(folder, 'token');
    await writeFile(file, vault.token);
    const provider = await open({ token: { file } });
    vault.takeOnly('hvs.renewed');
    vault.goWrong(() => {
      writeFileSync(file, 'hvs.renewed');
      return refusing(403, 'permission denied');
    }, 1);
    const before = vault.asked.length;
    await expect(provider.wrap(randomBytes(32), context)).resolves.toBeDefined();
    expect(vault.asked.slice(before).map(({ headers }) => headers['x-vault-token'])).toEqual([
      vault.token,
      'hvs.renewed',
    ]);
  });

  it('is not asked where there is no token, or nothing that can be one', async () => {
    const file = join(folder, 'token');
    const noToken = unusable('no-credentials');
    await expect(open({ token: { file } })).rejects.toMatchObject(noToken);
    await expect(open({ token: { text: ' ' } })).rejects.toMatchObject(noToken);
    await writeFile(file, 'hvs.first\nhvs.second');
    await expect(open({ token: { file } })).rejects.toMatchObject(noToken);
    expect(vault.asked).toEqual([]);
  });
});
