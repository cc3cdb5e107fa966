import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { randomId, storyClock } from '#kernel';
import { openPostgres, type Database } from '#platform';
import { describeOnEachDatabase, emptyPostgres, postgresServer } from '#platform/testing';
import { openDataKeyFile, openDataKeyTable, openKeyFile, openSealing } from '#sealing';
import { eventHeader } from '../event-header.fixture.js';
import { aDataKeyStore, dataKey } from './data-key-store.fixture.js';

describe('the file of data keys', () => {
  aDataKeyStore(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'data-keys-'));
    const store = await openDataKeyFile(join(folder, 'data-keys.sqlite'));
    return {
      stores: [store, store],
      close: async () => {
        await store.close();
        await rm(folder, { recursive: true });
      },
    };
  });
});

describeOnEachDatabase('the table of data keys', (make) => {
  aDataKeyStore(async () => {
    const { database, url, remove } = await make<unknown>();
    const second =
      url === null ? database : await openPostgres<unknown>({ url, applicationName: 'the other gateway' });
    const stores = await Promise.all([openDataKeyTable(database), openDataKeyTable(second)]);
    return {
      stores,
      close: async () => {
        await second.close();
        await remove();
      },
    };
  });
});

(postgresServer === undefined ? describe.skip : describe)(
  'the table of data keys on PostgreSQL (needs POSTGRES_URL)',
  () => {
    let folder: string;
    let url: string;
    const opened: Database<unknown>[] = [];
    const closing: (() => Promise<void>)[] = [];
    const gateway = async (): Promise<Database<unknown>> => {
      const database = await openPostgres<unknown>({ url, applicationName: 'a gateway' });
      opened.push(database);
      return database;
    };
    beforeEach(async () => {
      const made = await emptyPostgres();
      url = made.url;
      folder = await mkdtemp(join(tmpdir(), 'data-key-table-'));
      closing.push(made.remove, () => rm(folder, { recursive: true }));
    });
    afterEach(async () => {
      for (const database of opened.splice(0)) await database.close();
      for (const close of closing.splice(0)) await close();
    });

    it('is made once by gateways that start together, in a schema of its own', async () => {
      const databases = await Promise.all([gateway(), gateway(), gateway()]);
      await Promise.all(databases.map((database) => openDataKeyTable(database)));
      const { rows } = await sql<{ schema: string }>`
        select table_schema as schema from information_schema.tables where table_name = 'data_key'`.execute(
        databases[0].reader,
      );
      expect(rows).toEqual([{ schema: 'keys' }]);
    });

    it('is left open for others when its store is closed', async () => {
      const database = await gateway();
      await (await openDataKeyTable(database)).close();
      await expect(sql`select 1`.execute(database.reader)).resolves.toBeDefined();
    });

    it('answers only when a key is on the disk, whatever the server is set to', async () => {
      const before = await gateway();
      await openDataKeyTable(before);
      for (const setting of [
        'synchronous_commit to off',
        `default_transaction_isolation to 'repeatable read'`,
      ])
        await sql
          .raw(`alter database "${new URL(url).pathname.slice(1)}" set ${setting}`)
          .execute(before.writer);
      await sql`create table public.seen (settings text)`.execute(before.writer);
      await sql`create function public.see() returns trigger language plpgsql as $$ begin
        insert into public.seen values (current_setting('synchronous_commit') || ', ' || current_setting('transaction_isolation'));
        return null; end $$`.execute(before.writer);
      await sql`create trigger see after insert or update on keys.data_key
        for each statement execute function public.see()`.execute(before.writer);
      const store = await openDataKeyTable(await gateway());
      const kept = await store.keep(dataKey());
      await store.replaceWrappings([{ before: kept, after: { wrapped: 'again', kekId: 'kek-2' } }]);
      const { rows } = await sql`select settings from public.seen`.execute(before.reader);
      expect(rows).toEqual([{ settings: 'on, read committed' }, { settings: 'on, read committed' }]);
    });

    it('makes many keys in one order, so that no two gateways wait for one another', async () => {
      const database = await gateway();
      const store = await openDataKeyTable(database);
      const inOrder = [dataKey({ scope: 'a' }), dataKey({ scope: 'b' })] as const;
      const other = (await gateway()).writer;
      const insert = (id: string, scope: string) =>
        sql`insert into keys.data_key values (${id}, ${scope}, 'case-record', 'kek-1', 'wrapped', 'now')`;
      const isWaiting = async (): Promise<boolean> => {
        const { rows } = await sql`select 1 from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`.execute(database.reader);
        return rows.length > 0;
      };
      let keeping: Promise<unknown> = Promise.resolve();
      await other.transaction().execute(async (transaction) => {
        await insert('first', 'a').execute(transaction);
        keeping = Promise.all(inOrder.toReversed().map((key) => store.keep(key)));
        while (!(await isWaiting()));
        await insert('second', 'b').execute(transaction);
      });
      expect(await keeping).toMatchObject([{ id: 'second' }, { id: 'first' }]);
    });

    it('lets one gateway open what another sealed, and read its tokens', async () => {
      const file = join(folder, 'development.key');
      const clock = storyClock('2010-11-02T04:50:00.000Z');
      const provider = await openKeyFile({ file, production: false, mayCreate: true });
      const [here, there] = await Promise.all(
        [await gateway(), await gateway()].map(async (database) =>
          openSealing({ provider, dataKeys: await openDataKeyTable(database), clock }),
        ),
      );
      const parts = new Map([['core.coded', 'seen'] as const]);
      const { headerDigest, sealed } = await here!.sealParts({
        header: eventHeader(),
        retention: 'case-record',
        parts,
      });
      expect(await there!.openPart({ headerDigest, sealed: sealed[0]! })).toBe('seen');
      const token = here!.tokens.seal({ audience: 'police', kind: 'cursor' }, [1]);
      expect(there!.tokens.open({ audience: 'police', kind: 'cursor' }, token)).toEqual({
        ok: true,
        value: [1],
      });
      const input = { key: randomId() };
      expect(there!.digestOfInput(input)).toBe(here!.digestOfInput(input));
      await here!.close();
      await there!.close();
    });
  },
);
