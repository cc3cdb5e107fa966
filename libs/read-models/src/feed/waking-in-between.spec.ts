import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeOnEachDatabase } from '#platform/testing';
import type { Database } from '#platform';
import { twoPolicies } from '../timeline/policies.fixture.js';
import { story, type Story } from '../timeline/story.fixture.js';
import { feedOfStories, type FeedOfStories } from './feed-of-stories.fixture.js';
import { wakingOf } from './waking.js';
import type { ReadTables } from '../reading/ports.js';

describeOnEachDatabase('Somebody who begins to wait while it is looked what has moved', (make) => {
  let side: FeedOfStories;
  let tale: Story;
  let database: Database<ReadTables>['reader'];
  beforeAll(async () => {
    side = await feedOfStories(async (...of) => {
      const made = await (make as (...all: typeof of) => Promise<never>)(...of);
      ({ reader: database } = (made as { database: Database<ReadTables> }).database);
      return made;
    }, twoPolicies());
    await side.begin();
    tale = story();
    tale.begin('shipped');
  });
  afterAll(() => side.close());

  it('is woken by what that look found', async () => {
    let moved: () => void = () => undefined;
    // The look is held up where it begins, as by a database that is busy.
    let held: () => void = () => undefined;
    const hold = new Promise<void>((resolve) => (held = resolve));
    const transaction: typeof database.transaction = () => {
      const begun = database.transaction();
      const execute: typeof begun.execute = async (work) => {
        await hold;
        return begun.execute(work);
      };
      return Object.assign(Object.create(begun) as typeof begun, {
        execute,
      });
    };
    const waking = wakingOf({
      database: Object.assign(Object.create(database) as typeof database, { transaction }),
      progress: {
        moved: (listener) => {
          moved = listener;
          return () => undefined;
        },
      },
    });
    const waitAs = (wake: () => void) => waking.wait({ organisation: 'northbridge', cases: null, wake });
    const first = waitAs(() => undefined);
    moved();
    // As a subscription does that reads on: it waits anew before it reads.
    first();
    const woken = new Promise<boolean>((resolve) => {
      waitAs(() => resolve(true));
      setTimeout(() => resolve(false), 1_000);
    });
    tale.onCase('a')('ContactReceived');
    await side.take(tale.events);
    held();
    moved();
    expect(await woken).toBe(true);
  });
});
