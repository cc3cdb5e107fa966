import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { accepted } from '#kernel';
import { describeOnEachDatabase } from '#platform/testing';
import { readerOf } from '../read-side.fixture.js';
import { twoPolicies } from '../timeline/policies.fixture.js';
import { story } from '../timeline/story.fixture.js';
import { feedOfStories, type FeedOfStories } from './feed-of-stories.fixture.js';
import { partNames, partSet } from '#casework';

describeOnEachDatabase('A subscription that is closed', (make) => {
  let side: FeedOfStories;
  beforeAll(async () => {
    side = await feedOfStories(make, twoPolicies());
    await side.begin();
    const tale = story();
    tale.begin('shipped');
    tale.onCase('a')('ContactReceived');
    await side.take(tale.events);
  });
  afterAll(() => side.close());

  const begin = async () => {
    const begun = await side.feed.subscribe(
      () => Promise.resolve(accepted(readerOf('northbridge', 'system'))),
      {
        ...{ cases: null, types: null, start: 'now', delivery: 'feed' },
        selectedParts: () => partSet(partNames),
      },
    );
    if (!begun.ok) throw new Error(begun.reason.code);
    return begun.value;
  };

  it.each(['in the midst of reading', 'while it waits'])('%s listens to nothing any more', async (when) => {
    const subscription = await begin();
    const ending = new AbortController();
    if (when === 'while it waits')
      await subscription.next({ most: 10, heartbeatMs: 1, signal: ending.signal });
    const reading = subscription.next({ most: 10, heartbeatMs: 200, signal: ending.signal });
    ending.abort();
    subscription.close();
    await reading;
    expect(side.listening()).toBe(0);
    const after = await subscription.next({ most: 10, heartbeatMs: 1, signal: new AbortController().signal });
    expect(after.closing).not.toBeNull();
  });
});
