import { sql, type Kysely, type Transaction } from 'kysely';
import {
  createNamespace,
  inNamespace,
  migrate,
  openDatabase,
  type Database,
  type Migrations,
} from '#platform';
import type { DataKeyStore } from './data-key-store.js';
import { createDataKeyTable, dataKeysIn, type DataKeyTables } from './data-key-tables.js';

/**
 * The data keys of the embedded profile, in a SQLite file of their own. Closing the store closes the file.
 * @throws DatabaseUnusable
 */
export const openDataKeyFile = async (file: string): Promise<DataKeyStore> => {
  const database = openDatabase<DataKeyTables>({ file, durability: 'durable' });
  try {
    await createDataKeyTable(database.writer);
    await sql`PRAGMA optimize`.execute(database.writer);
    return dataKeysIn(database);
  } catch (error) {
    await database.close();
    throw error;
  }
};

const namespace = 'keys';

const migrations: Migrations = {
  '001-data-keys': {
    up: async (database: Kysely<DataKeyTables>) => {
      const transaction = database as Transaction<DataKeyTables>;
      await createNamespace(transaction, namespace);
      await createDataKeyTable(inNamespace(transaction, namespace));
    },
  },
};

/**
 * The data keys of the cluster profile: a table in the schema `keys` of a database that has other tables too, so closing
 * the store leaves it open. Several processes may open it at the same time.
 * @throws SchemaNewerThanCode, and what the database throws
 */
export const openDataKeyTable = async <Schema>(database: Database<Schema>): Promise<DataKeyStore> => {
  await migrate(database, migrations, namespace);
  const { dialect, writer, reader } = database as unknown as Database<DataKeyTables>;
  return dataKeysIn({
    dialect,
    writer: inNamespace(writer, namespace),
    reader: inNamespace(reader, namespace),
    close: () => Promise.resolve(),
  });
};
