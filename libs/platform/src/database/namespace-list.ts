import type { Kysely } from 'kysely';

/** The table that lists the namespaces. Whoever reads several tables at one moment holds it, so that none is removed then. */
export const namespaceList = 'database_namespace';

export interface NamespaceTables {
  [namespaceList]: { name: string };
}

/** Makes the list of namespaces where it is not there yet. */
export const setUpNamespaces = async <Tables>(door: Kysely<Tables>): Promise<void> => {
  await door.schema
    .createTable(namespaceList)
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .execute();
};
