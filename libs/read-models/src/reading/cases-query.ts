import { accepted, refused, type CaseId, type Instant } from '#kernel';
import { standingFlags } from '../timeline/standing.js';
import type { CasesPage, CasesQuery, Planned, Reader } from '../api.js';
import { groundOf, atOneMoment, withRelationships, type KnownCase, type Moment } from './moment.js';
import { narrowFor, type Narrow } from './narrow-for-a-person.js';
import type { ReadPorts } from './ports.js';
import { validPage } from './timeline-query.js';
import { touchesOf } from './touches.js';

const fetchedAtOnce = 200;

/** The cases of the organisation on which this person may see something. One whose view waits is left out until it goes on. */
export const cases = async (ports: ReadPorts, reader: Reader, query: CasesQuery): Planned<CasesPage> => {
  const valid = validPage(query.first, false);
  if (!valid.ok) return refused(valid.reason);
  return atOneMoment(ports, reader, async (moment, rest) => {
    const ground = await groundOf(moment, rest, ports.policies);
    const found: KnownCase[] = [];
    let after = query.after?.caseId ?? '';
    while (ground.policy !== null && found.length <= query.first) {
      const some = await nextCases(moment, rest.now, reader, after);
      const narrow = narrowFor(reader, ground.policy, ports.directory, some);
      const seen = await casesSeen(moment, reader, some, narrow);
      found.push(...some.filter(({ caseId }) => seen.has(caseId)));
      const last = some.at(-1);
      if (last === undefined || some.length < fetchedAtOnce) break;
      after = last.caseId;
    }
    const shown = found.slice(0, query.first);
    return accepted({
      touches: touchesOf({ asked: 'cases', cases: shown.map(({ caseId }) => caseId) }, [], ground),
      open: () =>
        Promise.resolve({
          edges: shown.map(({ caseId, flags, visibleFrom }) => ({
            node: {
              caseId,
              visibleFrom,
              onCase: (flags & standingFlags.onCase) !== 0,
              responsible: (flags & standingFlags.responsible) !== 0,
            },
            cursor: { caseId },
          })),
          hasNextPage: found.length > query.first,
        }),
    });
  });
};

const nextCases = async (
  moment: Moment,
  now: Instant,
  reader: Reader,
  after: CaseId,
): Promise<readonly KnownCase[]> => {
  const parked = moment
    .selectFrom('projection_parked')
    .innerJoin('case_group', 'case_group.group_id', 'projection_parked.parked_group')
    .select('case_group.case_id');
  const rows = await moment
    .selectFrom('agency_case')
    .select(['case_id', 'flags', 'child_id', 'timeline_id', 'visible_from'])
    .where('organisation', '=', reader.principal.organisation)
    .where('case_id', '>', after)
    .where('case_id', 'not in', parked)
    .orderBy('case_id')
    .limit(fetchedAtOnce)
    .execute();
  return withRelationships(moment, now, reader, rows);
};

/** Those with something to see; a case that only a dispute shows stubs of is found through one's own. */
const casesSeen = async (
  moment: Moment,
  { principal: { organisation } }: Reader,
  some: readonly KnownCase[],
  narrow: Narrow,
): Promise<ReadonlySet<CaseId>> => {
  const disputed = new Set(
    some
      .filter(({ flags }) => (flags & standingFlags.disputed) !== 0 && (flags & standingFlags.onCase) === 0)
      .map(({ caseId }) => caseId),
  );
  const rows = await moment
    .selectFrom('agency_event')
    .select(['case_id', 'given', 'facts'])
    .distinct()
    .where('organisation', '=', organisation)
    .where('case_id', 'in', some.length === 0 ? [''] : some.map(({ caseId }) => caseId))
    .execute();
  const seen = new Set<CaseId>();
  for (const row of rows) {
    if (seen.has(row.case_id)) continue;
    const told = narrow(row);
    if (told !== null && (told.level !== 'stub' || !disputed.has(row.case_id))) seen.add(row.case_id);
  }
  return seen;
};
