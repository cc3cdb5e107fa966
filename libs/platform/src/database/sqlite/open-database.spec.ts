import { execFile, type ExecFileException } from 'node:child_process';
import { mkdtemp, open as openFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { DatabaseUnusable, openDatabase, type Database } from '#platform';

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

describe('a database in a file', () => {
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
});
