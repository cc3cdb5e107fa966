import { partNames, partSet, type Purpose } from '#casework';
import { accepted } from '#kernel';
import type { FeedItem, FeedRefusal } from '#read-models';
import { readerIn, type World } from './world.fixture.js';

const everyPart = partSet(partNames);
const never = new AbortController().signal;

export interface Followed {
  readonly refusal: FeedRefusal | null;
  readonly items: readonly FeedItem[];
  /** What every batch was like: how many, whether it was the last for now, whether it closed; and how long its cursors are. */
  readonly batches: readonly string[];
}

/** Everything that the feed has for a person, from the beginning until it says that all was sent. */
export const followed = async (
  world: World,
  person: string,
  purpose: Purpose,
  cases: readonly string[] | null = null,
  most = 7,
): Promise<Followed> => {
  const begun = await world.feed.subscribe(
    () => Promise.resolve(accepted(readerIn(world, person, purpose))),
    { cases, types: null, start: 'beginning', selectedParts: () => everyPart, delivery: 'feed' },
  );
  if (!begun.ok) return { refusal: begun.reason, items: [], batches: [] };
  const items: FeedItem[] = [];
  const batches: string[] = [];
  try {
    for (;;) {
      const batch = await begun.value.next({ most, heartbeatMs: 1, signal: never });
      items.push(...batch.items);
      const cursors = [...batch.items.map(({ cursor }) => cursor), batch.checkpoint];
      const lengths = [...new Set(cursors.map(({ length }) => length))].join(' and ');
      batches.push(`${batch.items.length} ${batch.caughtUp} ${batch.closing} ${lengths}`);
      if (batch.closing !== null || (batch.caughtUp && batch.items.length === 0))
        return { refusal: null, items, batches };
      if (batches.length > 2_000) throw new Error('The feed never said that everything was sent.');
    }
  } finally {
    begun.value.close();
  }
};

/** What was sent of one case alone, however it was cut into batches. */
export const ofCase = ({ refusal, items }: Followed, caseId: string): Followed => ({
  refusal,
  items: items.filter((item) => (item.kind === 'entry' ? item.entry.caseId : item.caseId) === caseId),
  batches: [],
});

/**
 * What two worlds must agree on: all but the text of the cursors, which are sealed anew each time. Of a refusal only what is
 * told: what is recorded of it names the place of the view.
 */
export const alike = ({ refusal, items, batches }: Followed): string =>
  JSON.stringify(
    {
      refused: refusal === null ? null : [refusal.code, 'reason' in refusal ? refusal.reason : null],
      items: items.map(({ cursor, ...item }) => [cursor.length, item]),
      batches,
    },
    null,
    1,
  );
