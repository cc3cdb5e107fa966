import { setTimeout as after } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import {
  createNamespace,
  DatabaseAway,
  dropNamespace,
  openPostgres,
  StatementRefused,
  type Database,
} from '#platform';
import { emptyPostgres, postgresServer } from '#platform/testing';

interface Schema {
  entry: { name: string };
}

(postgresServer === undefined ? describe.skip : describe)('PostgreSQL (needs POSTGRES_URL)', () => {
  let server: Awaited<ReturnType<typeof emptyPostgres>>;
  let database: Database<Schema>;
  let lost: unknown[];

  const open = (more: { readonly idleInTransactionMilliseconds?: number; readonly poolSize?: number } = {}) =>
    openPostgres<Schema>({
      url: server.url,
      applicationName: 'tests',
      connectMilliseconds: 1_000,
      onConnectionLost: (error) => lost.push(error),
      ...more,
    });

  beforeEach(async () => {
    lost = [];
    server = await emptyPostgres();
    database = await open();
    await database.writer.schema.createTable('entry').addColumn('name', 'text').execute();
  });
  afterEach(async () => {
    await database.close();
    await server.remove();
  });

  /** What an operator, or a server that is stopped, does to all connections of a database but the one that asks for it. */
  const cutOff = async (door = database.writer) => {
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(door);
  };
  const names = async () => {
    const rows = await database.reader.selectFrom('entry').selectAll().execute();
    return rows.map(({ name }) => name);
  };

  it('that cuts off a transaction undoes it, says that it may be tried again, and lets it be', async () => {
    const other = await open();
    const work = (fails: boolean) =>
      database.writer.transaction().execute(async (transaction) => {
        await transaction.insertInto('entry').values({ name: 'one' }).execute();
        if (fails) await cutOff(other.writer);
        await transaction.insertInto('entry').values({ name: 'two' }).execute();
      });
    const failed = work(true);
    await expect(failed).rejects.toBeInstanceOf(DatabaseAway);
    await expect(failed).rejects.toMatchObject({ reason: 'connection-lost' });
    await other.close();
    expect(await names()).toEqual([]);
    await work(false);
    expect(await names()).toEqual(['one', 'two']);
  });

  it('that cuts off connections which nobody uses ends no process, and is told of', async () => {
    await names();
    const other = await open();
    await cutOff(other.writer);
    while (lost.length < 2) await after(10);
    expect(lost[0]).toMatchObject({ name: 'DatabaseAway', code: '57P01' });
    expect(await names()).toEqual([]);
    await other.close();
  });

  it('that cuts off whoever listens is listened to again, and says that something may have been missed', async () => {
    const heard: string[] = [];
    await database.notifications.listen('views', (payload) => heard.push(payload));
    const tell = (payload: string) =>
      database.writer
        .transaction()
        .execute((transaction) => database.notifications.tell(transaction, 'views', payload));
    await cutOff();
    while (!heard.includes('')) await after(10);
    await tell('again');
    while (!heard.includes('again')) await after(10);
    expect(heard).toEqual(['', 'again']);
    await database.notifications.listen('others', (payload) => heard.push(payload));
    await database.writer
      .transaction()
      .execute((transaction) => database.notifications.tell(transaction, 'others', 'of another'));
    while (!heard.includes('of another')) await after(10);
  });

  it('undoes what a process began that was paused, so that it holds nobody up', async () => {
    const paused = await open({ idleInTransactionMilliseconds: 50 });
    const working = paused.writer.transaction().execute(async (transaction) => {
      await transaction.insertInto('entry').values({ name: 'late' }).execute();
      await after(400);
      await transaction.insertInto('entry').values({ name: 'later' }).execute();
    });
    await expect(working).rejects.toBeInstanceOf(DatabaseAway);
    expect(await names()).toEqual([]);
    await paused.close();
  });

  it('gives up a statement that takes too long, and waiting for a connection that is free', async () => {
    const small = await open({ poolSize: 1 });
    const slow = small.reader.transaction().execute(async (moment) => {
      await sql`set local statement_timeout = 50`.execute(moment);
      await sql`select pg_sleep(5)`.execute(moment);
    });
    await expect(slow).rejects.toMatchObject({ name: 'DatabaseAway', reason: 'too-slow', code: '57014' });
    await small.writer.transaction().execute(async () => {
      const waiting = small.writer.selectFrom('entry').selectAll().execute();
      await expect(waiting).rejects.toBeInstanceOf(DatabaseAway);
    });
    await small.close();
  });

  it('lets readers by while a namespace that is to be removed waits for a slow one', async () => {
    await database.writer.transaction().execute((transaction) => createNamespace(transaction, 'old'));
    let removed = false;
    let removing: Promise<unknown> | undefined;
    let longest = 0;
    await database.reader.transaction().execute(async () => {
      removing = database.writer
        .transaction()
        .execute((transaction) => dropNamespace(transaction, 'old'))
        .then(() => (removed = true));
      for (let turn = 0; turn < 20; turn += 1) {
        const began = performance.now();
        await database.reader.transaction().execute((moment) => moment.selectFrom('entry').execute());
        longest = Math.max(longest, performance.now() - began);
        await after(25);
      }
      expect(removed).toBe(false);
    });
    await removing;
    expect(longest).toBeLessThan(1_000);
  });

  it('that refuses a statement is quoted with nothing of a row', async () => {
    await sql`create unique index one_of_each on entry (name)`.execute(database.writer);
    const insert = () => database.writer.insertInto('entry').values({ name: 'Adaeze' }).execute();
    await insert();
    const refused: unknown = await insert().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StatementRefused);
    expect(refused).toMatchObject({ code: '23505', constraint: 'one_of_each' });
    const said = refused as StatementRefused;
    expect(`${said.message} ${said.stack} ${JSON.stringify(said)} ${String(said.cause)}`).not.toContain(
      'Adaeze',
    );
  });
});
