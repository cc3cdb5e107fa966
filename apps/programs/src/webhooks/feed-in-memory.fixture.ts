import { setTimeout as after } from 'node:timers/promises';
import { noParts } from '#casework';
import { accepted, derivedId, randomId, refused, type CaseId, type EventId } from '#kernel';
import type { Entry, Feed, FeedItem, ReadPlan, SelectedParts } from '#read-models';

const northbridge = 'northbridge';
export const secretWords = 'She told her teacher that she is afraid';

export const caseId = (name: string): CaseId => derivedId('case', name);

interface Told {
  readonly item: FeedItem;
  readonly place: number;
}

/** A feed in memory that tells what it is given, and keeps what it disclosed. */
export const feedInMemory = () => {
  const told: Told[] = [];
  const gone = new Set<EventId>();
  const disclosed: string[] = [];
  const listeners = new Set<() => void>();
  const subscribed: unknown[] = [];
  // Cursors of before it was built anew are not its own any more.
  let build = 0;
  const entryOf = (event: EventId, kase: CaseId, withDetails: boolean): Entry => ({
    ...{ eventId: event, caseId: kase, level: 'full', type: 'ContactReceived', version: 1 },
    ...{ occurred: '2026-11-22', recordedAt: '2026-11-22T10:00:00.000Z', lawfulBasis: null },
    ...{ organisation: northbridge, kindOfWork: 'contact', relations: [], marks: [], withheld: [] },
    details: withDetails ? { account: secretWords } : {},
    ...{ contactPoint: null, visibleFrom: '2026-11-22T10:00:00.000Z', policyVersion: '2026-12' },
  });
  const feed: Feed = {
    subscribe: async (who, { start, cases, selectedParts }) => {
      const reader = await who();
      if (!reader.ok) return refused({ code: 'CLOSED', closing: reader.reason });
      const full = selectedParts('ContactReceived') !== noParts;
      subscribed.push({ start, cases, full });
      const [of, kept] = typeof start === 'string' ? [build] : start.after.split(':').map(Number);
      if (of !== build) return refused({ code: 'CURSOR_REFUSED', reason: 'outdated' });
      let place = start === 'beginning' ? 0 : (kept ?? told.length);
      const batch = (items: readonly FeedItem[]) => ({
        ...{ items, checkpoint: `${build}:${place}`, caughtUp: true, closing: null },
      });
      return accepted({
        close: () => undefined,
        next: async ({ most, heartbeatMs, signal }) => {
          if (place >= told.length) {
            const waiting = new AbortController();
            const wake = () => waiting.abort();
            listeners.add(wake);
            await after(heartbeatMs, undefined, { signal: AbortSignal.any([signal, waiting.signal]) }).catch(
              () => 0,
            );
            listeners.delete(wake);
          }
          if (signal.aborted) return batch([]);
          const next = told.slice(place, place + most);
          place += next.length;
          const visible = next.filter(({ item }) => item.kind === 'ended' || !gone.has(item.entry.eventId));
          const items = visible.map(({ item }): FeedItem => {
            if (item.kind === 'ended') return item;
            disclosed.push(item.entry.eventId);
            return { ...item, entry: entryOf(item.entry.eventId, item.entry.caseId, full) };
          });
          return batch(items);
        },
      });
    },
  };
  const add = (item: FeedItem) => {
    told.push({ item, place: told.length + 1 });
    for (const listener of [...listeners]) listener();
    return item.id;
  };
  return {
    feed,
    disclosed,
    subscribed,
    /** Something new on a case; answers with the id of its delivery. */
    tell: (name: string): string => {
      const [id, event] = [randomId(), randomId()];
      return add({ kind: 'entry', id, cursor: '', entry: entryOf(event, caseId(name), false) });
    },
    tellEnd: (id: string): string => {
      const found = told.find(({ item }) => item.id === id)?.item;
      if (found?.kind !== 'entry') throw new Error('There is no such entry.');
      const { eventId, caseId: kase } = found.entry;
      gone.add(eventId);
      return add({ kind: 'ended', id: randomId(), cursor: '', caseId: kase, eventId });
    },
    /** Ends for whoever follows it so; the organisation sees it still. */
    tellEndFor: (id: string): string => {
      const found = told.find(({ item }) => item.id === id)?.item;
      if (found?.kind !== 'entry') throw new Error('There is no such entry.');
      const { eventId, caseId: kase } = found.entry;
      return add({ kind: 'ended', id: randomId(), cursor: '', caseId: kase, eventId });
    },
    hide: (id: string) => {
      const found = told.find(({ item }) => item.id === id)?.item;
      if (found?.kind === 'entry') gone.add(found.entry.eventId);
    },
    /** It is built anew, and nobody tells what has ended meanwhile. */
    builtAnew: () => void (build += 1),
    reads: {
      entry: async (
        _reader: unknown,
        { eventId, selectedParts }: { eventId: EventId; selectedParts: SelectedParts },
      ) => {
        const found = told.find(({ item }) => item.kind === 'entry' && item.entry.eventId === eventId)?.item;
        if (found?.kind !== 'entry' || gone.has(eventId))
          return refused({ code: 'NOT_FOUND' as const, touches: [] });
        const { entry } = found;
        const full = selectedParts('ContactReceived') !== noParts;
        const plan: ReadPlan<Entry> = {
          touches: [],
          open: async () => {
            disclosed.push(eventId);
            return entryOf(eventId, entry.caseId, full);
          },
        };
        return accepted(plan);
      },
    },
  };
};
