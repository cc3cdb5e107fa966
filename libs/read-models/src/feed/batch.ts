import { accepted, refused, type CaseId, type EventId } from '#kernel';
import type { CaseTouch, Entry, Planned, ReadPlan, Reader } from '../api.js';
import { entryAnswer } from '../reading/entry-answer.js';
import { atOneMoment, groundOf, parkedCases, type Ground } from '../reading/moment.js';
import { openEntries } from '../reading/opening.js';
import { relationsOf } from '../reading/relations-of-entries.js';
import { memoised, selectedOf, seesSomething } from '../reading/timeline-query.js';
import { touchesOf, type Touched } from '../reading/touches.js';
import type { SequenceNumber } from '../timeline/number.js';
import type { FeedClosing, FeedDelivery, FeedItem, FeedQuery } from './api.js';
import type { Change } from './changes-in-a-stretch.js';
import { coverageAt } from './coverage.js';
import { sealCursor } from './cursor.js';
import { narrowAround, nextChanges, type Looking, type Progressed } from './next-changes.js';
import type { FeedPorts } from './ports.js';
import { headOf, isPlaceOf } from './rows-of-the-sequence.js';

export interface ReadBatch {
  readonly items: readonly FeedItem[];
  readonly after: Progressed;
  readonly caughtUp: boolean;
  readonly closing: FeedClosing | null;
}

/** Stands in cursors from which nobody can go on: no standing is ever marked so. */
const inBetween = 'between';

/** The standing for a cursor at this point: who comes back from within what follows from a change has to begin anew. */
export const standingFor = ({ walk, leftOut, coverage }: Progressed): string =>
  walk !== null || leftOut.size > 0 ? inBetween : coverage.standing;

/** Decides the next deliveries to a subscriber: nothing is opened before what it touches is on record. */
export const planBatch = (
  ports: FeedPorts,
  reader: Reader,
  subscriber: string,
  query: FeedQuery,
  from: Progressed,
  most: number,
): Planned<ReadBatch> =>
  atOneMoment(ports, reader, async (moment, rest) => {
    const { organisation } = reader.principal;
    const ground = await groundOf(moment, rest, ports.policies);
    const head = await headOf(moment, organisation);
    const { directory } = ports;
    const coverage = await coverageAt(moment, rest.now, reader, ground.policy, directory, query.cases);
    const parked = await parkedCases(moment);
    if (query.cases?.some((id) => parked.has(id))) return refused({ code: 'UNAVAILABLE' });
    const started =
      from.walk === null && coverage.standing !== from.coverage.standing
        ? { from: from.coverage, to: coverage.standing, sentUpTo: 0 }
        : from.walk;
    const outdated =
      // The view was built anew: then the number may stand for something else.
      (from.build !== rest.build && !(await isPlaceOf(moment, organisation, head, from.place))) ||
      // It has changed again in the midst of that: what was sent is of several standings.
      (started !== null && started.to !== coverage.standing) ||
      // What was left out is to be had again, and lies behind.
      [...from.leftOut].some((id) => !parked.has(id));
    if (outdated)
      return accepted<ReadPlan<ReadBatch>>({
        touches: [],
        open: () => Promise.resolve({ items: [], after: from, caughtUp: false, closing: 'outdated' }),
      });
    const looking: Looking = { ports, moment, rest, ground, reader, query, coverage, head, parked };
    const { changes, after: next, level } = await nextChanges(looking, from, started, most);
    const isOver = level && (next.lost || (next.taken && (await nothingIsLeft(looking))));
    const after: Progressed = { ...next, build: rest.build, taken: next.taken && !level };

    const entries = changes.flatMap((change) => (change.kind === 'entry' ? [change.visible] : []));
    const narrow = await narrowAround(looking, [...new Set(entries.map(({ row }) => row.case_id))]);
    const relations = await relationsOf(moment, reader, entries, narrow, null);
    const selected = memoised(query.selectedParts);
    const touched = entries.map((entry) => ({ entry, selected: selectedOf(entry, selected) }));
    return accepted<ReadPlan<ReadBatch>>({
      touches: touchesOfChanges(query.delivery, changes, touched, ground),
      open: async () => {
        const details = await openEntries(ports.sealing, touched);
        const answers = new Map<EventId, Entry>(
          entries.map((entry) => {
            const id = entry.row.event_id;
            return [id, entryAnswer(entry, relations(id), details.get(id) ?? {}, directory)];
          }),
        );
        const stood = standingFor(after);
        const lastOfStanding = changes.findLastIndex(({ number }) => number === null);
        let place: SequenceNumber = from.place;
        const items = changes.map((change, index): FeedItem => {
          place = change.number ?? place;
          const standing = index < lastOfStanding ? inBetween : stood;
          const cursor = sealCursor(ports.tokens, organisation, { place, subscriber, standing });
          const { id } = change;
          if (change.kind === 'ended')
            return { kind: 'ended', id, cursor, caseId: change.caseId, eventId: change.eventId };
          return { kind: 'entry', id, cursor, entry: answers.get(change.visible.row.event_id)! };
        });
        return { items, after, caughtUp: level, closing: isOver ? 'relationship-ended' : null };
      },
    });
  });

/** Whether of the cases that are followed by name nothing is visible any more. */
const nothingIsLeft = async (looking: Looking): Promise<boolean> => {
  const { moment, reader, coverage } = looking;
  if (coverage.cases === null) return false;
  return !(await seesSomething(moment, reader, [...coverage.cases.keys()], await narrowAround(looking, [])));
};

/** Endings tell that something was there: they are on record as entries of which no part is told. */
const touchesOfChanges = (
  asked: FeedDelivery,
  changes: readonly Change[],
  touched: readonly Touched[],
  ground: Ground,
): readonly CaseTouch[] => {
  const touches = touchesOf({ asked, cases: [] }, touched, ground);
  const byCase = new Map<CaseId | null, CaseTouch>(touches.map((touch) => [touch.caseId, touch]));
  for (const change of changes) {
    if (change.kind === 'entry') continue;
    const there: CaseTouch = byCase.get(change.caseId) ?? {
      ...{ asked, caseId: change.caseId, outcome: 'given', caseKnown: true, events: [], asOf: null },
      ...{ whole: false, decidedBy: [], policyVersion: ground.policy?.version ?? null },
      viewPosition: ground.position,
    };
    byCase.set(change.caseId, {
      ...there,
      events: [...there.events, { eventId: change.eventId, parts: 0 }],
      decidedBy: [...new Set([...there.decidedBy, ...change.decidedBy])].sort(),
    });
  }
  return [...byCase.values()];
};
