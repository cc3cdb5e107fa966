import type { Transaction } from 'kysely';
import type { EventHeader } from '#casework';
import type { CaseId } from '#kernel';
import type { SharingPolicies } from '#sharing-policy';
import type { TimelineTables } from './tables.js';
import { emptyView, foldGround, type View } from './view.js';

/** What was decided under, and the numbers given, as they stand in the tables. */
export const loadView = async (
  reading: Transaction<TimelineTables>,
  policies: SharingPolicies,
): Promise<View> => {
  const view = emptyView();
  const ground = await reading
    .selectFrom('ledger')
    .select('header')
    .where('case_id', '=', '')
    .orderBy('position')
    .execute();
  for (const { header } of ground) foldGround(view, JSON.parse(header) as EventHeader, policies);
  const sequences = await reading.selectFrom('agency_sequence').selectAll().execute();
  for (const { organisation, last_number, digest, awaited } of sequences) {
    view.sequences.set(organisation, { number: last_number, digest });
    if (awaited === 1) view.awaited.add(organisation);
  }
  return view;
};

/** Which cases each review is about. */
export const loadScopes = async (
  reading: Transaction<TimelineTables>,
): Promise<Map<string, readonly CaseId[]>> => {
  const rows = await reading.selectFrom('review_scope').selectAll().execute();
  return new Map(rows.map(({ review, cases }) => [review, JSON.parse(cases) as readonly CaseId[]]));
};
