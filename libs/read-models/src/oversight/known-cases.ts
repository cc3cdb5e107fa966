import type { CaseId, Instant } from '#kernel';
import type { Reader } from '../api.js';
import { withRelationships, type KnownCase, type Moment } from '../reading/moment.js';

/** Those of some cases that the reader's organisation has. One whose view waits for an operator is left out until it goes on. */
export const knownCases = async (
  moment: Moment,
  now: Instant,
  reader: Reader,
  cases: readonly CaseId[],
): Promise<readonly KnownCase[]> => {
  if (cases.length === 0) return [];
  const parked = moment
    .selectFrom('projection_parked')
    .innerJoin('case_group', 'case_group.group_id', 'projection_parked.parked_group')
    .select('case_group.case_id');
  const rows = await moment
    .selectFrom('agency_case')
    .select(['case_id', 'flags', 'child_id', 'timeline_id', 'visible_from'])
    .where('organisation', '=', reader.principal.organisation)
    .where('case_id', 'in', [...cases])
    .where('case_id', 'not in', parked)
    .orderBy('case_id')
    .execute();
  return withRelationships(moment, now, reader, rows);
};
