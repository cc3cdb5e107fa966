import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createAuthentication,
  developmentAudience,
  developmentIssuerAllowed,
  developmentIssuerUrl,
  emptyDirectory,
  openDevelopmentIssuer,
} from '#identity';
import { storyClock } from '#kernel';
import { issuerBound, organisationRegistered, personEnrolled } from '../directory/directory.fixture.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'issuer-'));
});
afterEach(() => rm(folder, { recursive: true }));

const directory = emptyDirectory();
directory.apply(organisationRegistered({ organisation: 'force', function: 'police' }));
directory.apply(personEnrolled({ person: 'okafor', organisation: 'force', role: 'investigator' }));
directory.apply(
  issuerBound({ issuer: developmentIssuerUrl, organisations: ['force'], audience: developmentAudience }),
);

const clock = storyClock('2010-11-02T04:50:00.000Z');
const open = (setting = { production: false, listeners: ['127.0.0.1'] }) =>
  openDevelopmentIssuer({ ...setting, dataFolder: folder, directory, clock });
const tokenFor = async (person: string): Promise<string> => {
  const issued = await (await open()).issueDevelopmentToken(person, 600);
  return issued.ok ? issued.value : issued.reason;
};

describe('the development issuer', () => {
  it('issues tokens that are good after a restart, and lets their people in', async () => {
    const token = await tokenFor('okafor');
    const again = await open();
    const authenticate = createAuthentication({
      directory: { ...directory, isCurrent: () => true },
      clock,
      localKeySets: new Map([[again.issuer, again.keySet]]),
    });
    expect(await authenticate(token)).toMatchObject({
      ok: true,
      value: { person: 'okafor', function: 'police' },
    });
  });

  it('has no token for somebody whom the directory does not know', async () => {
    expect(await tokenFor('nobody')).toBe('unknown-person');
  });

  it('keeps its key for its owner alone, and never shows it', async () => {
    const { keySet } = await open();
    const file = join(folder, 'development-issuer.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { d } = JSON.parse(await readFile(file, 'utf8')) as { d: string };
    expect(d).toHaveLength(43);
    expect(JSON.stringify(keySet)).not.toContain(d);
  });

  it.each([
    [{ production: true, listeners: ['127.0.0.1'] }, 'production'],
    [{ production: false, listeners: [] }, 'no-listener'],
    [{ production: false, listeners: ['0.0.0.0'] }, 'reachable-from-elsewhere'],
    [{ production: false, listeners: ['127.0.0.1', '::'] }, 'reachable-from-elsewhere'],
    [{ production: false, listeners: ['192.168.0.4'] }, 'reachable-from-elsewhere'],
    [{ production: false, listeners: ['my-machine'] }, 'reachable-from-elsewhere'],
    [{ production: false, listeners: ['127.0.0.1.example.com'] }, 'reachable-from-elsewhere'],
    [{ production: false, listeners: [''] }, 'reachable-from-elsewhere'],
  ])('does not start in %j', async (setting, because) => {
    expect(developmentIssuerAllowed(setting)).toEqual({ ok: false, reason: because });
    await expect(open(setting)).rejects.toMatchObject({ name: 'DevelopmentIssuerRefused', because });
  });

  it.each(['127.0.0.1', '127.3.2.1', 'localhost', '::1', '[::1]', '::ffff:127.0.0.1'])(
    'starts on %s',
    (host) => {
      expect(developmentIssuerAllowed({ production: false, listeners: [host] }).ok).toBe(true);
    },
  );

  it('says what is wrong with its key, and nothing of what is in it', async () => {
    await open();
    const file = join(folder, 'development-issuer.json');
    const good = await readFile(file, 'utf8');
    const damaged = JSON.stringify({ ...(JSON.parse(good) as object), x: 'A'.repeat(43) });
    for (const text of ['', '{', 'null', '{}', damaged]) {
      await writeFile(file, text);
      await expect(open()).rejects.toMatchObject({ name: 'SigningKeyUnusable', mistake: 'corrupt' });
    }
    await writeFile(file, good);
    await chmod(file, 0o644);
    await expect(open()).rejects.toMatchObject({ mistake: 'readable-by-others' });
  });
});
