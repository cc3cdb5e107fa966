import type { EventStore } from '#event-store';
import type { CaseId, Clock } from '#kernel';
import type { Database } from '#platform';
import { runUnderLease, type HeldLease, type Problem, type RunningUnderLease } from '#projections';
import { setUpAlertTables, type AlertTables } from '#read-models';
import type { AlertLook, Alerts } from '#recording';
import { wakeable } from '../duty-clock/wakeable.js';
import { followAlerts, type FollowAlertsOptions } from './follow-alerts.js';
import { lookAtCases } from './look-at-cases.js';

/** The lease under which alerts are raised: one process at a time among all that are on a database. */
export const alertsLease = 'alerts';

/** Something an operator must look at. It names what failed, and never what an event holds. */
export type AlertAlarm =
  /** Nobody is alerted at present; it is tried again and again. */
  | { readonly kind: 'alerts-stalled'; readonly attempt: number; readonly problem: Problem }
  /** Nobody is alerted to what happens on one case at present; the others go on. */
  | {
      readonly kind: 'alert-look-failed';
      readonly caseId: CaseId;
      readonly attempt: number;
      readonly problem: Problem;
    }
  /** The log is older than what was followed of it. */
  | { readonly kind: 'alerts-begun-again' };

export interface RunAlertsOptions<Schema> {
  readonly store: EventStore;
  readonly database: Database<Schema>;
  readonly alerts: Pick<Alerts, 'look'>;
  readonly directory: { readonly readyAt: FollowAlertsOptions['directoryAt'] };
  readonly clock: Clock;
  /** How long nobody is alerted when the process that did it dies; 5 seconds unless told. */
  readonly leaseSeconds?: number;
  /** The most events that are followed in one transaction; 1,000 unless told. */
  readonly batchSize?: number;
  /** How often it asks what is due by now at least, in milliseconds; 1,000 unless told. */
  readonly askEvery?: number;
  /** Aborting stops it after the looks that are under way, and gives the lease back. */
  readonly signal: AbortSignal;
  readonly onAlarm: (alarm: AlertAlarm) => void;
  readonly onLooked?: (look: AlertLook) => void;
}

/**
 * Alerts organisations until the signal aborts: it raises, escalates and ends what the log comes to. It needs no view, and
 * keeps nothing that the log does not hold: where its tables are lost, it reads the log again and comes to the same.
 */
export const runAlerts = <Schema>(options: RunAlertsOptions<Schema>): RunningUnderLease => {
  const { store, alerts, clock, signal, onAlarm, onLooked = () => undefined } = options;
  const { leaseSeconds, batchSize = 1_000, askEvery = 1_000 } = options;
  const database = options.database as unknown as Database<AlertTables>;

  const work = async (held: HeldLease<AlertTables>): Promise<void> => {
    await setUpAlertTables(database);
    const failed = new AbortController();
    const both = AbortSignal.any([held.signal, failed.signal]);
    const each = { ...held, signal: both };
    const marked = wakeable(both);
    const parts = [
      followAlerts({
        ...{ store, database, clock, batchSize, held: each },
        directoryAt: (position, patience) => options.directory.readyAt(position, patience),
        onMarked: marked.wake,
        onBegunAgain: () => onAlarm({ kind: 'alerts-begun-again' }),
      }),
      lookAtCases({
        ...{ database, alerts, clock, askEvery, onLooked, held: each, untilMarked: marked.wait },
        onFailed: (look) => onAlarm({ kind: 'alert-look-failed', ...look }),
      }),
    ];
    // Where one has failed both are begun anew, and neither goes on beside that.
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
    ...{ database, name: alertsLease, signal, work },
    ...(leaseSeconds === undefined ? {} : { leaseSeconds }),
    onFailure: (failure) => onAlarm({ kind: 'alerts-stalled', ...failure }),
  });
};
