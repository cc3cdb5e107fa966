import { noParts } from '#casework';
import { accepted, randomId, refused } from '#kernel';
import type {
  CaseTouch,
  DisclosureLog,
  Entry,
  Feed,
  FeedClosing,
  FeedItem,
  FeedQuery,
  ReadModels,
} from '#read-models';

export const ourCase = '0b0c9c6e-7a55-4b0e-9d0c-3f6f6b3f1c11';
export const hiddenCase = '7c1f2a4e-7a55-4b0e-9d0c-3f6f6b3f1c99';
const at = '2010-11-02T04:50:00.000Z';
export const secret = 'canary-of-a-part';

export const anEntry = (more: Partial<Entry> = {}): Entry => ({
  eventId: randomId(),
  caseId: ourCase,
  level: 'full',
  type: 'ChildReportedMissing',
  version: 1,
  occurred: '2010-11-01',
  recordedAt: at,
  lawfulBasis: null,
  organisation: 'force',
  kindOfWork: 'missing-episode',
  relations: [],
  marks: [],
  details: { lastSeen: '2010-11-01T15:20Z', circumstances: secret },
  withheld: [{ part: 'location.told', reason: 'policy' } as unknown as Entry['withheld'][number]],
  contactPoint: null,
  visibleFrom: at,
  policyVersion: '1',
  ...more,
});

/** What a spec sees of the other side of the feed's ports, and how it makes it behave. */
export interface Behind {
  readonly items: FeedItem[];
  /** How often something was read for a subscriber. */
  reads: number;
  open: number;
  readonly queries: FeedQuery[];
  readonly recorded: CaseTouch[];
  readonly log: string[];
  closing: FeedClosing | null;
  failure: Error | null;
  recording: () => Promise<void>;
  publish: (entry?: Entry) => FeedItem;
  end: (entry: Entry) => FeedItem;
}

export interface InMemory {
  readonly behind: Behind;
  readonly feed: Feed;
  readonly reads: Pick<ReadModels, 'entry'>;
  readonly disclosures: DisclosureLog;
}

/** A feed whose places are counted: the cursor after the third item is `cursor-3`. */
export const feedInMemory = (): InMemory => {
  const moved = new Set<() => void>();
  const add = (item: FeedItem): FeedItem => {
    behind.items.push(item);
    for (const listener of moved) listener();
    return item;
  };
  const next = () => ({ id: randomId(), cursor: `cursor-${behind.items.length + 1}` });
  const behind: Behind = {
    items: [],
    reads: 0,
    open: 0,
    queries: [],
    recorded: [],
    log: [],
    closing: null,
    failure: null,
    recording: () => Promise.resolve(),
    publish: (entry = anEntry()) => add({ kind: 'entry', ...next(), entry }),
    end: ({ caseId, eventId }) => add({ kind: 'ended', ...next(), caseId, eventId }),
  };
  const feed: Feed = {
    subscribe: (who, query) => {
      behind.queries.push(query);
      if (query.cases?.includes(hiddenCase))
        return Promise.resolve(refused({ code: 'NOT_FOUND', touches: [] }));
      const from = placeOf(query, behind.items.length);
      if (from === null) return Promise.resolve(refused({ code: 'CURSOR_REFUSED', reason: 'not-yours' }));
      behind.open += 1;
      let place = from;
      return Promise.resolve(
        accepted({
          close: () => {
            behind.open -= 1;
          },
          next: async ({ most, heartbeatMs, signal }) => {
            behind.reads += 1;
            if (behind.failure !== null) throw behind.failure;
            if (place === behind.items.length && behind.closing === null)
              await movedOrOver(moved, heartbeatMs, signal);
            const reader = await who();
            const closing = reader.ok ? behind.closing : reader.reason;
            const items = closing === null ? behind.items.slice(place, place + most) : [];
            place += items.length;
            const caughtUp = place === behind.items.length;
            return { items, checkpoint: `cursor-${place}`, caughtUp, closing };
          },
        }),
      );
    },
  };
  return {
    behind,
    feed,
    reads: {
      entry: (_reader, { eventId, selectedParts }) => {
        const touch = { ...aTouch, events: [{ eventId, parts: selectedParts('ChildReportedMissing') }] };
        const found = behind.items.find((item) => item.kind === 'entry' && item.entry.eventId === eventId);
        if (found?.kind !== 'entry') {
          const touches = [{ ...touch, outcome: 'denied', caseId: null } as const];
          return Promise.resolve(refused({ code: 'NOT_FOUND', touches }));
        }
        return Promise.resolve(
          accepted({
            touches: [touch],
            open: () => {
              behind.log.push(`opened after ${behind.recorded.length} records`);
              return Promise.resolve(found.entry);
            },
          }),
        );
      },
    },
    disclosures: {
      record: async (_reader, touches) => {
        await behind.recording();
        behind.recorded.push(...touches);
      },
    },
  };
};

const aTouch = {
  asked: 'entry',
  caseId: ourCase,
  outcome: 'given',
  caseKnown: true,
  events: [{ eventId: ourCase, parts: noParts }],
  asOf: null,
  whole: true,
  decidedBy: [],
  policyVersion: '1',
  viewPosition: null,
} as const satisfies CaseTouch;

const placeOf = ({ start }: FeedQuery, now: number): number | null => {
  if (start === 'beginning') return 0;
  if (start === 'now') return now;
  const place = /^cursor-(\d+)$/.exec(start.after)?.[1];
  return place === undefined ? null : Number(place);
};

const movedOrOver = (moved: Set<() => void>, milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((go) => {
    const over = () => {
      clearTimeout(timer);
      moved.delete(over);
      signal.removeEventListener('abort', over);
      go();
    };
    const timer = setTimeout(over, milliseconds);
    moved.add(over);
    signal.addEventListener('abort', over);
  });
