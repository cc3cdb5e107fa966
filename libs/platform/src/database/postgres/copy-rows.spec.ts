import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  copyRows,
  createNamespace,
  dialectOf,
  inNamespace,
  openPostgres,
  StatementRefused,
  type Database,
} from '#platform';
import { emptyPostgres, postgresServer } from '#platform/testing';

interface Schema {
  entry: { name: string; number: number; words: string | null };
}

const columns = ['name', 'number', 'words'] as const;

(postgresServer === undefined ? describe.skip : describe)('rows that are copied (needs POSTGRES_URL)', () => {
  let server: Awaited<ReturnType<typeof emptyPostgres>>;
  let database: Database<Schema>;
  beforeAll(async () => {
    server = await emptyPostgres();
    database = await openPostgres<Schema>({ url: server.url, applicationName: 'tests' });
    await database.writer.transaction().execute(async (transaction) => {
      await createNamespace(transaction, 'build');
      await inNamespace(transaction, 'build')
        .schema.createTable('entry')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('number', 'integer', (column) => column.notNull())
        .addColumn('words', 'text')
        .execute();
    });
  });
  afterAll(async () => {
    await database.close();
    await server.remove();
  });
  beforeEach(async () => {
    await inNamespace(database.writer, 'build').deleteFrom('entry').execute();
  });

  const copy = (...batches: readonly (readonly Schema['entry'][])[]) =>
    database.writer.transaction().execute(async (transaction) => {
      for (const rows of batches) await copyRows(inNamespace(transaction, 'build'), 'entry', columns, rows);
    });
  const stored = () => inNamespace(database.reader, 'build').selectFrom('entry').selectAll().execute();

  it('stand in the table of the namespace as they were given, whatever they hold', async () => {
    // What cannot be text in PostgreSQL: the character 0, and half of a surrogate pair. JSON escapes both.
    const text = fc.oneof(
      fc.string({ unit: 'binary' }).filter((some) => !some.includes('\0')),
      fc.constantFrom('', '\\N', '\\.', '\t', 'a\tb\nc\rd\\e', '\\\\N', '{"a":"\\u0000"}', 'NULL', ' '),
    );
    const row = fc.record({ number: fc.maxSafeInteger(), words: fc.option(text) });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), async (all) => {
        const rows = all.map((one, index) => ({ name: String(index).padStart(3, '0'), ...one }));
        await inNamespace(database.writer, 'build').deleteFrom('entry').execute();
        await copy(rows);
        expect((await stored()).sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual(rows);
      }),
      { numRuns: 40 },
    );
  });

  it('may be many, in several statements of one transaction', async () => {
    const rows = Array.from({ length: 5_000 }, (_, number) => ({
      name: `n${number}`,
      number,
      words: 'x'.repeat(200),
    }));
    await copy(rows.slice(0, 3_000), [], rows.slice(3_000));
    expect(await stored()).toHaveLength(5_000);
    expect(dialectOf(database.writer)).toBe('postgres');
  });

  it('are none of them there where one is refused, and the connection goes on', async () => {
    const row = { name: 'one', number: 1, words: null };
    await expect(copy([row], [{ ...row, name: 'two' }, row])).rejects.toBeInstanceOf(StatementRefused);
    expect(await stored()).toEqual([]);
    await expect(copy([row, { ...row, name: 'two', number: 0.5 }])).rejects.toMatchObject({ code: '22P02' });
    const unfit = [{ ...row, words: true as unknown as string }];
    await expect(copy([row], unfit)).rejects.toThrow(TypeError);
    expect(await stored()).toEqual([]);
    await copy([row]);
    expect(await stored()).toEqual([row]);
  });
});
