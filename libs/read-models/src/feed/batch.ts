import { accepted, refused, type CaseId, type EventId } from '#kernel';
import type { CaseTouch, Entry, Planned, ReadPlan, Reader } from '../api.js';
import { entryAnswer } from '../reading/entry-answer.js';
import { atOneMoment, groundOf, isParked, type Ground } from '../reading/moment.js';
import { openEntries } from '../reading/opening.js';
import { relationsOf } from '../reading/relations-of-entries.js';
import { memoised, selectedOf, seesSomething } from '../reading/timeline-query.js';
import { touchesOf, type Touched } from '../reading/touches.js';
import type { SequenceNumber } from '../timeline/number.js';
import type { FeedClosing, FeedDelivery, FeedItem, FeedQuery } from './api.js';
import type { CurrentRow, PastRow } from './chain.js';
import { changesIn, type Change, type Sight, type Since } from './changes-in-a-stretch.js';
import { walkOn, type Walk } from './changes-of-standing.js';
import { couldHaveHad } from './could-have-had.js';
import { casesAround, coverageAt, narrowWithin, type Coverage } from './coverage.js';
import { sealCursor, type FeedCursor } from './cursor.js';
import type { FeedPorts } from './ports.js';
import { headOf, isPlaceOf, stretchAfter, typesOf } from './rows-of-the-sequence.js';

/** How far a subscription has come. */
export interface Progressed {
  readonly place: SequenceNumber;
  readonly since: Since;
  /** How the subscriber stood to the cases when what was sent was decided. */
  readonly coverage: Coverage;
  /** Set while the consequences of a changed standing are being sent. */
  readonly walk: Walk | null;
}

export interface ReadBatch {
  readonly items: readonly FeedItem[];
  readonly after: Progressed;
  readonly caughtUp: boolean;
  readonly closing: FeedClosing | null;
}

/** Rows are read by this many at the least: fewer statements, and most of them are somebody's. */
const fewestReadAtOnce = 100;

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
    const { cases: named } = query;
    const { place, since } = from;
    const head = await headOf(moment, organisation);
    const closed = (closing: FeedClosing) =>
      accepted<ReadPlan<ReadBatch>>({
        touches: [],
        open: () => Promise.resolve({ items: [], after: from, caughtUp: false, closing }),
      });
    // The view may have been built anew: then the number stands for something else.
    if (!(await isPlaceOf(moment, organisation, head, place))) return closed('outdated');
    const { directory } = ports;
    const coverage = await coverageAt(moment, rest.now, reader, ground.policy, directory, named);
    for (const caseId of named ?? [])
      if (await isParked(moment, caseId)) return refused({ code: 'UNAVAILABLE' });

    const types = query.types === null ? null : new Set(query.types);
    let typesOfPast: ReadonlyMap<string, string> = new Map();
    const isWanted: Sight['isWanted'] = (row, told) => {
      if (types === null) return true;
      const type = 'type' in row ? row.type : (typesOfPast.get(row.position) ?? null);
      return told.level !== 'stub' && type !== null && types.has(type);
    };

    let { walk } = from;
    if (walk === null && coverage.standing !== from.coverage.standing)
      walk = { from: from.coverage, to: coverage.standing, sentUpTo: 0 };
    // It has changed again in the midst of that: what was sent is of several standings.
    if (walk !== null && walk.to !== coverage.standing) return closed('outdated');
    const changes: Change[] = [];
    const lost = [...(walk?.from.relatedBy ?? [])].some((way) => !coverage.relatedBy.has(way));
    if (walk !== null) {
      const on = await walkOn(moment, reader, directory, walk, coverage, place, isWanted, most);
      changes.push(...on.changes);
      walk = on.finished ? null : { ...walk, sentUpTo: on.sentUpTo };
    }
    let until = place;
    if (walk === null && changes.length < most && place.number < head.number) {
      const covered = coverage.cases === null ? null : [...coverage.cases.keys()];
      const left = most - changes.length;
      const atOnce = Math.max(left, fewestReadAtOnce);
      const stretch = await stretchAfter(moment, organisation, place.number, head, covered, atOnce);
      const pasts = [...stretch.past.values()].flat();
      if (types !== null) typesOfPast = await typesOf(moment, [...stretch.past.keys()]);
      const rows: readonly (CurrentRow | PastRow)[] = [...stretch.current.values(), ...pasts];
      const known =
        coverage.cases === null
          ? await casesAround(moment, rest.now, reader, [...new Set(rows.map(({ case_id }) => case_id))])
          : [...coverage.cases.values()];
      const sight: Sight = {
        now: narrowWithin(reader, coverage, directory, known),
        then: await couldHaveHad(moment, reader, ground.policy, directory, named, pasts),
        isWanted,
      };
      const found = changesIn(stretch, place.number, reader, sight, since);
      changes.push(...found.slice(0, left));
      until = found.length > left ? found[left - 1]!.number! : stretch.until;
    }
    const entries = changes.flatMap((change) => (change.kind === 'entry' ? [change.visible] : []));
    const around =
      coverage.cases === null
        ? await casesAround(moment, rest.now, reader, [...new Set(entries.map(({ row }) => row.case_id))])
        : [...coverage.cases.values()];
    const narrow = narrowWithin(reader, coverage, directory, around);
    const relations = await relationsOf(moment, reader, entries, narrow, null);
    const selected = memoised(query.selectedParts);
    const touched = entries.map((entry) => ({ entry, selected: selectedOf(entry, selected) }));
    const gone =
      named !== null && !(await seesSomething(moment, reader, [...(coverage.cases?.keys() ?? [])], narrow));
    const isOver = walk === null && (lost || gone) && until.number === head.number;
    const standing = walk === null ? coverage.standing : walk.from.standing;
    const after: Progressed = {
      ...{ place: until, since, walk },
      coverage: walk === null ? coverage : from.coverage,
    };
    return accepted({
      touches: touchesOfChanges(query.delivery, changes, touched, ground),
      open: async () => {
        const details = await openEntries(ports.sealing, touched);
        const answers = new Map<EventId, Entry>(
          entries.map((entry) => {
            const id = entry.row.event_id;
            return [id, entryAnswer(entry, relations(id), details.get(id) ?? {}, directory)];
          }),
        );
        const cursor = (at: FeedCursor) => sealCursor(ports.tokens, organisation, at);
        let last: SequenceNumber = place;
        const lastOfStanding = changes.findLastIndex(({ number }) => number === null);
        const items = changes.map((change, index): FeedItem => {
          last = change.number ?? last;
          // Who comes back from within what follows a change of standing has to begin anew.
          const within = walk !== null || index < lastOfStanding;
          const stood = within ? from.coverage.standing : standing;
          const at = cursor({ place: last, subscriber, standing: stood });
          const { id } = change;
          if (change.kind === 'ended')
            return { kind: 'ended', id, cursor: at, caseId: change.caseId, eventId: change.eventId };
          return { kind: 'entry', id, cursor: at, entry: answers.get(change.visible.row.event_id)! };
        });
        const caughtUp = walk === null && until.number === head.number;
        return { items, after, caughtUp, closing: isOver ? 'relationship-ended' : null };
      },
    });
  });

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
