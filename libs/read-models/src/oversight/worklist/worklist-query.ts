import { accepted, refused, type Instant } from '#kernel';
import { type CaseTouch, type Planned, type Reader } from '../../api.js';
import { worklistKinds, type WorklistKind, type WorklistPage, type WorklistQuery } from '../api.js';
import { atOneMoment, groundOf, type AtThatMoment } from '../../reading/moment.js';
import { openEntries } from '../../reading/opening.js';
import type { ReadPorts } from '../../reading/ports.js';
import { validPage } from '../../reading/timeline-query.js';
import { touchesOf } from '../../reading/touches.js';
import { openDeadlinesAt } from '../open-deadlines.js';
import { oversightAt } from '../oversight-at.js';
import { deadlines } from './deadlines.js';
import { emergencyAccessToKnowOf, emergencyAccessToReview } from './emergency-access.js';
import { informationRequested } from './information-requested.js';
import { afterOf, comparePlaces, placeOf, type After } from './place.js';
import type { SeenItem, WorklistGround, WorklistSource } from './source.js';

/** More are looked at together only where some of the first are not for this reader. */
const fetchedAtOnce = 200;

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/**
 * What the reader's organisation has to do, of what this reader may know of: a page of it is put together of one page of
 * each kind, so that the work does not grow with what waits.
 */
export const worklist = async (
  ports: ReadPorts,
  reader: Reader,
  query: WorklistQuery,
): Planned<WorklistPage> => {
  const valid = validPage(query.first, false);
  if (!valid.ok) return refused(valid.reason);
  if (query.after !== undefined && !instant.test(query.after.now))
    return refused({ code: 'INVALID_INPUT', field: 'after', message: 'is no place in a worklist' });
  return atOneMoment(ports, reader, async (moment, rest) => {
    const ground = await groundOf(moment, rest, ports.policies);
    const now = query.after?.now ?? rest.now;
    const within = { moment, ground, ports, reader, now, current: rest.now };
    const found: Placed[] = [];
    for (const source of await sourcesOf(within, rest, query.kinds))
      found.push(...(await firstOf(source, afterOf(source.kind, query.after), query.first + 1, now)));
    const ordered = found.sort((a, b) => comparePlaces(a.place, b.place));
    const shown = ordered.slice(0, query.first);
    const touched = shown.flatMap(({ seen }) => seen.touched ?? []);
    return accepted({
      touches: [...touchesOf({ asked: 'cases', cases: [] }, touched, ground), ...touchesOfGrants(shown)],
      open: async () => {
        const details = await openEntries(ports.sealing, touched);
        return {
          edges: shown.map(({ place, seen }) => ({
            node: seen.item(details.get(seen.id) ?? {}),
            cursor: { ...place, now },
          })),
          hasNextPage: found.length > query.first,
        };
      },
    });
  });
};

interface Placed {
  readonly place: ReturnType<typeof placeOf>;
  readonly seen: SeenItem;
}

const sourcesOf = async (
  within: WorklistGround,
  { whole }: Pick<AtThatMoment, 'whole'>,
  kinds: readonly WorklistKind[] = worklistKinds,
): Promise<readonly WorklistSource[]> => {
  const view = await oversightAt(whole);
  const clocks = await openDeadlinesAt(whole, within.reader.principal.organisation);
  return [
    emergencyAccessToReview(within, view),
    emergencyAccessToKnowOf(within, view),
    informationRequested(within, view),
    ...(clocks === null ? [] : [deadlines(within, clocks)]),
  ].filter(({ kind }) => kinds.includes(kind));
};

/** The first items of one kind after a place, as many as are wanted if there are. */
const firstOf = async (
  { kind, next }: WorklistSource,
  after: After,
  wanted: number,
  now: Instant,
): Promise<readonly Placed[]> => {
  const found: Placed[] = [];
  let from = after;
  for (let most = Math.min(wanted, fetchedAtOnce); ; most = fetchedAtOnce) {
    const { candidates, seen } = await next(from, most);
    for (const one of seen) found.push({ place: placeOf(kind, one.at, one.id, now), seen: one });
    const last = candidates.at(-1);
    if (found.length >= wanted || last === undefined || candidates.length < most) return found;
    from = { at: last.at, id: last.id };
  }
};

/** One for each case of which something is told that stands in no entry. */
const touchesOfGrants = (shown: readonly Placed[]): readonly CaseTouch[] => {
  const touches = new Map<CaseTouch['caseId'], CaseTouch>();
  for (const { seen } of shown) {
    if (seen.touch === null) continue;
    const before = touches.get(seen.touch.caseId);
    const decidedBy = [...new Set([...(before?.decidedBy ?? []), ...seen.touch.decidedBy])].sort();
    touches.set(seen.touch.caseId, { ...seen.touch, decidedBy });
  }
  return [...touches.values()];
};
