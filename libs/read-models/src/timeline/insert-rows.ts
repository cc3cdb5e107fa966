import type { CompiledQuery, Transaction } from 'kysely';
import { copyRows, dialectOf } from '#platform';
import { columnsOf, type TimelineTables } from './tables.js';

/** Multi-row inserts come in these sizes only, so that each is compiled and prepared once. */
const sizes = [128, 32, 8, 1] as const;

/**
 * From so many rows on COPY is quicker on PostgreSQL than an insert: for those of a thousand events with their indexes, in
 * events a second, 21,000 beside 12,000 by inserts of 128 rows and 10,000 by arrays of columns (`unnest`).
 */
const worthCopying = 8;

/** Inserts rows, many at once. */
export type InsertRows = <Table extends keyof TimelineTables>(
  writing: Transaction<TimelineTables>,
  table: Table,
  rows: readonly TimelineTables[Table][],
) => Promise<void>;

/**
 * Inserts rows into one build. Building a statement anew costs as much as running it when there are thousands of values,
 * so statements of a few sizes are kept and only the values are given; they name the namespace of the build.
 */
export const rowInserter = (): InsertRows => {
  const compiled = new Map<string, CompiledQuery>();

  const insertOf = (
    writing: Transaction<TimelineTables>,
    table: keyof TimelineTables,
    size: number,
  ): CompiledQuery => {
    const key = `${table} ${size}`;
    const known = compiled.get(key);
    if (known !== undefined) return known;
    const row = Object.fromEntries(columnsOf(table).map((column) => [column, '']));
    const fresh = (writing as unknown as Transaction<Record<string, Record<string, string>>>)
      .insertInto(table)
      .values(Array.from({ length: size }, () => row))
      .compile();
    compiled.set(key, fresh);
    return fresh;
  };

  return async (writing, table, rows) => {
    const columns = columnsOf(table) as readonly (keyof (typeof rows)[number] & string)[];
    if (rows.length >= worthCopying && dialectOf(writing) === 'postgres')
      return copyRows<TimelineTables, typeof table>(writing, table, columns, rows);
    let done = 0;
    for (const size of sizes) {
      while (rows.length - done >= size) {
        const statement = insertOf(writing, table, size);
        const parameters: unknown[] = [];
        for (const row of rows.slice(done, done + size)) {
          for (const column of columns) parameters.push(row[column]);
        }
        await writing.executeQuery({ ...statement, parameters });
        done += size;
      }
    }
  };
};

/** Cuts a list for `in (...)`. */
export const inRuns = function* <Item>(items: readonly Item[], most = 500): Generator<Item[]> {
  for (let first = 0; first < items.length; first += most) yield items.slice(first, first + most);
};
