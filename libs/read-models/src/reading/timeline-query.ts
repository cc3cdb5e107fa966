import { declarations, gradeOf, partsIn, type PartSet } from '#casework';
import { accepted, refused, type Instant, type Result } from '#kernel';
import {
  longestPage,
  longestPageWithToldParts,
  type InvalidInput,
  type Planned,
  type Reader,
  type SelectedParts,
  type TimelinePage,
  type TimelineQuery,
} from '../api.js';
import { entryAnswer } from './entry-answer.js';
import { cursorOf, entryRows, visibleOf, type VisibleEntry } from './entry-rows.js';
import { casesOfTimeline, groundOf, atOneMoment, isParked, type Moment } from './moment.js';
import { narrowFor, type Narrow } from './narrow-for-a-person.js';
import { openEntries } from './opening.js';
import type { ReadPorts } from './ports.js';
import { relationsOf } from './relations-of-entries.js';
import { notFound, touchesOf } from './touches.js';

/** Rows are fetched so many at a time, because some of them may be nothing that this person sees. */
const fetchedAtOnce = 120;

/** The timeline of a case and those linked with it, as this reader may have it. */
export const timeline = async (
  ports: ReadPorts,
  reader: Reader,
  query: TimelineQuery,
): Planned<TimelinePage> => {
  const selected = memoised(query.selectedParts);
  const valid = validate(query, selected);
  if (!valid.ok) return valid;
  const asOf = query.asOf ?? null;
  return atOneMoment(ports, reader, async (moment, rest) => {
    const ground = await groundOf(moment, rest, ports.policies);
    const cases = await casesOfTimeline(moment, rest, reader, query.caseId);
    const parked = await isParked(moment, query.caseId);
    const narrow: Narrow =
      ground.policy === null ? () => null : narrowFor(reader, ground.policy, ports.directory, cases);
    const ids = cases.map(({ caseId }) => caseId);
    const page = await visiblePage(moment, reader, ids, narrow, query, asOf);
    const known = cases.length > 0;
    if (page === null)
      return refused(notFound('timeline', { caseId: query.caseId, caseKnown: known }, ground));
    if (parked) return refused({ code: 'UNAVAILABLE' });

    const shown = page.slice(0, query.first);
    const relations = await relationsOf(moment, reader, shown, narrow, asOf);
    const touched = shown.map((entry) => ({ entry, selected: selectedOf(entry, selected) }));
    return accepted({
      touches: touchesOf({ asked: 'timeline', cases: [query.caseId], asOf }, touched, ground),
      open: async () => {
        const details = await openEntries(ports.sealing, touched);
        return {
          edges: shown.map((entry) => ({
            node: entryAnswer(
              entry,
              relations(entry.row.event_id),
              details.get(entry.row.event_id) ?? {},
              ports.directory,
            ),
            cursor: cursorOf(entry.row),
          })),
          hasNextPage: page.length > query.first,
        };
      },
    });
  });
};

/** What a query selects of an entry: nothing of a stub, which has no type and no parts. */
export const selectedOf = ({ row, told }: VisibleEntry, selected: SelectedParts): PartSet =>
  told.level === 'stub' || row.type === null ? 0 : selected(row.type);

/** The selection of a query, asked once for each type. */
export const memoised = (selectedParts: SelectedParts): SelectedParts => {
  const known = new Map<string, PartSet>();
  return (type) => {
    const before = known.get(type);
    if (before !== undefined) return before;
    const parts = selectedParts(type);
    known.set(type, parts);
    return parts;
  };
};

/** The entries from a place on, one more than asked for if there are; null where this reader can know of no such case. */
const visiblePage = async (
  moment: Moment,
  reader: Reader,
  cases: readonly string[],
  narrow: Narrow,
  { types, first, after }: TimelineQuery,
  asOf: Instant | null,
): Promise<readonly VisibleEntry[] | null> => {
  const { organisation } = reader.principal;
  const page: VisibleEntry[] = [];
  let from = after;
  for (let turn = 1; ; turn += 1) {
    const limit = fetchedAtOnce;
    const rows = await entryRows(moment, { organisation, cases, asOf, types, after: from, limit });
    for (const entry of visibleOf(rows, narrow)) {
      // A person's level may be lower than the organisation's: a stub has no type to be asked for.
      if (types !== undefined && entry.told.level === 'stub') continue;
      page.push(entry);
    }
    // Asked before more is fetched: a long case that is hidden would otherwise take more questions than an absent one.
    if (turn === 1 && page.length === 0 && !(await seesSomething(moment, reader, cases, narrow))) return null;
    const last = rows.at(-1);
    // Looking back, several rows of one event are answered as one, so that fewer do not tell that there are no more.
    const isLast = last === undefined || (asOf === null && rows.length < limit);
    if (page.length > first || isLast) return page;
    from = cursorOf(last);
  }
};

/** Whether there is anything in these cases that this reader may know of, whatever was asked for. */
export const seesSomething = async (
  moment: Moment,
  { principal: { organisation } }: Reader,
  cases: readonly string[],
  narrow: Narrow,
): Promise<boolean> => {
  const rows = await moment
    .selectFrom('agency_event')
    .select(['case_id', 'given', 'facts'])
    .distinct()
    .where('organisation', '=', organisation)
    .where('case_id', 'in', cases.length === 0 ? [''] : [...cases])
    .execute();
  return rows.some((row) => narrow(row) !== null);
};

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

const invalid = (field: string, message: string): Result<never, InvalidInput> =>
  refused({ code: 'INVALID_INPUT', field, message });

const validate = (query: TimelineQuery, selected: SelectedParts): Result<null, InvalidInput> => {
  const known = new Set(declarations.map(({ type }) => type));
  const unknown = query.types?.some((type) => !known.has(type));
  if (unknown) return invalid('types', 'names a type of event that there is not');
  if (query.asOf !== undefined && !instant.test(query.asOf))
    return invalid('asOf', 'must be an instant in UTC with milliseconds, e.g. 2010-11-02T04:50:00.000Z');
  const told = (query.types ?? [...known]).some((type) => hasToldPart(selected(type)));
  return validPage(query.first, told);
};

const hasToldPart = (parts: PartSet): boolean => partsIn(parts).some((part) => gradeOf(part) === 'told');

/** Refuses a page that is empty, or longer than what one may open at once. */
export const validPage = (first: number, told: boolean): Result<null, InvalidInput> => {
  const most = told ? longestPageWithToldParts : longestPage;
  if (Number.isInteger(first) && first >= 1 && first <= most) return accepted(null);
  const why = told ? ' where words are asked for' : '';
  return invalid('first', `must be a whole number from 1 to ${most}${why}`);
};
