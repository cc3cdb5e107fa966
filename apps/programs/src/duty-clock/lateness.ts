import type { EventStore } from '#event-store';
import type { Clock } from '#kernel';
import type { Database } from '#platform';
import { checkpointOf } from './marks.js';
import type { DutyTables } from './tables.js';

/** How late the clock is. */
export interface Lateness {
  /** How long the case waits that waits longest, or the oldest event that was not followed. */
  readonly seconds: number;
  /** Cases to look at by now. */
  readonly waiting: number;
}

/** Reads how late the duty clock is, whichever process runs it. */
export const lateness = async ({
  store,
  database,
  clock,
}: {
  readonly store: EventStore;
  readonly database: Database<DutyTables>;
  readonly clock: Clock;
}): Promise<Lateness> => {
  const now = clock.now();
  const { waiting, oldest } = await database.reader
    .selectFrom('duty_look')
    .select(({ fn }) => [fn.countAll<number>().as('waiting'), fn.min('look_at').as('oldest')])
    .where('look_at', '<=', now)
    .executeTakeFirstOrThrow();
  const followed = await checkpointOf(database.reader);
  const since = [oldest];
  // Reading includes the event at the place itself, which was followed.
  for await (const { position, appendedAt } of store.readAll({
    ...{ from: followed ?? ('start' as const), streams: ['case-'], limit: 2 },
  })) {
    if (position === followed) continue;
    since.push(appendedAt);
    break;
  }
  const waits = since.map((instant) => (instant === null ? 0 : Date.parse(now) - Date.parse(instant)));
  return { seconds: Math.max(0, ...waits) / 1_000, waiting: Number(waiting) };
};
