import { sql } from 'kysely';
import { readableBuilds, slotOf } from '#projections';
import { viewsRead } from '#read-models';
import { until, type FailingCluster, type Member } from './failing.fixture.js';

/** Where in a batch a projector is held: before its first row, between its rows, or when only its checkpoint is left. */
export const places = ['ledger', 'agency_sequence', 'checkpoint'] as const;
export type Place = (typeof places)[number];

const timelines = viewsRead.find(({ name }) => name === 'timeline')!;

export interface HeldUp {
  /** Whose batch it is. */
  readonly projector: Member;
  /** Lets it go on, if it is still there. */
  readonly letGo: () => Promise<void>;
}

/**
 * Takes a lock that whoever keeps an organisation's view needs in the midst of a batch, and answers when they wait for it:
 * what they have written so far is in an open transaction. It needs a load in which the organisation is told of something.
 */
export const heldUpInMidBatch = async (
  { database, leases, projectors }: FailingCluster,
  organisation: string,
  place: Place,
): Promise<HeldUp> => {
  const transaction = await database.writer.startTransaction().execute();
  try {
    const builds = await readableBuilds(transaction, timelines);
    const { slot, namespace } = builds[slotOf(organisation, builds.length)]!;
    const { holder } = (await leases()).find((one) => one.projection === 'timeline' && one.slot === slot)!;
    const projector = projectors().find((one) => one.holder === holder);
    if (projector === undefined) throw new Error('No projector keeps this view.');
    if (place === 'checkpoint')
      await sql`select from projection_build where namespace = ${namespace} for update`.execute(transaction);
    else await sql`lock table ${sql.table(`${namespace}.${place}`)} in share mode`.execute(transaction);
    const { rows } = await sql<{ own: number }>`select pg_backend_pid() as own`.execute(transaction);
    await until('a projector waits in the midst of a batch', async () => {
      const waiting = await sql`
        select from pg_stat_activity
        where application_name = 'throughline-projector' and ${rows[0]!.own} = any(pg_blocking_pids(pid))
      `.execute(database.reader);
      return waiting.rows.length > 0;
    });
    return { projector, letGo: async () => void (await transaction.rollback().execute()) };
  } catch (problem) {
    await transaction.rollback().execute();
    throw problem;
  }
};
