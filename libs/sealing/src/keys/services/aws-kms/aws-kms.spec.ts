import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { types } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomId } from '#kernel';
import { openAwsKms } from '#sealing';
import { keyServiceFaults } from '../key-service-faults.fixture.js';
import { aliasOfStandIn, openKmsStandIn, type KmsStandIn } from './kms-stand-in.fixture.js';

const context = { id: randomId(), scope: randomId(), retention: 'case-record' } as const;
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const refusing = (type: string, status = 400) => ({ status, body: { __type: type, message: 'in words' } });

const ordinaryInstance = Function.prototype[Symbol.hasInstance];
// Jest's world has an Error of its own, and AWS's client wraps what is no instance of it, so that its code is lost.
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, value: unknown) {
    return this === Error ? types.isNativeError(value) : ordinaryInstance.call(this, value);
  },
});

beforeEach(() => {
  process.env.AWS_ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE';
  process.env.AWS_SECRET_ACCESS_KEY = secret;
});

describe('AWS KMS (a stand-in, which proves only our requests)', () => {
  keyServiceFaults({
    begin: async (certificate) => {
      const kms = await openKmsStandIn(certificate);
      return {
        service: kms,
        secrets: [secret, 'Signature='],
        open: (timeoutMilliseconds) =>
          openAwsKms({ keyId: aliasOfStandIn, region: 'eu-west-2', endpoint: kms.url, timeoutMilliseconds }),
      };
    },
    passing: [
      ['is asked too often', refusing('ThrottlingException'), 'throttled'],
      ['fails', refusing('KMSInternalException', 500), 'failing'],
      ['cannot reach its keys', refusing('KeyUnavailableException', 500), 'failing'],
      ['stands behind something that fails', { status: 503, body: '<html>away</html>' }, 'failing'],
    ],
    lasting: [
      ['refuses the credentials', refusing('UnrecognizedClientException'), 'credentials-refused'],
      ['refuses credentials of yesterday', refusing('ExpiredTokenException'), 'credentials-refused'],
      ['does not let the role use the key', refusing('AccessDeniedException'), 'permission-denied'],
      ['has no such key', refusing('NotFoundException'), 'no-such-key'],
      ['holds a key that is disabled', refusing('DisabledException'), 'key-withdrawn'],
      ['holds a key that is to be deleted', refusing('KMSInvalidStateException'), 'key-withdrawn'],
      ['holds a key for signatures', refusing('InvalidKeyUsageException'), 'key-cannot-wrap'],
      ['answers with something else', { status: 200, body: {} }, 'not-understood'],
    ],
  });
});

describe('AWS KMS, before a stand-in that proves only our requests,', () => {
  let kms: KmsStandIn;
  beforeEach(async () => {
    kms = await openKmsStandIn();
  });
  afterEach(() => kms.close());
  const open = () => openAwsKms({ keyId: aliasOfStandIn, region: 'eu-west-2', endpoint: kms.url });

  it('is told no case: its audit log keeps in clear what is bound to a key', async () => {
    const provider = await open();
    await provider.unwrap(await provider.wrap(randomBytes(32), context), context);
    const sent = JSON.stringify(kms.asked.map(({ body }) => body['EncryptionContext']));
    for (const told of [context.id, context.scope]) expect(sent).not.toContain(told);
    expect(Object.keys(kms.asked.at(-1)?.body['EncryptionContext'] ?? {})).toEqual(['throughline-data-key']);
  });

  it('is asked by the key that wrapped, also when the alias leads to another by now', async () => {
    const provider = await open();
    const first = await provider.wrap(randomBytes(32), context);
    kms.moveToAnotherKey();
    const second = await provider.wrap(randomBytes(32), context);
    expect(second.kekId).not.toBe(first.kekId);
    expect(provider.knows(first.kekId) && provider.knows(second.kekId)).toBe(true);
    await expect(provider.unwrap(first, context)).resolves.toBeDefined();
    await expect(provider.unwrap({ ...first, kekId: second.kekId }, context)).rejects.toMatchObject({
      name: 'DataKeyUnusable',
    });
  });

  it('whose key was deleted while it ran is unavailable', async () => {
    const provider = await open();
    const kept = await provider.wrap(randomBytes(32), context);
    kms.forget();
    const noKey = { name: 'KeyProviderUnavailable', problem: 'no-such-key' };
    await expect(provider.wrap(randomBytes(32), context)).rejects.toMatchObject(noKey);
    await expect(provider.unwrap(kept, context)).rejects.toMatchObject(noKey);
  });

  it('is not asked where there are no credentials', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aws-'));
    await writeFile(join(folder, 'empty'), '');
    delete process.env.AWS_ACCESS_KEY_ID;
    delete process.env.AWS_SECRET_ACCESS_KEY;
    process.env.AWS_CONFIG_FILE = join(folder, 'empty');
    process.env.AWS_SHARED_CREDENTIALS_FILE = join(folder, 'empty');
    process.env.AWS_EC2_METADATA_DISABLED = 'true';
    await expect(open()).rejects.toMatchObject({ name: 'KeyServiceUnusable', problem: 'no-credentials' });
    expect(kms.asked).toEqual([]);
    await rm(folder, { recursive: true });
  });
});
