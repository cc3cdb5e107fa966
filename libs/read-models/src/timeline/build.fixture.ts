import type { Kysely, Transaction } from 'kysely';
import { createNamespace, dropNamespace, inNamespace, type Database } from '#platform';
import { setUpBuildTables, type BuildTables, type Projection } from '#projections';
import type { TimelineTables } from './tables.js';

type Tables = TimelineTables & BuildTables;
type Writing = Transaction<Tables>;

const namespace = 'view';

/** One build of the timelines in a namespace, written by hand and read. */
export const buildIn = (database: Database<Tables>) => {
  const inTransaction = (work: (transaction: Writing) => Promise<void>): Promise<void> =>
    database.writer.transaction().execute((transaction) => work(inNamespace(transaction, namespace)));
  return {
    inTransaction,
    reader: inNamespace(database.reader, namespace),
    /** Makes it empty. */
    emptied: async (projection: Projection<TimelineTables>): Promise<void> => {
      await database.writer.transaction().execute(async (transaction) => {
        await dropNamespace(transaction, namespace);
        await createNamespace(transaction, namespace);
        const inBuild = inNamespace(transaction, namespace);
        await setUpBuildTables(inBuild as unknown as Kysely<BuildTables>);
        await projection.setUp(inBuild);
      });
    },
  };
};
