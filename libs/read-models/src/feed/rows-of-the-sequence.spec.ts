import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeOnEachDatabase } from '#platform/testing';
import { steps, tell } from '../timeline/generated-stories.fixture.js';
import { twoPolicies } from '../timeline/policies.fixture.js';
import { agencies } from '../timeline/story.fixture.js';
import { after } from './consumer.fixture.js';
import { feedOfStories, type FeedOfStories } from './feed-of-stories.fixture.js';
import { headOf, isPlaceOf, stretchAfter } from './rows-of-the-sequence.js';

describeOnEachDatabase('the sequence of an organisation', (make, dialect) => {
  let side: FeedOfStories;
  beforeAll(async () => {
    side = await feedOfStories(make, twoPolicies());
  });
  afterAll(() => side.close());

  const limits = { numRuns: dialect === 'postgres' ? 2 : 30 };

  it('is read without leaving out a number, however few are read at once', async () => {
    const isOver = after(3_000);
    await fc.assert(
      fc.asyncProperty(
        steps(40),
        fc.constantFrom(...Object.keys(agencies)),
        fc.integer({ min: 1, max: 7 }),
        async (all, organisation, most) => {
          if (isOver()) return;
          await side.begin();
          await side.take(tell(all, 'shipped').events);
          await side.look(async (moment) => {
            const head = await headOf(moment, organisation);
            const found = new Set<number>();
            let from = 0;
            while (from < head.number) {
              const { until, current, past } = await stretchAfter(
                moment,
                organisation,
                from,
                head,
                null,
                most,
              );
              expect(until.number).toBeGreaterThan(from);
              expect(await isPlaceOf(moment, organisation, head, until)).toBe(true);
              for (const number of [
                ...[...current.values()].map(({ number: { number: at } }) => at),
                ...[...past.values()].flat().flatMap((row) => [row.number.number, row.ending.number]),
              ])
                if (number > from && number <= until.number) found.add(number);
              from = until.number;
            }
            expect(found.size).toBe(head.number);
          });
        },
      ),
      limits,
    );
  });

  it('has a place for each number with its own digest, and for no other', async () => {
    await side.begin();
    const [story] = fc.sample(steps(40), { numRuns: 1, seed: 80 });
    await side.take(tell(story!, 'shipped').events);
    await side.look(async (moment) => {
      const head = await headOf(moment, 'northbridge');
      const stretch = await stretchAfter(moment, 'northbridge', 0, head, null, 10_000);
      const places = [
        ...[...stretch.current.values()].map(({ number }) => number),
        ...[...stretch.past.values()].flat().flatMap(({ number, ending }) => [number, ending]),
      ];
      expect(places.length).toBe(head.number);
      for (const place of places) {
        expect(await isPlaceOf(moment, 'northbridge', head, place)).toBe(true);
        expect(await isPlaceOf(moment, 'northbridge', head, { ...place, number: place.number + 1 })).toBe(
          false,
        );
      }
    });
  });
});
