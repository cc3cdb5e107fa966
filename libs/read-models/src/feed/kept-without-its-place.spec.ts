import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeOnEachDatabase } from '#platform/testing';
import { readerOf } from '../read-side.fixture.js';
import { twoPolicies } from '../timeline/policies.fixture.js';
import { joins, openHandlingSaid, related, story, type Story } from '../timeline/story.fixture.js';
import { caughtUp, consumer } from './consumer.fixture.js';
import { feedOfStories, type FeedOfStories } from './feed-of-stories.fixture.js';

describeOnEachDatabase('A subscriber who kept an entry and not yet its place', (make) => {
  let side: FeedOfStories;
  let tale: Story;
  let told: number;
  beforeAll(async () => {
    side = await feedOfStories(make, twoPolicies());
  });
  afterAll(() => side.close());
  beforeEach(async () => {
    await side.begin();
    tale = story();
    tale.begin('shipped');
    told = 0;
  });
  const takeIn = async () => {
    await side.take(tale.events.slice(told));
    told = tale.events.length;
  };

  it('is told that the entry ended while they were away', async () => {
    tale.onCase('a')('ContactReceived');
    tale.onCase('a')('AgencyJoinedCase', joins('riverside'));
    await takeIn();
    const riverside = consumer(() => side.feed, readerOf('riverside', 'system'));
    await caughtUp(riverside, 10);
    const second = tale.onCase('a')('ContactReceived');
    await takeIn();
    await riverside.read(10, { items: 1, cursors: 0 });
    expect(riverside.record.has(second.header.id)).toBe(true);
    riverside.interrupted();
    tale.onCase('a')('HandlingChanged', {
      relations: related('about', second),
      concerns: { ...openHandlingSaid, neverToOrganisations: ['riverside'] },
    });
    await takeIn();
    await caughtUp(riverside, 10);
    expect(riverside.record.has(second.header.id)).toBe(false);
  });
});
