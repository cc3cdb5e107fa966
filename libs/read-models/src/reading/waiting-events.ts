import { inOneMoment } from '#projections';
import type { Database } from '#platform';
import type { ReadTables } from './ports.js';
import { allViews } from './views.js';

/**
 * How many events of a parked group wait in the view of a slot, with the one at which it stopped.
 * @throws ViewNotReady
 */
export const waitingEvents = (
  database: Pick<Database<ReadTables>, 'reader'>,
  slot: number,
  group: string,
): Promise<number> =>
  inOneMoment(database.reader, async (moment) => {
    const view = (await allViews(moment))[slot];
    const counted = await view
      ?.selectFrom('ledger')
      .select(({ fn }) => fn.countAll<number>().as('waiting'))
      .where('waits_for', '=', group)
      .executeTakeFirstOrThrow();
    return Number(counted?.waiting ?? 0);
  });
