import { setTimeout as after } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { sql, type Transaction } from 'kysely';
import {
  createNamespace,
  dropNamespace,
  inNamespace,
  listNamespaces,
  maximumParameters,
  migrate,
  rowsAtOnce,
  SchemaNewerThanCode,
  type Database,
} from '#platform';
import { describeOnEachDatabase, type TestDatabase } from '#platform/testing';

interface Schema {
  entry: { organisation: string; sequence: number; event: string; shown: number | null };
}

const entry = (sequence: number, organisation = 'northbridge') => ({
  organisation,
  sequence,
  event: 'e',
  shown: null,
});

const makeTable = async (door: Pick<Transaction<Schema>, 'schema'>): Promise<void> => {
  await door.schema
    .createTable('entry')
    .addColumn('organisation', 'text', (column) => column.notNull())
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('shown', 'integer')
    .addPrimaryKeyConstraint('entry_key', ['organisation', 'sequence'])
    .execute();
  await door.schema.createIndex('entry_by_event').on('entry').columns(['event']).execute();
};

describeOnEachDatabase('a database', (make) => {
  let made: TestDatabase<Schema>;
  let database: Database<Schema>;
  beforeAll(async () => {
    made = await make<Schema>();
    database = made.database;
    await makeTable(database.writer);
  });
  afterAll(() => made.remove());
  beforeEach(async () => {
    await database.writer.deleteFrom('entry').execute();
  });

  const inTransaction = <Answer>(work: (transaction: Transaction<Schema>) => Promise<Answer>) =>
    database.writer.transaction().execute(work);
  const seen = () => database.reader.selectFrom('entry').selectAll().orderBy('sequence').execute();

  it('shows a reader what was committed, and nothing of a transaction that is still open', async () => {
    await inTransaction(async (transaction) => {
      await transaction.insertInto('entry').values(entry(1)).execute();
      expect(await seen()).toEqual([]);
      await transaction.insertInto('entry').values(entry(2)).execute();
      expect(await seen()).toEqual([]);
    });
    expect(await seen()).toEqual([entry(1), entry(2)]);
  });

  it('gives a reader one moment for the whole of a transaction', async () => {
    await database.reader.transaction().execute(async (moment) => {
      expect(await moment.selectFrom('entry').selectAll().execute()).toHaveLength(0);
      await database.writer.insertInto('entry').values(entry(1)).execute();
      expect(await moment.selectFrom('entry').selectAll().execute()).toHaveLength(0);
    });
    expect(await seen()).toHaveLength(1);
  });

  it('undoes a transaction that fails', async () => {
    const failing = inTransaction(async (transaction) => {
      await transaction.insertInto('entry').values(entry(1)).execute();
      await transaction.insertInto('entry').values(entry(1)).execute();
    });
    await expect(failing).rejects.toThrow();
    expect(await seen()).toEqual([]);
  });

  it('refuses every write of a reader', async () => {
    const writing = database.reader.insertInto('entry').values(entry(1)).execute();
    await expect(writing).rejects.toMatchObject({ mistake: 'not-writable' });
    const within = database.reader
      .transaction()
      .execute((moment) => moment.insertInto('entry').values(entry(1)).execute());
    await expect(within).rejects.toMatchObject({ mistake: 'not-writable' });
    expect(await seen()).toEqual([]);
  });

  it('inserts many rows at once, up to as many values as a statement may bind', async () => {
    const rows = Array.from({ length: 2_345 }, (_, sequence) => entry(sequence));
    const runs = [...rowsAtOnce(rows, 4)];
    expect(runs.flat()).toEqual(rows);
    expect(Math.max(...[...rowsAtOnce(rows, 100)].map((run) => run.length * 100))).toBeLessThanOrEqual(
      maximumParameters,
    );
    for (const run of runs) await database.writer.insertInto('entry').values(run).execute();
    const counted = await database.reader
      .selectFrom('entry')
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow();
    expect(counted.rows).toBe(2_345);
  });

  it('answers what an insert returns, and how many rows an update changed', async () => {
    const returned = await database.writer
      .insertInto('entry')
      .values(entry(7))
      .returning('sequence')
      .execute();
    expect(returned).toEqual([{ sequence: 7 }]);
    const changed = await database.writer.updateTable('entry').set({ shown: 1 }).executeTakeFirst();
    expect(changed.numUpdatedRows).toBe(1n);
  });

  it('keeps whole numbers as large as a sequence ever gets, and times as the text that they are', async () => {
    const row = { ...entry(Number.MAX_SAFE_INTEGER), event: '2010-11-02T04:50:00.000Z' };
    await database.writer.insertInto('entry').values(row).execute();
    expect(await seen()).toEqual([row]);
  });

  it('sorts text by its bytes', async () => {
    const names = ['Zeta', 'alpha', 'B-2', 'B10', 'b1', 'Österreich', 'a_b', 'aab', '0001', '~'];
    await database.writer
      .insertInto('entry')
      .values(names.map((name) => entry(1, name)))
      .execute();
    const rows = await database.reader
      .selectFrom('entry')
      .select('organisation')
      .where('organisation', '>', '1')
      .orderBy('organisation')
      .execute();
    const byBytes = names
      .filter((name) => name > '1')
      .sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
    expect(rows.map(({ organisation }) => organisation)).toEqual(byBytes);
    const least = await database.reader
      .selectFrom('entry')
      .select(({ fn }) => fn.min('organisation').as('first'))
      .executeTakeFirstOrThrow();
    expect(least.first).toBe('0001');
  });

  it('says that it is closed', async () => {
    const other = await make<Schema>();
    await other.database.close();
    await expect(other.database.reader.selectFrom('entry').selectAll().execute()).rejects.toThrow();
    await other.database.close();
    await other.remove();
  });
});

