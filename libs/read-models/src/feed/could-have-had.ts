import type { Directory } from '#identity';
import type { CaseId } from '#kernel';
import type { SharingPolicy } from '#sharing-policy';
import type { Reader } from '../api.js';
import { holds, type KnownCase, type Moment } from '../reading/moment.js';
import { narrowFor, type Narrowed } from '../reading/narrow-for-a-person.js';
import { inRuns } from '../timeline/insert-rows.js';
import type { RelationshipKind } from '../timeline/row-change.js';
import { standingFlags, standingsFromText, type StandingThen } from '../timeline/standing.js';
import type { AgencyRelationshipTable } from '../timeline/tables.js';
import type { PastRow } from './chain.js';
import { isSoftware } from './coverage.js';

/** What a subscriber could have had of rows until they ended, as the organisation and its people then stood to the cases. */
export const couldHaveHad = async (
  moment: Moment,
  reader: Reader,
  policy: SharingPolicy | null,
  directory: Directory,
  named: readonly CaseId[] | null,
  rows: readonly PastRow[],
): Promise<(row: PastRow) => Narrowed | null> => {
  if (policy === null || rows.length === 0) return () => null;
  const standings = new Map(rows.map(({ standings: text }) => [text, standingsFromText(text)]));
  const cases = [...new Set([...standings.values()].flatMap((of) => of.map(({ caseId }) => caseId)))];
  const relationships = isSoftware(reader) ? [] : await relationshipsOn(moment, reader, cases);
  const ofSoftware = new Map<string, ReturnType<typeof narrowFor>>();
  return (row) => {
    const then = standings.get(row.standings)!;
    if (named !== null && !then.some(({ caseId }) => named.includes(caseId))) return null;
    const narrow =
      ofSoftware.get(row.standings) ??
      narrowFor(
        reader,
        policy,
        directory,
        then.map((standing) => caseThen(standing, then, relationships, row)),
      );
    if (isSoftware(reader)) ofSoftware.set(row.standings, narrow);
    return narrow(row);
  };
};

const relationshipsOn = async (
  moment: Moment,
  { principal: { organisation } }: Reader,
  cases: readonly CaseId[],
): Promise<readonly AgencyRelationshipTable[]> => {
  const found: AgencyRelationshipTable[] = [];
  for (const run of inRuns(cases))
    found.push(
      ...(await moment
        .selectFrom('agency_relationship')
        .selectAll()
        .where('organisation', '=', organisation)
        .where('case_id', 'in', run)
        .execute()),
    );
  return found;
};

/** As `withRelationships` has it for now. */
const caseThen = (
  { caseId, flags, child }: StandingThen,
  together: readonly StandingThen[],
  relationships: readonly AgencyRelationshipTable[],
  { ending_position, visible_until }: PastRow,
): KnownCase => {
  const disputed = (flags & standingFlags.disputed) !== 0;
  const of = new Map(together.map((one) => [one.caseId, one]));
  return {
    ...{ caseId, flags, child, timeline: caseId, visibleFrom: visible_until },
    relationships: relationships
      .filter((one) => {
        const on = of.get(one.case_id);
        return (
          on !== undefined &&
          (on.child === child || disputed) &&
          holds(one.relationship, on.flags) &&
          one.since_position < ending_position &&
          (one.until_position === null || one.until_position >= ending_position) &&
          (one.ends_at === null || one.ends_at > visible_until)
        );
      })
      .map(({ person, relationship, through }) => ({
        ...{ person, through, kind: relationship as RelationshipKind },
      })),
  };
};
