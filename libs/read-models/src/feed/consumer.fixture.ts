import { partNames, partSet } from '#casework';
import { accepted } from '#kernel';
import type { Entry, Reader } from '../api.js';
import type { Feed, FeedBatch, FeedClosing, FeedQuery, FeedRefusal, FeedSubscription } from './api.js';

const everything = partSet(partNames);
const never = new AbortController().signal;

/**
 * Somebody's own record of an agency's view, kept by what the feed delivers and by nothing else. It may be interrupted
 * anywhere, also after it has kept something and before it has kept the cursor of that.
 */
export const consumer = (feed: () => Feed, reader: Reader, query: Partial<FeedQuery> = {}) => {
  const record = new Map<string, Entry>();
  const byId = new Map<string, string>();
  let cursor: string | null = null;
  let subscription: FeedSubscription | null = null;
  let closed: FeedClosing | null = null;
  const refusals: FeedRefusal[] = [];
  const toldOf = new Set<string>();

  const wanted = (): FeedQuery => ({
    ...{ cases: null, types: null, selectedParts: () => everything, delivery: 'feed' },
    ...query,
    start: cursor === null ? (query.start ?? 'beginning') : { after: cursor },
  });

  const begin = async (): Promise<boolean> => {
    const begun = await feed().subscribe(() => Promise.resolve(accepted(reader)), wanted());
    if (begun.ok) {
      subscription = begun.value;
      return true;
    }
    refusals.push(begun.reason);
    if (begun.reason.code !== 'CURSOR_REFUSED') return false;
    // What it has may be another's by now: it begins anew with nothing.
    record.clear();
    cursor = null;
    return begin();
  };

  const keep = (batch: FeedBatch, upTo: number): void => {
    for (const item of batch.items.slice(0, upTo)) {
      const event = item.kind === 'entry' ? item.entry.eventId : item.eventId;
      const same = byId.get(item.id);
      if (same !== undefined && same !== `${item.kind} ${event}`)
        throw new Error('Two deliveries have one id.');
      byId.set(item.id, `${item.kind} ${event}`);
      toldOf.add(event);
      if (item.kind === 'entry') record.set(event, item.entry);
      else record.delete(event);
    }
  };

  return {
    record,
    toldOf,
    refusals,
    closed: () => closed,
    cursor: () => cursor,
    /** One batch; where told, only so much of it is kept, and the place of only so much. Null where nothing can be read. */
    read: async (
      most: number,
      kept: { readonly items: number; readonly cursors: number } | 'all' = 'all',
    ): Promise<FeedBatch | null> => {
      if (subscription === null && !(await begin())) return null;
      const batch = await subscription!.next({ most, heartbeatMs: 1, signal: never });
      if (batch.items.length > most) throw new Error('More was delivered than was asked for.');
      if (kept === 'all') {
        keep(batch, batch.items.length);
        cursor = batch.checkpoint;
      } else {
        keep(batch, kept.items);
        cursor = batch.items[Math.min(kept.cursors, kept.items) - 1]?.cursor ?? cursor;
      }
      if (batch.closing !== null) {
        closed = batch.closing;
        subscription!.close();
        subscription = null;
      }
      return batch;
    },
    interrupted: (): void => {
      subscription?.close();
      subscription = null;
    },
  };
};
export type Consumer = ReturnType<typeof consumer>;

/** Reads on until everything that is there has been read; after a closing it subscribes again, once. Whether it may read. */
export const caughtUp = async (reading: Consumer, most: number): Promise<boolean> => {
  let closings = 0;
  for (let turn = 0; turn < 2_000; turn += 1) {
    const batch = await reading.read(most);
    if (batch === null) {
      reading.record.clear();
      return false;
    }
    if (batch.closing !== null && (closings += 1) > 1) return false;
    if (batch.closing === null && batch.caughtUp && batch.items.length === 0) return true;
  }
  throw new Error('The feed never said that everything was sent.');
};

/** What two ways of reading must agree on. */
export const plain = (entries: ReadonlyMap<string, Entry>) =>
  [...entries.values()]
    .map(({ eventId, caseId, level, type, details, withheld }) => ({
      ...{ eventId, caseId, level, type, details, withheld },
    }))
    .sort((a, b) => (a.eventId < b.eventId ? -1 : 1));

/**
 * Whether so many milliseconds are over. A property that leaves off by itself has ended when the next begins; fast-check, told to
 * interrupt one, would let its last run go on beside it.
 */
export const after = (milliseconds: number): (() => boolean) => {
  const until = Date.now() + milliseconds;
  return () => Date.now() > until;
};
