import { CompiledQuery, type Transaction } from 'kysely';

/** The value of a column as COPY's text format has it (https://www.postgresql.org/docs/current/sql-copy.html). */
const asText = (value: unknown): string => {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') throw new TypeError('COPY is for text and numbers.');
  return value.replace(/[\\\t\n\r]/g, (special) => escapes[special]!);
};

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Joined to pieces of about this many characters, so that a large table is never one text. */
const piece = 100_000;

function* linesOf<Row>(columns: readonly (keyof Row)[], rows: readonly Row[]): Generator<Buffer> {
  let lines = '';
  for (const row of rows) {
    let line = '';
    for (const column of columns) line += (line === '' ? '' : '\t') + asText(row[column]);
    lines += `${line}\n`;
    if (lines.length < piece) continue;
    yield Buffer.from(lines);
    lines = '';
  }
  if (lines !== '') yield Buffer.from(lines);
}

/** How a COPY is recognised among statements. Its one parameter is the rows, as bytes. */
export const isCopy = (statement: string): boolean => statement.startsWith('copy ');

/**
 * Inserts rows into a table of PostgreSQL by COPY. Beside an insert of many rows it spares the parsing of thousands of
 * parameters, and the server writes pages and indexes for many rows at once.
 */
export const copyRows = async <Tables, Table extends keyof Tables & string>(
  transaction: Transaction<Tables>,
  table: Table,
  columns: readonly (keyof Tables[Table] & string)[],
  rows: readonly Tables[Table][],
): Promise<void> => {
  const anyTable = transaction as unknown as Transaction<Record<string, Record<string, string>>>;
  const { sql } = anyTable
    .insertInto(table)
    .values(Object.fromEntries(columns.map((column) => [column, ''])))
    .compile();
  // What an insert names is what a COPY names: the table in its namespace, and the columns.
  const target = sql.slice('insert into '.length, sql.indexOf(' values '));
  await transaction.executeQuery(CompiledQuery.raw(`copy ${target} from stdin`, [linesOf(columns, rows)]));
};
