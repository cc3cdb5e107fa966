import { accepted, refused, type CaseId, type EventId } from '#kernel';
import type { CurrentReader, Entry, Feed, FeedBatch, FeedClosing, FeedItem, FeedQuery } from '#read-models';

/** What a feed tells of, in order; the number of a delivery is its place. */
export type Told = { readonly entry: Entry } | { readonly ended: EventId; readonly caseId: CaseId };

/** A feed of what a spec tells it, which asks for the reader as the real one does. */
export interface FeedInMemory extends Feed {
  readonly tell: (...told: readonly Told[]) => void;
  /** Everything that is read from now on is refused. */
  close: (closing: FeedClosing) => void;
  readonly queries: FeedQuery[];
  /** How many of each batch were asked for. */
  readonly most: number[];
  /** How many deliveries were read, by all subscribers together. */
  read: number;
  /** How many subscriptions are open. */
  open: number;
  /** Makes the next reading fail. */
  failing: Error | null;
  /** Holds a subscription up at its beginning. */
  beginning: () => Promise<void>;
  /** How many subscriptions have begun. */
  begun: number;
  /** Forgets everything. */
  reset: () => void;
}

const cursorOf = (organisation: string, place: number) => `cursor.${organisation}.${place}`;
const idOf = (place: number) => `delivery-${place}`;

export const feedInMemory = (knownCases: readonly CaseId[]): FeedInMemory => {
  const told: Told[] = [];
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const go of [...waiting]) go();
  };
  let closing: FeedClosing | null = null;

  const subscribe: Feed['subscribe'] = async (who, query) => {
    feed.queries.push(query);
    await feed.beginning();
    const reader = await who();
    if (!reader.ok) return refused({ code: 'CLOSED', closing: reader.reason });
    const { organisation } = reader.value.principal;
    if (query.cases?.some((caseId) => !knownCases.includes(caseId)) === true)
      return refused({ code: 'NOT_FOUND', touches: [] });
    const start = placeIn(query, organisation, told.length);
    if (start === null) return refused({ code: 'CURSOR_REFUSED', reason: 'not-yours' });
    if (start > told.length) return refused({ code: 'CURSOR_REFUSED', reason: 'outdated' });
    feed.open += 1;
    feed.begun += 1;
    return accepted(subscription(who, query, organisation, start));
  };

  const subscription = (who: CurrentReader, query: FeedQuery, organisation: string, start: number) => {
    let place = start;
    let isOpen = true;
    const batch = (items: readonly FeedItem[], closed: FeedClosing | null): FeedBatch => ({
      items,
      checkpoint: cursorOf(organisation, place),
      caughtUp: place >= told.length,
      closing: closed,
    });
    return {
      close: () => {
        if (isOpen) feed.open -= 1;
        isOpen = false;
      },
      next: async ({
        most,
        heartbeatMs,
        signal,
      }: {
        readonly most: number;
        readonly heartbeatMs: number;
        readonly signal: AbortSignal;
      }) => {
        feed.most.push(most);
        if (place >= told.length && closing === null && feed.failing === null)
          await somethingOr(heartbeatMs, signal);
        if (feed.failing !== null) throw feed.failing;
        const reader = await who();
        if (!reader.ok) return batch([], reader.reason);
        if (closing !== null) return batch([], closing);
        const items: FeedItem[] = [];
        while (items.length < most && place < told.length) {
          const one = told[place]!;
          place += 1;
          feed.read += 1;
          if (isAskedFor(query, one)) items.push(itemOf(one, organisation, place));
        }
        return batch(items, null);
      },
    };
  };

  const somethingOr = (heartbeatMs: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const over = (finish: () => void) => () => {
        clearTimeout(timer);
        waiting.delete(go);
        finish();
      };
      const go = over(resolve);
      const timer = setTimeout(go, heartbeatMs);
      waiting.add(go);
      signal.addEventListener(
        'abort',
        over(() => reject(new Error('Stopped.'))),
        { once: true },
      );
    });

  const feed: FeedInMemory = {
    subscribe,
    tell: (...more) => {
      told.push(...more);
      wake();
    },
    close: (why) => {
      closing = why;
      wake();
    },
    queries: [],
    most: [],
    read: 0,
    open: 0,
    failing: null,
    beginning: () => Promise.resolve(),
    begun: 0,
    reset: () => {
      told.length = 0;
      closing = null;
      feed.queries.length = 0;
      feed.most.length = 0;
      Object.assign(feed, { read: 0, begun: 0, failing: null, beginning: () => Promise.resolve() });
    },
  };
  return feed;
};

const placeIn = ({ start }: FeedQuery, organisation: string, end: number): number | null => {
  if (start === 'beginning') return 0;
  if (start === 'now') return end;
  const [, of, place] = start.after.split('.');
  return of === organisation ? Number(place) : null;
};

const isAskedFor = ({ cases, types }: FeedQuery, one: Told): boolean => {
  if ('ended' in one) return cases === null || cases.includes(one.caseId);
  const { caseId, type } = one.entry;
  return (
    (cases === null || cases.includes(caseId)) && (types === null || (type !== null && types.includes(type)))
  );
};

const itemOf = (one: Told, organisation: string, place: number): FeedItem => {
  const told = { id: idOf(place), cursor: cursorOf(organisation, place) };
  return 'entry' in one
    ? { kind: 'entry', ...told, entry: one.entry }
    : { kind: 'ended', ...told, caseId: one.caseId, eventId: one.ended };
};
