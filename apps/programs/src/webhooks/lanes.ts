import type { WebhookContent } from '#casework';
import type { Instant } from '#kernel';
import { begunAnew } from './begun-anew.js';
import type { Delivered } from './cloud-event.js';
import type { Waiting } from './kept-deliveries.js';
import type { SourceName } from './tables.js';

/** A delivery that waits, with what was read of it where that is not long ago. */
export interface Queued {
  readonly waiting: Waiting;
  readonly fresh: {
    readonly delivered: Delivered;
    readonly content: WebhookContent;
    readonly until: number;
  } | null;
}

/** So many cases are delivered to a receiver beside one another. */
const casesBeside = 4;

const laneOf = ({ source, caseId }: Waiting): string => `${source} ${caseId ?? ''}`;
const isFirst = (a: Waiting, b: Waiting): number =>
  a.source === b.source ? a.number - b.number : a.source === 'alerts' ? -1 : 1;

/**
 * What waits for one receiver, by case: in each the one that came first goes first and the others wait for it. Alerts have
 * lanes of their own, go before everything else, and wait for no place. Where everything begins anew nothing that came before
 * is sent any more, and what comes after waits until the receiver has taken that it does.
 */
export const openLanes = () => {
  const lanes = new Map<string, Queued[]>();
  const known = new Set<string>();
  const sizes = new Map<SourceName, number>();
  const underWay = new Set<string>();
  /** What was under way when everything began anew: it is not tried again. */
  const outdated = new Set<Queued>();
  let beginning: Waiting | null = null;
  let entriesUnderWay = 0;
  let entriesNotBefore: Instant | null = null;
  const count = ({ source }: Waiting, change: 1 | -1) =>
    void sizes.set(source, (sizes.get(source) ?? 0) + change);

  const dropAllOf = (source: SourceName): void => {
    for (const [name, lane] of lanes) {
      const dropped = lane.filter(({ waiting }) => waiting.source === source);
      for (const { waiting } of dropped) {
        known.delete(waiting.id);
        count(waiting, -1);
      }
      const [head] = dropped;
      if (head === undefined) continue;
      if (underWay.has(name)) outdated.add(head);
      lanes.delete(name);
    }
  };
  const waitsForBeginning = (waiting: Waiting): boolean => {
    if (beginning === null || waiting.source !== beginning.source) return false;
    return waiting.id !== beginning.id || outdated.size > 0;
  };
  const isReady = (name: string, head: Queued | undefined): head is Queued =>
    head !== undefined && !underWay.has(name) && !waitsForBeginning(head.waiting);
  const turnOf = ({ waiting: { source, nextAt } }: Queued): Instant =>
    source === 'alerts' || entriesNotBefore === null || entriesNotBefore < nextAt ? nextAt : entriesNotBefore;

  return {
    /** How many of a source wait: what waits of one takes no room from another. */
    size: (source: SourceName): number => sizes.get(source) ?? 0,
    /** Adds what is not there yet. */
    add: (queued: Queued): void => {
      const { waiting } = queued;
      if (known.has(waiting.id)) return;
      if (waiting.kind === begunAnew) {
        dropAllOf(waiting.source);
        beginning = waiting;
      }
      known.add(waiting.id);
      count(waiting, 1);
      const lane = lanes.get(laneOf(waiting)) ?? [];
      lanes.set(laneOf(waiting), lane);
      const place = lane.findLastIndex((one) => one.waiting.number < waiting.number) + 1;
      // What is under way keeps its place: it is the first of its lane when it is over.
      lane.splice(underWay.has(laneOf(waiting)) ? Math.max(1, place) : place, 0, queued);
    },
    /** Those whose turn it is now; each is under way until it is over. */
    due: (now: Instant): readonly Queued[] => {
      const heads = [...lanes].flatMap(([name, [head]]) =>
        isReady(name, head) && turnOf(head) <= now ? [head] : [],
      );
      heads.sort((a, b) => isFirst(a.waiting, b.waiting));
      return heads.filter(({ waiting }) => {
        const isAlert = waiting.source === 'alerts';
        if (!isAlert && entriesUnderWay >= casesBeside) return false;
        if (!isAlert) entriesUnderWay += 1;
        underWay.add(laneOf(waiting));
        return true;
      });
    },
    /** The receiver wants nothing until then. Alerts are too urgent to wait for that: each has a schedule of its own. */
    holdEntries: (until: Instant): void => {
      if (entriesNotBefore === null || entriesNotBefore < until) entriesNotBefore = until;
    },
    /** It is over: `then` is how it waits on, null where it does not. */
    over: (queued: Queued, then: Waiting | null): void => {
      const { waiting } = queued;
      const name = laneOf(waiting);
      underWay.delete(name);
      if (waiting.source !== 'alerts') entriesUnderWay -= 1;
      if (outdated.delete(queued)) return;
      const lane = lanes.get(name) ?? [];
      if (then === null) {
        lane.shift();
        known.delete(waiting.id);
        count(waiting, -1);
        if (beginning?.id === waiting.id) beginning = null;
      } else lane[0] = { waiting: then, fresh: null };
      if (lane.length === 0) lanes.delete(name);
    },
    /** When the next turn comes by itself; null where none does. */
    nextAt: (): Instant | null => {
      let next: Instant | null = null;
      for (const [name, [head]] of lanes) {
        if (!isReady(name, head)) continue;
        if (head.waiting.source !== 'alerts' && entriesUnderWay >= casesBeside) continue;
        if (next === null || turnOf(head) < next) next = turnOf(head);
      }
      return next;
    },
  };
};

export type Lanes = ReturnType<typeof openLanes>;