describeOnEachDatabase('a namespace', (make) => {
  let made: TestDatabase<Schema>;
  let database: Database<Schema>;
  beforeEach(async () => {
    made = await make<Schema>();
    database = made.database;
  });
  afterEach(() => made.remove());

  const inTransaction = <Answer>(work: (transaction: Transaction<Schema>) => Promise<Answer>) =>
    database.writer.transaction().execute(work);
  const filled = (namespace: string, ...sequences: readonly number[]) =>
    inTransaction(async (transaction) => {
      await createNamespace(transaction, namespace);
      const within = inNamespace(transaction, namespace);
      await makeTable(within);
      for (const sequence of sequences) await within.insertInto('entry').values(entry(sequence)).execute();
    });
  const seenIn = async (namespace: string): Promise<readonly number[]> => {
    const rows = await inNamespace(database.reader, namespace)
      .selectFrom('entry')
      .select('entry.sequence')
      .orderBy('entry.sequence')
      .execute();
    return rows.map(({ sequence }) => sequence);
  };
  const names = () => inTransaction(listNamespaces);

  it('has tables of its own, beside those of others and those of none', async () => {
    await makeTable(database.writer);
    await filled('timeline_0', 1, 2);
    await filled('timeline_0_next', 3);
    expect([await seenIn('timeline_0'), await seenIn('timeline_0_next')]).toEqual([[1, 2], [3]]);
    expect(await database.reader.selectFrom('entry').selectAll().execute()).toEqual([]);
    expect(await names()).toEqual(['timeline_0', 'timeline_0_next']);
  });

  it('is joined, aliased, updated, upserted and deleted from like any table', async () => {
    await filled('timeline_0', 1, 2);
    const writer = inNamespace(database.writer, 'timeline_0');
    await writer
      .insertInto('entry')
      .values({ ...entry(2), event: 'other' })
      .onConflict((conflict) =>
        conflict
          .columns(['organisation', 'sequence'])
          .doUpdateSet((eb) => ({ event: eb.ref('excluded.event'), shown: 1 })),
      )
      .execute();
    await writer.updateTable('entry').set({ shown: 7 }).where('entry.sequence', '=', 1).execute();
    const rows = await inNamespace(database.reader, 'timeline_0')
      .selectFrom('entry as one')
      .innerJoin('entry as other', (join) => join.onRef('other.organisation', '=', 'one.organisation'))
      .where('one.sequence', 'in', (query) =>
        query.selectFrom('entry').select('entry.sequence').where('entry.event', '=', 'other'),
      )
      .select(['one.event', 'other.shown'])
      .orderBy('other.sequence')
      .execute();
    expect(rows).toEqual([
      { event: 'other', shown: 7 },
      { event: 'other', shown: 1 },
    ]);
    await writer.deleteFrom('entry').where('sequence', '=', 1).execute();
    expect(await seenIn('timeline_0')).toEqual([2]);
  });

  it('is removed with everything in it, and its name is free again', async () => {
    await filled('timeline_0', 1);
    await filled('timeline_0_next', 2);
    await inTransaction((transaction) => dropNamespace(transaction, 'timeline_0'));
    expect([await names(), await seenIn('timeline_0_next')]).toEqual([['timeline_0_next'], [2]]);
    await expect(seenIn('timeline_0')).rejects.toThrow();
    await filled('timeline_0', 3);
    expect(await seenIn('timeline_0')).toEqual([3]);
    await inTransaction((transaction) => dropNamespace(transaction, 'none'));
  });

  it('stays what it was where the transaction that removes it is undone', async () => {
    await filled('timeline_0', 1);
    const failing = inTransaction(async (transaction) => {
      await dropNamespace(transaction, 'timeline_0');
      throw new Error('the power failed');
    });
    await expect(failing).rejects.toThrow('the power failed');
    expect([await seenIn('timeline_0'), await names()]).toEqual([[1], ['timeline_0']]);
  });

  it('is there for the whole of a moment in which it is removed', async () => {
    await filled('timeline_0', 1);
    let removing: Promise<void> | undefined;
    await database.reader.transaction().execute(async (moment) => {
      // It knows of the namespace, and has not asked anything of it yet.
      expect(
        await moment
          .selectFrom('database_namespace' as never)
          .selectAll()
          .execute(),
      ).toHaveLength(1);
      removing = inTransaction((transaction) => dropNamespace(transaction, 'timeline_0'));
      await after(300);
      const rows = await inNamespace(moment, 'timeline_0').selectFrom('entry').selectAll().execute();
      expect(rows).toEqual([entry(1)]);
    });
    await removing;
    expect(await names()).toEqual([]);
  });

  it('is never made twice, nor by a name that could be anything else', async () => {
    await filled('timeline_0');
    await expect(
      inTransaction((transaction) => createNamespace(transaction, 'timeline_0')),
    ).rejects.toThrow();
    for (const name of ['a__b', 'a"; drop table entry; --', '_a', 'a_', 'A', '', 'n'.repeat(49)])
      await expect(inTransaction((transaction) => createNamespace(transaction, name))).rejects.toThrow(
        RangeError,
      );
  });
});

