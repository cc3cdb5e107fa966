import { execFile, type ExecFileException } from 'node:child_process';
import { mkdtemp, open as openFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { DatabaseUnusable, maximumParameters, openDatabase, rowsAtOnce, type Database } from '#platform';

interface Schema {
  entry: { organisation: string; sequence: number; event: string; shown: number | null };
}

let folder: string;
const opened: Database<Schema>[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'database-'));
});
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
  await rm(folder, { recursive: true });
});

const open = (durability: 'rebuildable' | 'durable' = 'rebuildable', name = 'views.sqlite') => {
  const database = openDatabase<Schema>({ file: join(folder, name), durability });
  opened.push(database);
  return database;
};

const withTable = async (database: Database<Schema>) => {
  await database.writer.schema
    .createTable('entry')
    .addColumn('organisation', 'text', (column) => column.notNull())
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('shown', 'integer')
    .addPrimaryKeyConstraint('entry_key', ['organisation', 'sequence'])
    .execute();
  return database;
};

const entry = (sequence: number) => ({ organisation: 'northbridge', sequence, event: 'e', shown: null });

const mistakeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof DatabaseUnusable) return error.mistake;
    throw error;
  }
  return 'none';
};

/** Runs a second Node process that tries to hold the same database as this one holds. */
const otherProcess = (file: string): Promise<string> =>
  new Promise((answer) => {
    const attempt = `
      import { DatabaseSync } from '@photostructure/sqlite';
      const lock = new DatabaseSync(process.argv[1] + '.lock', { timeout: 0 });
      try { lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE'); console.log('taken'); }
      catch (error) { console.log(error.errcode === 5 ? 'held' : String(error)); }`;
    execFile(
      process.execPath,
      ['--input-type=module', '--eval', attempt, file],
      (_error: ExecFileException | null, output: string) => answer(output.trim()),
    );
  });

describe('a database', () => {
  it('shows a reader what was committed, and nothing of a transaction that is still open', async () => {
    const database = await withTable(open());
    const seen = () => database.reader.selectFrom('entry').selectAll().execute();
    await database.writer.transaction().execute(async (transaction) => {
      await transaction.insertInto('entry').values(entry(1)).execute();
      expect(await seen()).toEqual([]);
      await transaction.insertInto('entry').values(entry(2)).execute();
      expect(await seen()).toEqual([]);
    });
    expect(await seen()).toEqual([entry(1), entry(2)]);
  });

  it('gives a reader one moment for the whole of a transaction', async () => {
    const database = await withTable(open());
    await database.reader.transaction().execute(async (moment) => {
      expect(await moment.selectFrom('entry').selectAll().execute()).toHaveLength(0);
      await database.writer.insertInto('entry').values(entry(1)).execute();
      expect(await moment.selectFrom('entry').selectAll().execute()).toHaveLength(0);
    });
    expect(await database.reader.selectFrom('entry').selectAll().execute()).toHaveLength(1);
  });

  it('undoes a transaction that fails', async () => {
    const database = await withTable(open());
    const failing = database.writer.transaction().execute(async (transaction) => {
      await transaction.insertInto('entry').values(entry(1)).execute();
      await transaction.insertInto('entry').values(entry(1)).execute();
    });
    await expect(failing).rejects.toThrow();
    expect(await database.reader.selectFrom('entry').selectAll().execute()).toEqual([]);
  });

  it('tells what failed also where the transaction was undone by that itself', async () => {
    const database = await withTable(open());
    await database.writer.insertInto('entry').values(entry(1)).execute();
    const failing = database.writer.transaction().execute(async (transaction) => {
      await transaction.insertInto('entry').values(entry(2)).execute();
      await sql`INSERT OR ROLLBACK INTO entry VALUES ('northbridge', 1, 'e', NULL)`.execute(transaction);
    });
    await expect(failing).rejects.toThrow('UNIQUE constraint failed');
    expect(await database.reader.selectFrom('entry').selectAll().execute()).toEqual([entry(1)]);
  });

  it('refuses every write of a reader', async () => {
    const database = await withTable(open());
    const writing = database.reader.insertInto('entry').values(entry(1)).execute();
    await expect(writing).rejects.toMatchObject({ mistake: 'not-writable' });
  });

  it('inserts many rows at once, up to as many values as a statement may bind', async () => {
    const database = await withTable(open());
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
    const most = sql`select ${sql.join(Array.from({ length: 1_900 }, (_, value) => value))}`;
    await expect(most.execute(database.reader)).resolves.toBeDefined();
  });

  it('answers what an insert returns, and how many rows an update changed', async () => {
    const database = await withTable(open());
    const returned = await database.writer
      .insertInto('entry')
      .values(entry(7))
      .returning('sequence')
      .execute();
    expect(returned).toEqual([{ sequence: 7 }]);
    const changed = await database.writer.updateTable('entry').set({ shown: 1 }).executeTakeFirst();
    expect(changed.numUpdatedRows).toBe(1n);
  });

  it('is on the disk before a durable commit is answered', async () => {
    const { writer } = open('durable');
    const { rows } = await sql<{ synchronous: number }>`PRAGMA synchronous`.execute(writer);
    expect(rows).toEqual([{ synchronous: 2 }]);
  });

  it('belongs to one opener: another is told that it is held, also from another process', async () => {
    const first = open();
    expect(mistakeOf(() => open())).toBe('held');
    expect(await otherProcess(join(folder, 'views.sqlite'))).toBe('held');
    opened.pop();
    await first.close();
    expect(await otherProcess(join(folder, 'views.sqlite'))).toBe('taken');
    await expect(withTable(open())).resolves.toBeDefined();
  });

  it('is refused where the file is no database, without touching it', async () => {
    await writeFile(join(folder, 'views.sqlite'), 'this is a letter about a child '.repeat(200));
    expect(mistakeOf(() => open())).toBe('corrupt');
    expect(() => open()).toThrow(/views\.sqlite is damaged or is not a database/);
  });

  it('is refused where its pages are damaged', async () => {
    const database = await withTable(open());
    await database.writer.insertInto('entry').values(entry(1)).execute();
    opened.pop();
    await database.close();
    const damaged = Buffer.alloc(4096, 0xff);
    const file = await openFile(join(folder, 'views.sqlite'), 'r+');
    await file.write(damaged, 0, damaged.length, 4096);
    await file.close();
    expect(mistakeOf(() => open())).toBe('corrupt');
  });

  it('is refused in a folder that does not exist', () => {
    expect(mistakeOf(() => open('durable', 'none/views.sqlite'))).toBe('not-writable');
  });

  it('says that the disk is full, and has written nothing', async () => {
    const database = await withTable(open());
    await sql`PRAGMA max_page_count = 6`.execute(database.writer);
    const large = { ...entry(1), event: 'e'.repeat(100_000) };
    await expect(database.writer.insertInto('entry').values(large).execute()).rejects.toMatchObject({
      name: 'DatabaseUnusable',
      mistake: 'full',
    });
    expect(await database.reader.selectFrom('entry').selectAll().execute()).toEqual([]);
  });

  it('says that it is closed', async () => {
    const database = await withTable(open());
    await database.close();
    await expect(database.reader.selectFrom('entry').selectAll().execute()).rejects.toThrow();
    await database.close();
  });
});
