import type { CaseId } from '#kernel';
import type { Reader } from '../api.js';
import type { AtThatMoment, Ground, Moment } from '../reading/moment.js';
import type { Narrow } from '../reading/narrow-for-a-person.js';
import type { SequenceNumber } from '../timeline/number.js';
import type { FeedQuery } from './api.js';
import type { CurrentRow, PastRow } from './chain.js';
import { caseOf, changesIn, type Change, type Sight, type Since } from './changes-in-a-stretch.js';
import { walkOn, type Walk } from './changes-of-standing.js';
import { couldHaveHad } from './could-have-had.js';
import { casesAround, narrowWithin, type Coverage } from './coverage.js';
import type { FeedPorts } from './ports.js';
import { stretchAfter, typesOf, type Stretch } from './rows-of-the-sequence.js';

/** How far a subscription has come. */
export interface Progressed {
  readonly place: SequenceNumber;
  /** The build in which that is known to be a place. */
  readonly build: string;
  readonly since: Since;
  /** How the subscriber stood to the cases when what was sent was decided. */
  readonly coverage: Coverage;
  /** Set while the consequences of a changed standing are being sent. */
  readonly walk: Walk | null;
  /** A relationship by which the subscriber read has ended: so does the subscription, when that has been sent. */
  readonly lost: boolean;
  /** Something was taken away since it was last seen that there is anything left. */
  readonly taken: boolean;
  /** Cases that wait for an operator, of which something was left out. */
  readonly leftOut: ReadonlySet<CaseId>;
}

/** One moment of the view, and who looks at it. */
export interface Looking {
  readonly ports: Pick<FeedPorts, 'directory'>;
  readonly moment: Moment;
  readonly rest: AtThatMoment;
  readonly ground: Ground;
  readonly reader: Reader;
  readonly query: FeedQuery;
  readonly coverage: Coverage;
  /** The last number that there is. */
  readonly head: SequenceNumber;
  /** The cases whose view waits for an operator. */
  readonly parked: ReadonlySet<CaseId>;
}

export interface NextChanges {
  readonly changes: readonly Change[];
  readonly after: Progressed;
  /** Whether there is nothing more to send. */
  readonly level: boolean;
}

/** Rows are read by this many at the least: fewer statements, and most of them are somebody's. */
const fewestReadAtOnce = 100;

/**
 * So many stretches are looked through at once for what is the subscriber's. Below that, neither how many there are in a batch
 * nor whether it is the last depends on what is hidden.
 */
const mostStretches = 20;

/** What is to be sent next, at most so much: first what follows from a changed standing, then what is new in the sequence. */
export const nextChanges = async (
  looking: Looking,
  from: Progressed,
  started: Walk | null,
  most: number,
): Promise<NextChanges> => {
  const { moment, ports, reader, coverage, head, parked } = looking;
  const { place } = from;
  const lost = from.lost || [...(started?.from.relatedBy ?? [])].some((way) => !coverage.relatedBy.has(way));
  const changes: Change[] = [];
  if (started !== null) {
    const wanted = wantedOf(looking.query, new Map());
    const on = await walkOn(moment, reader, ports.directory, started, coverage, place, wanted, most);
    const taken = from.taken || on.changes.some(({ kind }) => kind === 'ended');
    if (!on.finished) {
      const walk = { ...started, sentUpTo: on.sentUpTo };
      return { changes: on.changes, level: false, after: { ...from, walk, lost, taken } };
    }
    changes.push(...on.changes);
  }
  const left = most - changes.length;
  const found: Change[] = [];
  const leftOut = new Set(from.leftOut);
  let reached = place;
  for (let stretches = 0; stretches < mostStretches; stretches += 1) {
    // One more than there is room for, so that it is known whether there is more.
    if (reached.number >= head.number || found.length > left) break;
    const covered = coverage.cases === null ? null : [...coverage.cases.keys()];
    const atOnce = Math.max(left - found.length + 1, fewestReadAtOnce);
    const { organisation } = reader.principal;
    const stretch = await stretchAfter(moment, organisation, reached.number, head, covered, atOnce);
    const sight = await sightOf(looking, stretch);
    for (const change of changesIn(stretch, reached.number, reader, sight, from.since)) {
      if (parked.has(caseOf(change))) leftOut.add(caseOf(change));
      else found.push(change);
    }
    reached = stretch.until;
  }
  const more = found.length > left;
  changes.push(...found.slice(0, left));
  const until = more ? (left === 0 ? place : found[left - 1]!.number!) : reached;
  const taken = from.taken || changes.some(({ kind }) => kind === 'ended');
  return {
    changes,
    level: !more && reached.number === head.number,
    after: { ...from, place: until, coverage, walk: null, lost, taken, leftOut },
  };
};

const wantedOf = (
  { types: asked }: Pick<FeedQuery, 'types'>,
  typesOfPast: ReadonlyMap<string, string>,
): Sight['isWanted'] => {
  if (asked === null) return () => true;
  const types = new Set(asked);
  return (row, told) => {
    const type = 'type' in row ? row.type : (typesOfPast.get(row.position) ?? null);
    return told.level !== 'stub' && type !== null && types.has(type);
  };
};

const sightOf = async (looking: Looking, { current, past }: Stretch): Promise<Sight> => {
  const { ports, moment, ground, reader, query } = looking;
  const pasts = [...past.values()].flat();
  const typesOfPast = query.types === null ? new Map() : await typesOf(moment, [...past.keys()]);
  const rows: readonly (CurrentRow | PastRow)[] = [...current.values(), ...pasts];
  return {
    now: await narrowAround(looking, [...new Set(rows.map(({ case_id }) => case_id))]),
    before: await couldHaveHad(moment, reader, ground.policy, ports.directory, query.cases, pasts),
    isWanted: wantedOf(query, typesOfPast),
  };
};

/** Narrows rows of these cases; where cases are followed by name, of those that are covered. */
export const narrowAround = async (
  { ports, moment, rest, reader, coverage }: Looking,
  cases: readonly CaseId[],
): Promise<Narrow> => {
  const known =
    coverage.cases === null
      ? await casesAround(moment, rest.now, reader, cases)
      : [...coverage.cases.values()];
  return narrowWithin(reader, coverage, ports.directory, known);
};
