import type { Kysely, Transaction } from 'kysely';
import type { Position } from '#event-store';
import type { CaseId, Instant } from '#kernel';
import { rowsAtOnce } from '#platform';
import type { DutyTables } from './tables.js';

type Tables = Kysely<DutyTables>;
type InTransaction = Transaction<DutyTables>;

const name = 'cases';

/** How far the log was followed; null before the first event. */
export const checkpointOf = async (tables: Tables): Promise<Position | null> => {
  const row = await tables.selectFrom('duty_checkpoint').select('position').executeTakeFirst();
  return row?.position ?? null;
};

export const moveCheckpoint = async (transaction: InTransaction, position: Position): Promise<void> => {
  await transaction
    .insertInto('duty_checkpoint')
    .values({ name, position })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ position }))
    .execute();
};

/** Forgets everything: it is found out again from the log. */
export const beginAgain = async (transaction: InTransaction): Promise<void> => {
  for (const table of ['duty_checkpoint', 'duty_look', 'open_deadline'] as const)
    await transaction.deleteFrom(table).execute();
};

/**
 * Marks cases as to be looked at now, by the last event of each that moves its clocks. What a look has taken into
 * account already needs no other.
 */
export const markMoved = async (
  transaction: InTransaction,
  moved: ReadonlyMap<CaseId, Position>,
  now: Instant,
): Promise<void> => {
  const rows = [...moved].map(([case_id, position]) => ({
    ...{ case_id, moved: position, look_at: now, looked: null, failures: 0 },
  }));
  for (const some of rowsAtOnce(rows, 5)) {
    await transaction
      .insertInto('duty_look')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('case_id').doUpdateSet((eb) => ({
          moved: eb.ref('excluded.moved'),
          look_at: eb
            .case()
            .when('duty_look.looked', '>=', eb.ref('excluded.moved'))
            .then(eb.ref('duty_look.look_at'))
            .when('duty_look.look_at', '<', eb.ref('excluded.look_at'))
            .then(eb.ref('duty_look.look_at'))
            .else(eb.ref('excluded.look_at'))
            .end(),
        })),
      )
      .execute();
  }
};

export interface DueLook {
  readonly caseId: CaseId;
  readonly failures: number;
}

/** The cases to look at by now, those that wait longest first. */
export const dueLooks = async (tables: Tables, now: Instant, most: number): Promise<readonly DueLook[]> => {
  const rows = await tables
    .selectFrom('duty_look')
    .select(['case_id', 'failures'])
    .where('look_at', '<=', now)
    .orderBy('look_at')
    .orderBy('case_id')
    .limit(most)
    .execute();
  return rows.map(({ case_id: caseId, failures }) => ({ caseId, failures }));
};

/** When the next look is due; null where none is. */
export const nextLook = async (tables: Tables): Promise<Instant | null> => {
  const { next } = await tables
    .selectFrom('duty_look')
    .select(({ fn }) => fn.min('look_at').as('next'))
    .executeTakeFirstOrThrow();
  return next;
};

/** What a look came to, as the tables keep it. */
export interface Looked {
  readonly caseId: CaseId;
  /** Null where there is no such case. */
  readonly looked: Position | null;
  readonly lookAt: Instant | null;
  readonly open: readonly Omit<DutyTables['open_deadline'], 'case_id'>[];
}

/**
 * Keeps what looks came to. Where something has moved the clocks of a case after what its look had taken into account,
 * the case is still to be looked at.
 */
export const keepLooked = async (
  transaction: InTransaction,
  looks: readonly Looked[],
  now: Instant,
): Promise<void> => {
  if (looks.length === 0) return;
  const rows = looks.map(({ caseId: case_id, looked, lookAt: look_at }) => ({
    ...{ case_id, look_at, looked, failures: 0, moved: looked ?? noPosition },
  }));
  for (const some of rowsAtOnce(rows, 5)) {
    await transaction
      .insertInto('duty_look')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('case_id').doUpdateSet((eb) => ({
          looked: eb.ref('excluded.looked'),
          failures: 0,
          look_at: eb
            .case()
            .when('duty_look.moved', '>', eb.ref('excluded.moved'))
            .then(now)
            .else(eb.ref('excluded.look_at'))
            .end(),
        })),
      )
      .execute();
  }
  const cases = looks.map(({ caseId }) => caseId);
  await transaction.deleteFrom('open_deadline').where('case_id', 'in', cases).execute();
  const open = looks.flatMap(({ caseId: case_id, open: deadlines }) =>
    deadlines.map((deadline) => ({ ...deadline, case_id })),
  );
  for (const some of rowsAtOnce(open, 7))
    await transaction.insertInto('open_deadline').values(some).execute();
};

/** Keeps that a look failed, and when it is tried again. */
export const keepFailed = async (
  transaction: InTransaction,
  caseId: CaseId,
  failures: number,
  again: Instant,
): Promise<void> => {
  await transaction
    .updateTable('duty_look')
    .set({ failures, look_at: again })
    .where('case_id', '=', caseId)
    .execute();
};

/** Before every position there is. */
const noPosition = '' as Position;
