import type { Transaction } from 'kysely';
import type { EventHeader } from '#casework';
import type { Position } from '#event-store';
import type { CaseId } from '#kernel';
import { inRuns } from '../../timeline/insert-rows.js';
import { casesWithin, saysScope } from '../../timeline/scopes-of-reviews.js';
import type { TimelineTables } from '../../timeline/tables.js';

/** An event of the log as far as visibility goes. */
export interface HistoryEvent {
  readonly position: Position;
  readonly header: EventHeader;
  /** The cases that it is about; none for the directory and the policy, on which every decision stands. */
  readonly cases: readonly CaseId[];
}

/** Everything from which the views of some cases, and of those ever linked with them, follow. */
export interface History {
  /** The cases asked for with all that were ever linked with them. */
  readonly cases: readonly CaseId[];
  /** In log order. */
  readonly events: readonly HistoryEvent[];
}

/** Before the first event. */
export const nowhere = '' as Position;

/** The history of some cases up to a place in the log, from the ledger of one slot: each slot has all of it. */
export const historyOf = async (
  view: Transaction<TimelineTables>,
  cases: readonly CaseId[],
  upTo: Position | null,
): Promise<History> => {
  const members = await groupMembers(view, cases);
  const found: { readonly position: Position; readonly header: EventHeader }[] = [];
  for (const run of inRuns(['', ...members])) {
    const rows = await view
      .selectFrom('ledger')
      .select(['position', 'header'])
      .where('case_id', 'in', run)
      .where('waits_for', 'is', null)
      .where('position', '<=', upTo ?? nowhere)
      .execute();
    for (const { position, header } of rows)
      found.push({ position, header: JSON.parse(header) as EventHeader });
  }
  found.sort((a, b) => (a.position < b.position ? -1 : 1));
  return { cases: members, events: withTheirCases(found) };
};

/** What is recorded in a review names its cases once, when it is opened. */
const withTheirCases = (
  events: readonly { readonly position: Position; readonly header: EventHeader }[],
): readonly HistoryEvent[] => {
  const scopes = new Map<string, readonly CaseId[]>();
  return events.map(({ position, header }) => {
    const cases = casesWithin(scopes, header);
    if (saysScope(header)) scopes.set(header.stream, cases);
    return { position, header, cases };
  });
};

const groupMembers = async (
  view: Transaction<TimelineTables>,
  cases: readonly CaseId[],
): Promise<readonly CaseId[]> => {
  const found = new Set<CaseId>();
  for (const run of inRuns(cases)) {
    const rows = await view
      .selectFrom('case_group as asked')
      .innerJoin('case_group as member', 'member.group_id', 'asked.group_id')
      .where('asked.case_id', 'in', run)
      .select('member.case_id')
      .distinct()
      .execute();
    for (const { case_id } of rows) found.add(case_id);
  }
  return [...found].sort();
};
