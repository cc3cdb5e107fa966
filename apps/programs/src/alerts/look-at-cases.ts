import type { CaseId, Clock, Instant } from '#kernel';
import type { Database } from '#platform';
import { problemOf, type HeldLease, type Problem } from '#projections';
import { openAlertsOf, type AlertTables } from '#read-models';
import type { AlertLook, Alerts } from '#recording';
import { atATime } from '../duty-clock/at-a-time.js';
import { later, waitBeforeNextTry } from '../duty-clock/times.js';
import { dueLooks, keepLooked, nextLook, type DueLook } from './marks.js';

export interface LookAtCasesOptions {
  readonly database: Database<AlertTables>;
  readonly alerts: Pick<Alerts, 'look'>;
  readonly clock: Clock;
  readonly held: HeldLease<AlertTables>;
  /** The longest wait without asking what is due: clocks of machines are put right, and machines are put to sleep. */
  readonly askEvery: number;
  /** Waits, or less where something was marked. */
  readonly untilMarked: (milliseconds: number) => Promise<void>;
  readonly onLooked: (look: AlertLook) => void;
  readonly onFailed: (failed: {
    readonly caseId: CaseId;
    readonly attempt: number;
    readonly problem: Problem;
  }) => void;
}

/** How many cases are looked at before what they came to is kept, and how many of them beside one another. */
const looksTogether = 16;
const looksBeside = 4;

interface Looked {
  readonly due: DueLook;
  readonly lookAt: Instant | null;
  readonly failures: number;
}

/**
 * Looks at the cases that are due, those that wait longest first, until the lease is lost. A case that cannot be looked at
 * is told and tried again, later each time, and the others go on.
 * @throws LeaseLost
 */
export const lookAtCases = async (options: LookAtCasesOptions): Promise<void> => {
  const { database, alerts, clock, held, askEvery, onLooked, onFailed } = options;
  const { writer } = database;

  const lookAt = async (due: DueLook): Promise<Looked> => {
    const { caseId } = due;
    try {
      const look = await alerts.look(caseId, await openAlertsOf(writer, caseId));
      onLooked(look);
      const now = clock.now();
      const { lookAgainAt } = look;
      // What is due again at once waits for its turn all the same.
      const at = lookAgainAt === null || lookAgainAt > now ? lookAgainAt : later(now, 1);
      return { due, lookAt: at, failures: 0 };
    } catch (error) {
      const failures = due.failures + 1;
      onFailed({ caseId, attempt: failures, problem: problemOf(error) });
      return { due, lookAt: later(clock.now(), waitBeforeNextTry(failures)), failures };
    }
  };

  while (!held.signal.aborted) {
    const due = await dueLooks(writer, clock.now(), looksTogether);
    if (due.length > 0) {
      const looked = await atATime(looksBeside, due, lookAt, held.signal);
      if (looked.length === 0) continue;
      await writer.transaction().execute(async (transaction) => {
        for (const one of looked) await keepLooked(transaction, one.due, one.lookAt, one.failures);
        await held.hold(transaction);
      });
      continue;
    }
    const next = await nextLook(writer);
    const wait = next === null ? askEvery : Date.parse(next) - Date.parse(clock.now());
    await options.untilMarked(Math.min(askEvery, Math.max(1, wait)));
  }
};
