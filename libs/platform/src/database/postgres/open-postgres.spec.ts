import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { generate } from 'selfsigned';
import { DatabaseUnusable, openPostgres } from '#platform';
import { emptyPostgres, postgresServer } from '#platform/testing';
import { stubServer, type StubServer } from './stub-server.fixture.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const open = async (url: string) => {
  const database = await openPostgres<unknown>({
    url,
    applicationName: 'tests',
    connectMilliseconds: 2_000,
  });
  closing.push(database.close);
  return database;
};

/** The one line with which a start ends. It never holds the URL, nor anything that the server said. */
const refusal = async (url: string): Promise<{ readonly mistake: string; readonly line: string }> => {
  try {
    await open(url);
  } catch (error) {
    if (!(error instanceof DatabaseUnusable)) throw error;
    const line = error.message;
    expect(line).toMatch(/^The database of DATABASE_URL [^\n]+\.$/);
    for (const secret of ['hunter2', 'alice', '127.0.0.1', '//'])
      if (error.mistake !== 'not-a-url') expect(line).not.toContain(secret);
    expect(JSON.stringify([line, error.cause, Object.values(error)])).not.toContain('hunter2');
    return { mistake: error.mistake, line };
  }
  return { mistake: 'none', line: '' };
};

const stubbed = async (stub: StubServer, parameters = ''): Promise<string> => {
  const { port, close } = await stubServer(stub);
  closing.push(close);
  return `postgres://alice:hunter2@127.0.0.1:${port}/views${parameters}`;
};

describe('opening a database on a server says what is wrong', () => {
  it.each([
    ['not-a-url', 'hunter2'],
    ['not-a-url', 'mysql://alice:hunter2@127.0.0.1/views'],
    ['not-a-url', 'postgres://alice:hunter2@127.0.0.1:port/views'],
  ])('where it is %s', async (mistake, url) => {
    expect(await refusal(url)).toMatchObject({ mistake });
  });

  it('where nothing listens', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    await new Promise((closed) => server.close(closed));
    const { mistake, line } = await refusal(`postgres://alice:hunter2@127.0.0.1:${port}/views`);
    expect([mistake, line]).toEqual(['unreachable', expect.stringContaining('cannot be reached')]);
    expect(await refusal('postgres://alice:hunter2@nowhere.invalid/views')).toMatchObject({
      mistake: 'unreachable',
    });
  });

  it('where what listens does not answer', async () => {
    expect(await refusal(await stubbed({ silent: true }))).toMatchObject({ mistake: 'unreachable' });
  });

  it.each([
    ['wrong-password', '28P01'],
    ['wrong-password', '28000'],
    ['no-such-database', '3D000'],
    ['too-many-connections', '53300'],
    ['not-serving', '57P03'],
  ])('where it is %s (SQLSTATE %s)', async (mistake, code) => {
    const url = await stubbed({ refuses: { code, words: 'no entry for alice on 127.0.0.1 hunter2' } });
    expect(await refusal(url)).toMatchObject({ mistake });
  });

  it('where the server is older than 14', async () => {
    expect(await refusal(await stubbed({ version: 130_012 }))).toMatchObject({ mistake: 'too-old' });
  });

  it('where the server does not speak TLS and should', async () => {
    expect(await refusal(await stubbed({}, '?sslmode=verify-full'))).toMatchObject({ mistake: 'no-tls' });
  });

  it('where the certificate is not trusted', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
    closing.push(() => rm(folder, { recursive: true }));
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'elsewhere' }]);
    const authority = join(folder, 'authority.pem');
    await writeFile(authority, cert);
    const url = await stubbed({ certificate: { cert, key } }, '?sslmode=verify-full');
    expect(await refusal(url)).toMatchObject({ mistake: 'tls-not-trusted' });
    // Signed by somebody who is trusted, and made for another host.
    expect(await refusal(`${url}&sslrootcert=${authority}`)).toMatchObject({ mistake: 'tls-not-trusted' });
  });
});

(postgresServer === undefined ? describe.skip : describe)(
  'opening a database on PostgreSQL (needs POSTGRES_URL)',
  () => {
    const database = async (attributes = '') => {
      const { url, remove } = await emptyPostgres(attributes);
      closing.push(remove);
      return url;
    };
    const asRole = (url: string, role: string) => Object.assign(new URL(url), { username: role }).href;

    it('says where there is no such database, and where it is not in UTF8', async () => {
      const absent = Object.assign(new URL(postgresServer!), { pathname: '/test_none_such' }).href;
      expect(await refusal(absent)).toMatchObject({ mistake: 'no-such-database' });
      const other = await database(`encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C'`);
      expect(await refusal(other)).toMatchObject({ mistake: 'not-utf8' });
    });

    it('says where the user may make no tables, and lets it in where they are there', async () => {
      const url = await database();
      const role = `test_role_${process.pid}`;
      const administration = await openPostgres<unknown>({
        url: postgresServer!,
        applicationName: 'tests',
      });
      closing.push(administration.close);
      await sql.raw(`create role ${role} login`).execute(administration.writer);
      try {
        expect(await refusal(asRole(url, role))).toMatchObject({ mistake: 'may-not-create' });
        const owner = await open(url);
        await sql.raw(`grant select on all tables in schema public to ${role}`).execute(owner.writer);
        const guest = await open(asRole(url, role));
        const seen = await guest.reader
          .transaction()
          .execute((moment) => sql`select * from database_namespace`.execute(moment));
        expect(seen.rows).toEqual([]);
        const making = guest.writer.schema.createTable('entry').addColumn('id', 'text').execute();
        await expect(making).rejects.toMatchObject({ mistake: 'not-permitted' });
        await guest.close();
        await sql.raw(`drop owned by ${role}`).execute(owner.writer);
      } finally {
        await sql.raw(`drop role ${role}`).execute(administration.writer);
      }
    });

    it('says where the server only reads', async () => {
      const url = await database();
      const reading = `${url}?options=-c%20default_transaction_read_only%3Don`;
      expect(await refusal(reading)).toMatchObject({ mistake: 'not-writable' });
    });

    it('by two at the same time leaves one set of tables', async () => {
      const url = await database();
      const [one, other] = await Promise.all([open(url), open(url)]);
      expect([one.dialect, other.dialect]).toEqual(['postgres', 'postgres']);
    });
  },
);
