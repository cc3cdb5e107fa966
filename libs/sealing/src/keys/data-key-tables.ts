import { sql, type Kysely, type Transaction } from 'kysely';
import type { Instant } from '#kernel';
import { rowsAtOnce, type Database } from '#platform';
import type { DataKeyStore, KeptDataKey } from './data-key-store.js';
import type { KeptFor } from './key-provider.js';

interface DataKeyRow {
  id: string;
  scope: string;
  retention: KeptFor;
  kek_id: string;
  wrapped: string;
  made_at: Instant;
}
export interface DataKeyTables {
  data_key: DataKeyRow;
}

export const createDataKeyTable = async (writer: Kysely<DataKeyTables>): Promise<void> =>
  writer.schema
    .createTable('data_key')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('retention', 'text', (column) => column.notNull())
    .addColumn('kek_id', 'text', (column) => column.notNull())
    .addColumn('wrapped', 'text', (column) => column.notNull())
    .addColumn('made_at', 'text', (column) => column.notNull())
    // Two keys for one case and class would be one too many to destroy.
    .addUniqueConstraint('one_key_for_a_scope_and_class', ['scope', 'retention'])
    .execute();

/** The store on a table that is there: the same queries on both dialects. */
export const dataKeysIn = ({
  dialect,
  writer,
  reader,
  close,
}: Pick<Database<DataKeyTables>, 'dialect' | 'writer' | 'reader' | 'close'>): DataKeyStore => {
  const durably = <Answer>(work: (transaction: Transaction<DataKeyTables>) => Promise<Answer>) =>
    writer.transaction().execute(async (transaction) => {
      if (dialect === 'postgres') {
        // What a row in one's way is must be seen in the same transaction, whatever the server is set to.
        await sql`set transaction isolation level read committed`.execute(transaction);
        // A server may be set to answer commits before they are on its disk.
        await sql`set local synchronous_commit = on`.execute(transaction);
      }
      return work(transaction);
    });
  return {
    keep: groupingWrites((rows) => durably((transaction) => keepAll(transaction, rows))),
    find: async (scope, retention) => {
      const row = await reader
        .selectFrom('data_key')
        .selectAll()
        .where('scope', '=', scope)
        .where('retention', '=', retention)
        .executeTakeFirst();
      return row && keptFrom(row);
    },
    byId: async (ids) => {
      const kept: KeptDataKey[] = [];
      for (const some of rowsAtOnce(ids, 1)) {
        const rows = await reader.selectFrom('data_key').selectAll().where('id', 'in', some).execute();
        kept.push(...rows.map(keptFrom));
      }
      return kept;
    },
    countByKek: async () => {
      const rows = await reader
        .selectFrom('data_key')
        .select(['kek_id', ({ fn }) => fn.countAll<number>().as('keys')])
        .groupBy('kek_id')
        .orderBy('kek_id')
        .execute();
      return new Map(rows.map(({ kek_id, keys }) => [kek_id, keys]));
    },
    notUnder: async (kekId, afterId, most) => {
      const rows = await reader
        .selectFrom('data_key')
        .selectAll()
        .where('kek_id', '!=', kekId)
        .where('id', '>', afterId)
        .orderBy('id')
        .limit(most)
        .execute();
      return rows.map(keptFrom);
    },
    replaceWrappings: (rewrappings) =>
      durably(async (transaction) => {
        for (const { before, after } of rewrappings)
          await transaction
            .updateTable('data_key')
            .set({ kek_id: after.kekId, wrapped: after.wrapped })
            .where('id', '=', before.id)
            .where('wrapped', '=', before.wrapped)
            .execute();
      }),
    close,
  };
};

const placeOf = ({ scope, retention }: Pick<DataKeyRow, 'scope' | 'retention'>): string =>
  JSON.stringify([scope, retention]);

/** Keeps each row whose place is free; answers the row in each place. */
const keepAll = async (
  transaction: Transaction<DataKeyTables>,
  rows: readonly DataKeyRow[],
): Promise<ReadonlyMap<string, DataKeyRow>> => {
  const found = new Map<string, DataKeyRow>();
  // In one order everywhere: two processes that insert the same places in two orders would wait for one another.
  const inOrder = [...rows].sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
  for (const some of rowsAtOnce(inOrder, 6))
    await transaction
      .insertInto('data_key')
      .values(some)
      .onConflict((conflict) => conflict.columns(['scope', 'retention']).doNothing())
      .execute();
  // Read after the insert, which waited for whoever was putting a key into the same place.
  for (const some of rowsAtOnce([...new Set(rows.map(({ scope }) => scope))], 1))
    for (const row of await transaction
      .selectFrom('data_key')
      .selectAll()
      .where('scope', 'in', some)
      .execute())
      found.set(placeOf(row), row);
  return found;
};

const keptFrom = (row: DataKeyRow): KeptDataKey => ({
  id: row.id,
  scope: row.scope,
  retention: row.retention,
  kekId: row.kek_id,
  wrapped: row.wrapped,
  madeAt: row.made_at,
});

interface Waiting {
  readonly row: DataKeyRow;
  readonly kept: (key: KeptDataKey) => void;
  readonly failed: (error: unknown) => void;
}

/** Group commit: one wait for the disk for all the keys that were made in the same turn or while it was busy. */
const groupingWrites = (
  write: (rows: readonly DataKeyRow[]) => Promise<ReadonlyMap<string, DataKeyRow>>,
): DataKeyStore['keep'] => {
  let waiting: Waiting[] = [];
  let writing = false;

  const writeAll = async (): Promise<void> => {
    writing = true;
    // The keys of one turn of the event loop are made in many small steps; this waits for the last of them.
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        const found = await write(group.map(({ row }) => row));
        for (const { row, kept } of group) kept(keptFrom(found.get(placeOf(row)) ?? row));
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
    }
    writing = false;
  };

  return ({ id, scope, retention, kekId, wrapped, madeAt }) =>
    new Promise((kept, failed) => {
      waiting.push({
        row: { id, scope, retention, kek_id: kekId, wrapped, made_at: madeAt },
        kept,
        failed,
      });
      if (!writing) void writeAll();
    });
};
