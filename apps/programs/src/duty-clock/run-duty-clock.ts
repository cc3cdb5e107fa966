import { typesThatMoveClocks } from '#casework';
import type { EventStore } from '#event-store';
import type { CaseId, Clock } from '#kernel';
import type { Database } from '#platform';
import { runUnderLease, type HeldLease, type Problem, type RunningUnderLease } from '#projections';
import type { Duties, DutyLook } from '#recording';
import { endWhatRanOut, type TimeLimited } from './end-what-ran-out.js';
import { followLog, type FollowLogOptions } from './follow-log.js';
import { lookWhenDue } from './look-when-due.js';
import { dutyTables, setUpDutyTables, type DutyTables } from './tables.js';
import { wakeable } from './wakeable.js';

/** The lease under which the clock runs: one process at a time among all that are on a database. */
export const dutyClockLease = 'duty-clock';

/** Something an operator must look at. It names what failed, and never what an event holds. */
export type DutyAlarm =
  /** Nothing is recorded of deadlines at present; it is tried again and again. */
  | { readonly kind: 'duty-clock-stalled'; readonly attempt: number; readonly problem: Problem }
  /** The deadlines of one case cannot be recorded at present; the others go on. */
  | {
      readonly kind: 'duty-look-failed';
      readonly caseId: CaseId;
      readonly attempt: number;
      readonly problem: Problem;
    }
  /** That an emergency access ran out cannot be recorded at present. Nobody has it any more all the same. */
  | { readonly kind: 'access-end-failed'; readonly attempt: number; readonly problem: Problem }
  /** The log is older than what was followed of it. */
  | { readonly kind: 'duty-clock-begun-again' };

/** What happened, for metrics. */
export type DutyObserved =
  | { readonly kind: 'looked'; readonly recorded: DutyLook['recorded'] }
  | { readonly kind: 'look-failed' | 'access-ended' };

export interface DutyClockOptions<Schema> {
  readonly store: EventStore;
  readonly database: Database<Schema>;
  readonly duties: Duties;
  readonly directory: {
    /** Resolves to whether the directory is known up to a place of the log, within the time given. */
    readonly readyAt: FollowLogOptions['directoryAt'];
  };
  readonly accesses: TimeLimited;
  readonly clock: Clock;
  /** How long the clock stands still when the process that ran it dies; 5 seconds unless told. */
  readonly leaseSeconds?: number;
  /** The most events that are followed in one transaction; 1,000 unless told. */
  readonly batchSize?: number;
  /** How often it asks what is due by now at least, in milliseconds; 1,000 unless told. */
  readonly askEvery?: number;
  /** Aborting stops it after the looks that are under way, and gives the lease back. */
  readonly signal: AbortSignal;
  readonly onAlarm: (alarm: DutyAlarm) => void;
  readonly observe?: (observed: DutyObserved) => void;
}

/**
 * Runs the duty clock until the signal aborts: it records the deadlines of every case when something starts, meets or
 * moves them and when their time passes, and the end of emergency access that ran out. What passed while no process ran
 * is recorded when one does. It keeps nothing that the log does not hold: where its tables are lost, it reads the log
 * from the beginning and comes to the same.
 */
export const runDutyClock = <Schema>(options: DutyClockOptions<Schema>): RunningUnderLease => {
  const { store, duties, clock, signal, onAlarm, observe = () => undefined } = options;
  const { leaseSeconds, batchSize = 1_000, askEvery = 1_000 } = options;
  const database = dutyTables(options.database);

  const work = async (held: HeldLease<DutyTables>): Promise<void> => {
    await setUpDutyTables(database);
    const failed = new AbortController();
    const both = AbortSignal.any([held.signal, failed.signal]);
    const each = { ...held, signal: both };
    const marked = wakeable(both);
    const parts = [
      followLog({
        ...{ store, database, clock, batchSize, held: each, types: typesThatMoveClocks },
        directoryAt: (position, patience) => options.directory.readyAt(position, patience),
        onMarked: marked.wake,
        onBegunAgain: () => onAlarm({ kind: 'duty-clock-begun-again' }),
      }),
      lookWhenDue({
        ...{ database, duties, clock, askEvery, held: each, untilMarked: marked.wait },
        onLooked: ({ recorded }) => observe({ kind: 'looked', recorded }),
        onFailed: (look) => {
          observe({ kind: 'look-failed' });
          onAlarm({ kind: 'duty-look-failed', ...look });
        },
      }),
      endWhatRanOut({
        ...{ accesses: options.accesses, clock, askEvery, signal: both },
        onEnded: () => observe({ kind: 'access-ended' }),
        onFailed: ({ attempt, problem }) => onAlarm({ kind: 'access-end-failed', attempt, problem }),
      }),
    ];
    // Where one has failed all are begun anew, and none goes on beside that.
    const ended = parts.map((part) =>
      part.catch((error: unknown) => {
        failed.abort();
        throw error;
      }),
    );
    await Promise.allSettled(ended);
    await Promise.all(ended);
  };

  return runUnderLease({
    ...{ database, name: dutyClockLease, signal, work },
    ...(leaseSeconds === undefined ? {} : { leaseSeconds }),
    onFailure: (failure) => onAlarm({ kind: 'duty-clock-stalled', ...failure }),
  });
};
