import type { OpenDeadline } from '#casework';
import type { CaseId, Clock, Instant } from '#kernel';
import type { Database } from '#platform';
import { problemOf, type HeldLease, type Problem } from '#projections';
import type { Duties, DutyLook } from '#recording';
import { atATime } from './at-a-time.js';
import { dueLooks, keepFailed, keepLooked, nextLook, type DueLook, type Looked } from './marks.js';
import { later, waitBeforeNextTry } from './times.js';
import type { DutyTables } from './tables.js';

export interface LookWhenDueOptions {
  readonly database: Database<DutyTables>;
  readonly duties: Duties;
  readonly clock: Clock;
  readonly held: HeldLease<DutyTables>;
  /** The longest wait without asking what is due: clocks of machines are put right, and machines are put to sleep. */
  readonly askEvery: number;
  /** Waits, or less where something was marked. */
  readonly untilMarked: (milliseconds: number) => Promise<void>;
  readonly onLooked: (look: DutyLook) => void;
  readonly onFailed: (failed: {
    readonly caseId: CaseId;
    readonly attempt: number;
    readonly problem: Problem;
  }) => void;
}

/** How many cases are looked at before what they came to is kept, and how many of them beside one another. */
const looksTogether = 64;
const looksBeside = 8;

/**
 * Looks at the cases that are due, those that wait longest first, until the lease is lost. A case that cannot be looked at
 * is told and tried again, later each time, and the others go on.
 * @throws LeaseLost
 */
export const lookWhenDue = async (options: LookWhenDueOptions): Promise<void> => {
  const { database, duties, clock, held, askEvery, onLooked, onFailed } = options;
  const { writer } = database;

  const lookAt = async ({ caseId, failures }: DueLook): Promise<Kept> => {
    try {
      const look = await duties.look(caseId);
      onLooked(look);
      return { ok: true, looked: lookedOf(caseId, look, clock.now()) };
    } catch (error) {
      const attempt = failures + 1;
      onFailed({ caseId, attempt, problem: problemOf(error) });
      return { ok: false, caseId, attempt };
    }
  };

  const keep = (kept: readonly Kept[]): Promise<void> =>
    writer.transaction().execute(async (transaction) => {
      const now = clock.now();
      const looked = kept.flatMap((one) => (one.ok ? [one.looked] : []));
      await keepLooked(transaction, looked, now);
      for (const one of kept) {
        if (one.ok) continue;
        await keepFailed(transaction, one.caseId, one.attempt, later(now, waitBeforeNextTry(one.attempt)));
      }
      await held.hold(transaction);
    });

  while (!held.signal.aborted) {
    const due = await dueLooks(writer, clock.now(), looksTogether);
    if (due.length > 0) {
      const kept = await atATime(looksBeside, due, lookAt, held.signal);
      if (kept.length > 0) await keep(kept);
      continue;
    }
    const next = await nextLook(writer);
    const wait = next === null ? askEvery : Date.parse(next) - Date.parse(clock.now());
    await options.untilMarked(Math.min(askEvery, Math.max(1, wait)));
  }
};

type Kept =
  | { readonly ok: true; readonly looked: Looked }
  | { readonly ok: false; readonly caseId: CaseId; readonly attempt: number };

const lookedOf = (caseId: CaseId, { lookAgainAt, open, position }: DutyLook, now: Instant): Looked => ({
  caseId,
  looked: position,
  // What is due again at once waits for its turn all the same.
  lookAt: lookAgainAt === null || lookAgainAt > now ? lookAgainAt : later(now, 1),
  open: open.map(rowOf),
});

const rowOf = (deadline: OpenDeadline): Looked['open'][number] => ({
  set_id: deadline.set,
  duty: deadline.duty,
  responsible: deadline.responsible,
  responsible_function: deadline.responsibleFunction,
  due: deadline.due,
  missed: deadline.missed ? 1 : 0,
});