describeOnEachDatabase('a notification', (make) => {
  let made: TestDatabase<Schema>;
  let database: Database<Schema>;
  let heard: string[];
  let woken: () => void;
  beforeEach(async () => {
    made = await make<Schema>();
    database = made.database;
    heard = [];
    woken = () => undefined;
  });
  afterEach(() => made.remove());

  const hear = (payload: string): void => {
    heard.push(payload);
    woken();
  };
  const until = async (count: number): Promise<void> => {
    while (heard.length < count) await new Promise<void>((settle) => (woken = settle));
  };
  const tell = (channel: string, ...payloads: readonly string[]) =>
    database.writer.transaction().execute(async (transaction) => {
      for (const payload of payloads) await database.notifications.tell(transaction, channel, payload);
    });

  it('reaches everybody who listens on its channel when the transaction commits, and only then', async () => {
    await database.notifications.listen('views', hear);
    await database.notifications.listen('views', hear);
    await database.notifications.listen('others', () => hear('of another channel'));
    await database.writer.transaction().execute(async (transaction) => {
      await database.notifications.tell(transaction, 'views', 'timeline_0');
      await after(50);
      expect(heard).toEqual([]);
    });
    await until(2);
    expect(heard).toEqual(['timeline_0', 'timeline_0']);
  });

  it('of a transaction that is undone reaches nobody', async () => {
    await database.notifications.listen('views', hear);
    const failing = database.writer.transaction().execute(async (transaction) => {
      await database.notifications.tell(transaction, 'views', 'undone');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await tell('views', 'committed');
    await until(1);
    expect(heard).toEqual(['committed']);
  });

  it('that says the same twice is heard once', async () => {
    await database.notifications.listen('views', hear);
    await tell('views', 'one', 'one', 'two');
    await until(2);
    expect(heard).toEqual(['one', 'two']);
  });

  it('is not heard by whoever has stopped listening', async () => {
    const stop = await database.notifications.listen('views', () => hear('by the one who stopped'));
    await database.notifications.listen('views', hear);
    await stop();
    await tell('views', 'one');
    await until(1);
    expect(heard).toEqual(['one']);
  });
});

describeOnEachDatabase('a schema', (make) => {
  let made: TestDatabase<Schema>;
  beforeEach(async () => {
    made = await make<Schema>();
  });
  afterEach(() => made.remove());

  const first = { up: makeTable };
  const second = {
    up: async (door: Pick<Transaction<Schema>, 'schema'>) => {
      await door.schema.alterTable('entry').addColumn('more', 'text').execute();
    },
  };

  it('comes by migrations, each of them once, also where several start at the same time', async () => {
    const { database } = made;
    await migrate(database, { '1_entry': first });
    const both = { '1_entry': first, '2_more': second };
    await Promise.all([migrate(database, both), migrate(database, both)]);
    await migrate(database, both);
    await sql`insert into entry values ('northbridge', 1, 'e', null, 'more')`.execute(database.writer);
    expect(await database.reader.selectFrom('entry').selectAll().execute()).toHaveLength(1);
  });

  it('comes, or is found to be there, while others make and drop tables beside it', async () => {
    const { database } = made;
    let over = false;
    const makeAndDrop = async () => {
      for (let number = 0; !over; number += 1) {
        const namespace = `build_${number}`;
        await database.writer.transaction().execute(async (transaction) => {
          await createNamespace(transaction, namespace);
          await makeTable(inNamespace(transaction, namespace));
        });
        await database.writer.transaction().execute((transaction) => dropNamespace(transaction, namespace));
      }
    };
    const others = makeAndDrop();
    try {
      for (let times = 0; times < 60; times += 1) await migrate(database, { '1_entry': first });
    } finally {
      over = true;
      await others;
    }
    expect(await database.reader.selectFrom('entry').selectAll().execute()).toEqual([]);
  });

  it('that is newer than this version is not touched, and named', async () => {
    const { database } = made;
    await migrate(database, { '1_entry': first, '2_more': second });
    const older = migrate(database, { '1_entry': first });
    await expect(older).rejects.toBeInstanceOf(SchemaNewerThanCode);
    await expect(older).rejects.toThrow('2_more');
    await migrate(database, { '1_other': { up: () => Promise.resolve() } }, 'other');
  });

  it('is left as it was by a migration that fails', async () => {
    const { database } = made;
    const failing = { up: () => Promise.reject(new Error('it failed')) };
    await expect(migrate(database, { '1_entry': first, '2_failing': failing })).rejects.toThrow('it failed');
    await migrate(database, { '1_entry': first });
    expect(await database.reader.selectFrom('entry').selectAll().execute()).toEqual([]);
  });
});
