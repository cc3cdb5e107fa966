import type { Database } from '#platform';
import { databaseNow } from './leases.js';
import { ownTables, setUpProjectionTables } from './tables.js';

/** How many runners there are for a projection at present: with none, what an operator asks for waits. */
export const runnersAlive = async <Schema>(
  database: Database<Schema>,
  projection: string,
): Promise<number> => {
  await setUpProjectionTables(database);
  const { alive } = await ownTables(database)
    .reader.selectFrom('projection_runner')
    .select(({ fn }) => fn.countAll<number>().as('alive'))
    .where('projection', '=', projection)
    .where('expires_at', '>=', databaseNow(database.dialect))
    .executeTakeFirstOrThrow();
  return Number(alive);
};
