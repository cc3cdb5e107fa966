import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { openAwsKms, openKeyFile, openVaultTransit } from '#sealing';
import { aKeyProvider } from './key-provider.fixture.js';
import { aliasOfStandIn, openKmsStandIn } from './services/aws-kms/kms-stand-in.fixture.js';
import { openVaultStandIn } from './services/vault/vault-stand-in.fixture.js';

describe('the key file', () => {
  aKeyProvider(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'key-file-'));
    const file = join(folder, 'development.key');
    return {
      open: () => openKeyFile({ file, production: false, mayCreate: true }),
      rotate: null,
      close: () => rm(folder, { recursive: true }),
    };
  });
});

for (const derived of [false, true])
  describe(`Vault transit with a key that is ${derived ? '' : 'not '}derived, before a stand-in that proves only our requests`, () => {
    aKeyProvider(async () => {
      const vault = await openVaultStandIn({ derived });
      return {
        open: () =>
          openVaultTransit({ address: vault.url, token: { text: vault.token }, keyName: 'throughline' }),
        rotate: () => Promise.resolve(vault.rotate()),
        close: () => vault.close(),
      };
    });
  });

describe('AWS KMS, before a stand-in that proves only our requests', () => {
  process.env.AWS_ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE';
  process.env.AWS_SECRET_ACCESS_KEY = 'not-a-secret';
  aKeyProvider(async () => {
    const kms = await openKmsStandIn();
    return {
      open: () => openAwsKms({ keyId: aliasOfStandIn, region: 'eu-west-2', endpoint: kms.url }),
      rotate: () => Promise.resolve(kms.moveToAnotherKey()),
      close: () => kms.close(),
    };
  });
});

const { VAULT_ADDR: address, VAULT_TOKEN: text } = process.env;
(address === undefined || text === undefined ? describe.skip : describe)(
  'Vault transit, before a real Vault (needs VAULT_ADDR, and in VAULT_TOKEN one that may make keys)',
  () => {
    aKeyProvider(async () => {
      const keyName = `throughline-test-${randomBytes(8).toString('hex')}`;
      const ask = async (method: string, path: string, body?: object): Promise<void> => {
        const headers = { 'X-Vault-Token': text ?? '' };
        const answer = await fetch(`${address}/v1/transit/keys/${keyName}${path}`, {
          method,
          headers,
          body: body === undefined ? null : JSON.stringify(body),
        });
        if (!answer.ok) throw new Error(`Vault answered ${answer.status} to ${method} of a test's key.`);
      };
      await ask('POST', '', {});
      return {
        open: () => openVaultTransit({ address: address ?? '', token: { text: text ?? '' }, keyName }),
        rotate: () => ask('POST', '/rotate', {}),
        close: async () => {
          await ask('POST', '/config', { deletion_allowed: true });
          await ask('DELETE', '');
        },
      };
    });
  },
);
