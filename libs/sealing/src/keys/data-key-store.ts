import { sql, type Kysely } from 'kysely';
import type { RetentionClass } from '#casework';
import type { Instant } from '#kernel';
import { openDatabase, rowsAtOnce } from '#platform';
import type { DataKeyContext, WrappedKey } from './key-provider.js';

export type KeptDataKey = DataKeyContext & WrappedKey & { readonly madeAt: Instant };

interface DataKeyRow {
  id: string;
  scope: string;
  retention: RetentionClass;
  kek_id: string;
  wrapped: string;
  made_at: Instant;
}
interface Schema {
  data_key: DataKeyRow;
}

/** Wrapped data keys, kept for ever. What is sealed under one may be appended only after `add` has answered. */
export interface DataKeyStore {
  /** Answers when the key is on the disk. Keys that come while the disk is busy go together in the next write. */
  add(key: KeptDataKey): Promise<void>;
  find(scope: string, retention: RetentionClass): Promise<KeptDataKey | undefined>;
  /** Those that there are; unknown ids are left out. */
  byId(ids: readonly string[]): Promise<readonly KeptDataKey[]>;
  /** Every key-encryption key that some data key needs. */
  kekIds(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** @throws DatabaseUnusable */
export const openDataKeyStore = async (file: string): Promise<DataKeyStore> => {
  const { writer, reader, close } = openDatabase<Schema>({ file, durability: 'durable' });
  try {
    await createTable(writer);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    add: groupingWrites(writer),
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
    kekIds: async () => {
      const rows = await reader.selectFrom('data_key').select('kek_id').distinct().execute();
      return rows.map((row) => row.kek_id);
    },
    close,
  };
};

const createTable = async (writer: Kysely<Schema>): Promise<void> => {
  await writer.schema
    .createTable('data_key')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('retention', 'text', (column) => column.notNull())
    .addColumn('kek_id', 'text', (column) => column.notNull())
    .addColumn('wrapped', 'text', (column) => column.notNull())
    .addColumn('made_at', 'text', (column) => column.notNull())
    // Two keys for one case and class would be one too many to destroy.
    .addUniqueConstraint('one_key_for_a_scope_and_class', ['scope', 'retention'])
    .execute();
  await sql`PRAGMA optimize`.execute(writer);
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
  readonly kept: () => void;
  readonly failed: (error: unknown) => void;
}

/** Group commit: one fsync for all the keys that were made in the same turn or while the disk was busy. */
const groupingWrites = (writer: Kysely<Schema>): DataKeyStore['add'] => {
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
        await writer.transaction().execute(async (transaction) => {
          for (const some of rowsAtOnce(group, 6))
            await transaction
              .insertInto('data_key')
              .values(some.map(({ row }) => row))
              .execute();
        });
        for (const { kept } of group) kept();
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
