import type { Transaction } from 'kysely';
import { randomId } from '#kernel';
import type { Database } from '#platform';
import { pause, untilAborted, waitAfterFailure } from './back-off.js';
import { LeaseLost } from './builds.js';
import { leaseChannel } from './channels.js';
import { acquire, holdLease, nextExpiry, release, renew, setUpLease, type Holder } from './leases.js';
import { problemOf, type Problem } from './projection.js';
import { slotName } from './slots.js';
import { ownTables, setUpProjectionTables, type ProjectionTables } from './tables.js';

/** What the work knows of the lease under which it runs. */
export interface HeldLease<Schema> {
  /** Aborts when the work is to stop: because it was told to, or because somebody else has the lease. */
  readonly signal: AbortSignal;
  /**
   * Stands last in a transaction, which then commits only where the lease is still held.
   * @throws LeaseLost
   */
  readonly hold: (transaction: Transaction<Schema>) => Promise<void>;
}

export interface RunUnderLeaseOptions<Schema> {
  readonly database: Database<Schema>;
  /** Of the work. Among all processes on the database one at a time does the work of a name. Never that of a projection. */
  readonly name: string;
  /** How long the work waits for a process that has died before another takes it over; 5 seconds unless told. */
  readonly leaseSeconds?: number;
  /** Aborting stops the work, waits for it and gives the lease back. */
  readonly signal: AbortSignal;
  /** Works until the signal of the lease aborts. What it throws is told, and it is begun again after a while. */
  readonly work: (held: HeldLease<Schema>) => Promise<void>;
  /** The work failed, or the lease can be neither renewed nor taken at present; it is tried again and again. */
  readonly onFailure: (failure: { readonly attempt: number; readonly problem: Problem }) => void;
}

export interface RunningUnderLease {
  /** Whether this process does the work now. */
  readonly isHeld: () => boolean;
  /** Resolves when it has stopped, with the lease given back. */
  readonly stopped: Promise<void>;
}

interface Working {
  readonly fence: number;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

const longestPause = 1_000;

/** Work that went on this many milliseconds before it failed has not failed again and again. */
const longEnough = 60_000;

/**
 * Does some work in one process at a time, among all that are on a database: under a lease that is renewed while it goes
 * on, and with a fence, so that whoever has lost it commits nothing any more. On a file there is no other process, so the
 * lease is had at once.
 */
export const runUnderLease = <Schema>(options: RunUnderLeaseOptions<Schema>): RunningUnderLease => {
  const { signal, work, onFailure, leaseSeconds = 5 } = options;
  const { writer, dialect, notifications } = ownTables(options.database);
  const holder: Holder = { holder: randomId(), dialect, leaseMilliseconds: leaseSeconds * 1_000 };
  const lease = { projection: options.name, slot: 0, slots: 1 };
  let working: Working | null = null;
  let failures = 0;
  let hasFailed = false;
  let wake = new AbortController();
  const lookAgain = () => wake.abort();

  const begin = (fence: number): Working => {
    const stop = new AbortController();
    const held: HeldLease<Schema> = {
      signal: stop.signal,
      hold: (transaction) =>
        holdLease(transaction as unknown as Transaction<ProjectionTables>, holder, lease, fence),
    };
    const began = performance.now();
    const ended = work(held)
      .catch((error: unknown) => {
        if (error instanceof LeaseLost || stop.signal.aborted) return;
        hasFailed = true;
        failures = performance.now() - began > longEnough ? 1 : failures + 1;
        onFailure({ attempt: failures, problem: problemOf(error) });
      })
      .finally(lookAgain);
    const mine: Working = { fence, stop, ended };
    void ended.then(() => {
      if (working === mine) working = null;
    });
    return mine;
  };

  const end = async (): Promise<void> => {
    const mine = working;
    if (mine === null) return;
    mine.stop.abort();
    await mine.ended;
    working = null;
  };

  /** Gives the lease to whoever wants it; does nothing where it is not ours. */
  const giveBack = (): Promise<void> =>
    writer.transaction().execute(async (transaction) => {
      await release(transaction, holder, lease);
      await notifications.tell(transaction, leaseChannel, slotName(lease));
    });

  const share = async (): Promise<void> => {
    if (working !== null) {
      const { fence } = working;
      const still = (await renew(writer, holder)).some((renewed) => renewed.fence === fence);
      if (!still) await end();
    }
    if (working !== null || signal.aborted) return;
    const fence = await acquire(writer, holder, lease);
    if (fence !== null) working = begin(fence);
  };

  const waitForNext = async (): Promise<void> => {
    if (dialect === 'sqlite') await untilAborted(wake.signal);
    else await pause(await millisecondsToNext(), wake.signal);
  };
  const millisecondsToNext = async (): Promise<number> => {
    const often = Math.min(longestPause, holder.leaseMilliseconds / 4);
    if (working !== null) return often;
    const expiry = await nextExpiry(writer, holder, [lease.projection]);
    return expiry === null ? often : Math.min(often, Math.max(20, expiry + 10));
  };

  const run = async (): Promise<void> => {
    let stopListening: (() => Promise<void>) | undefined;
    let attempt = 0;
    const stopWaiting = () => {
      working?.stop.abort();
      wake.abort();
    };
    signal.addEventListener('abort', stopWaiting);
    while (!signal.aborted) {
      wake = new AbortController();
      try {
        if (stopListening === undefined) {
          await setUpProjectionTables(options.database);
          await setUpLease(writer, lease);
          stopListening = await notifications.listen(leaseChannel, lookAgain);
        }
        // What has failed is not begun again at once; another process may take it meanwhile.
        if (hasFailed) {
          hasFailed = false;
          await giveBack();
          await pause(waitAfterFailure(failures), signal);
          if (signal.aborted) break;
        }
        await share();
        attempt = 0;
        await waitForNext();
      } catch (error) {
        attempt += 1;
        onFailure({ attempt, problem: problemOf(error) });
        await pause(waitAfterFailure(attempt), signal);
      }
    }
    signal.removeEventListener('abort', stopWaiting);
    await stopListening?.();
    await end();
    try {
      if (stopListening !== undefined) await giveBack();
    } catch (error) {
      // It expires by itself.
      onFailure({ attempt: 1, problem: problemOf(error) });
    }
  };

  return { isHeld: () => working !== null, stopped: run() };
};
