import type { Kysely, Transaction } from 'kysely';
import type { Position } from '#event-store';
import type { CaseId, Instant } from '#kernel';
import { rowsAtOnce } from '#platform';
import { casesAround, type AlertTables } from '#read-models';

type Tables = Kysely<AlertTables>;
type InTransaction = Transaction<AlertTables>;

const name = 'alerts';

/** How far the log was followed; null before the first event. */
export const checkpointOf = async (tables: Tables): Promise<Position | null> => {
  const row = await tables.selectFrom('alert_checkpoint').select('position').executeTakeFirst();
  return row?.position ?? null;
};

export const moveCheckpoint = async (transaction: InTransaction, position: Position): Promise<void> => {
  await transaction
    .insertInto('alert_checkpoint')
    .values({ name, position })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ position }))
    .execute();
};

/** Forgets everything: it is found out again from the log. */
export const beginAgain = async (transaction: InTransaction): Promise<void> => {
  for (const table of ['alert_checkpoint', 'alert_stream', 'alert_look', 'alert'] as const)
    await transaction.deleteFrom(table).execute();
};

/** A stream that names cases: a link, or an emergency access. */
export interface NamedBy {
  readonly caseId: CaseId;
  readonly stream: string;
}

export const nameCases = async (transaction: InTransaction, named: readonly NamedBy[]): Promise<void> => {
  const rows = named.map(({ caseId: case_id, stream }) => ({ case_id, stream }));
  for (const some of rowsAtOnce(rows, 2))
    await transaction
      .insertInto('alert_stream')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
};

/** Marks cases on which something may raise an alert as to be looked at now. */
export const markRaised = async (
  transaction: InTransaction,
  cases: ReadonlySet<CaseId>,
  now: Instant,
): Promise<void> => {
  const rows = [...cases].map((case_id) => ({ case_id, look_at: now, marks: 1, failures: 0 }));
  for (const some of rowsAtOnce(rows, 4)) {
    await transaction
      .insertInto('alert_look')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .column('case_id')
          .doUpdateSet((eb) => ({ look_at: now, failures: 0, marks: eb('alert_look.marks', '+', 1) })),
      )
      .execute();
  }
};

/**
 * Marks those of some cases, and of the cases linked with them, on which anything may ever have raised an alert. Of the
 * others there is nothing to look at, whoever comes and goes.
 */
export const markChanged = async (
  transaction: InTransaction,
  cases: ReadonlySet<CaseId>,
  now: Instant,
): Promise<boolean> => {
  const around = new Set<CaseId>();
  for (const caseId of cases)
    if (!around.has(caseId)) for (const id of await casesAround(transaction, caseId)) around.add(id);
  let marked = false;
  for (const some of rowsAtOnce([...around], 1)) {
    const { numUpdatedRows } = await transaction
      .updateTable('alert_look')
      .set((eb) => ({ look_at: now, failures: 0, marks: eb('marks', '+', 1) }))
      .where('case_id', 'in', some)
      .executeTakeFirst();
    marked ||= numUpdatedRows > 0n;
  }
  return marked;
};

/** A case that is to be looked at by now. */
export interface DueLook {
  readonly caseId: CaseId;
  readonly marks: number;
  readonly failures: number;
}

/** The cases to look at by now, those that wait longest first. */
export const dueLooks = async (tables: Tables, now: Instant, most: number): Promise<readonly DueLook[]> => {
  const rows = await tables
    .selectFrom('alert_look')
    .select(['case_id', 'marks', 'failures'])
    .where('look_at', '<=', now)
    .orderBy('look_at')
    .orderBy('case_id')
    .limit(most)
    .execute();
  return rows.map(({ case_id: caseId, marks, failures }) => ({ caseId, marks, failures }));
};

/** When the next look is due; null where none is. */
export const nextLook = async (tables: Tables): Promise<Instant | null> => {
  const { next } = await tables
    .selectFrom('alert_look')
    .select(({ fn }) => fn.min('look_at').as('next'))
    .executeTakeFirstOrThrow();
  return next;
};

/** Keeps when to look again, unless something has happened since the look began: then it is still to be looked at. */
export const keepLooked = async (
  transaction: InTransaction,
  { caseId, marks }: DueLook,
  lookAt: Instant | null,
  failures: number,
): Promise<void> => {
  await transaction
    .updateTable('alert_look')
    .set({ look_at: lookAt, failures })
    .where('case_id', '=', caseId)
    .where('marks', '=', marks)
    .execute();
};
