import type { Kysely, Transaction } from 'kysely';
import { createNamespace, dropNamespace, inNamespace, type Database } from '#platform';
import { setUpBuildTables, type BuildTables, type Projection } from '#projections';
import type { TimelineTables } from './tables.js';

/** One build of a view, of the timelines unless told, in a namespace, written by hand and read. */
export const buildIn = <Own = TimelineTables>(database: Database<Own & BuildTables>, namespace = 'view') => {
  const inTransaction = (
    work: (transaction: Transaction<Own & BuildTables>) => Promise<void>,
  ): Promise<void> =>
    database.writer.transaction().execute((transaction) => work(inNamespace(transaction, namespace)));
  return {
    inTransaction,
    reader: inNamespace(database.reader, namespace),
    /** Makes it empty. */
    emptied: async (projection: Projection<Own>): Promise<void> => {
      await database.writer.transaction().execute(async (transaction) => {
        await dropNamespace(transaction, namespace);
        await createNamespace(transaction, namespace);
        const inBuild = inNamespace(transaction, namespace);
        await setUpBuildTables(inBuild as unknown as Kysely<BuildTables>);
        await projection.setUp(inBuild as unknown as Transaction<Own>);
      });
    },
  };
};
