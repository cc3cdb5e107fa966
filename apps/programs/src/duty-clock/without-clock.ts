import type { Database } from '#platform';
import { pause, runUnderLease } from '#projections';
import type { ReadTables } from '#read-models';
import { dutyClockLease } from './run-duty-clock.js';

/** Another process runs the clock of the duties. */
export class DutyClockRuns extends Error {
  override readonly name = 'DutyClockRuns';

  constructor() {
    super(
      'A gateway runs, and with it the clock of the duties. Stop every gateway first, and start them after.',
    );
  }
}

/**
 * Does something while no process on the database runs the duty clock: the deadlines of stories that are told with the
 * clocks of their own years would be recorded with the time of today.
 * @throws DutyClockRuns where one does after the time of its lease
 */
export const withoutDutyClock = async <Answer>(
  { database, leaseSeconds }: { readonly database: Database<ReadTables>; readonly leaseSeconds: number },
  work: () => Promise<Answer>,
): Promise<Answer> => {
  const stopping = new AbortController();
  const waiting = new AbortController();
  let done: Promise<Answer> | undefined;
  const running = runUnderLease({
    ...{ database, name: dutyClockLease, leaseSeconds, signal: stopping.signal },
    work: async () => {
      done ??= work();
      waiting.abort();
      // Whether it failed is for whoever asked for it; the lease is held until it is over.
      await Promise.allSettled([done]);
      stopping.abort();
    },
    onFailure: () => undefined,
  });
  await pause(leaseSeconds * 1_500, waiting.signal);
  if (done === undefined) stopping.abort();
  await running.stopped;
  if (done === undefined) throw new DutyClockRuns();
  return done;
};
