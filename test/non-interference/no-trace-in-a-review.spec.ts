import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agencies } from './agencies.fixture.js';
import { askOfTheReview } from './asking-of-a-review.fixture.js';
import { asTold } from './asking.fixture.js';
import { twinStories, twins, type TwinWorlds } from './twins.fixture.js';

const numRuns = Number(process.env.THROUGHLINE_PAIRS ?? 3);
/** The same for every change, so that a failure is the change's own; `npm run test:endurance` takes a new one each time. */
const seed = Number(process.env.THROUGHLINE_SEED ?? 20_261_122);

let worlds: TwinWorlds;
beforeAll(async () => {
  worlds = await twins(agencies);
}, 300_000);
afterAll(() => worlds.close());

describe('two histories that differ only in events that a reviewer may not have', () => {
  it(
    `give the review the same answers, pictures and exports (seed ${seed})`,
    async () => {
      let story = 0;
      await fc.assert(
        fc.asyncProperty(twinStories, async ({ steps }) => {
          story += 1;
          const told = await worlds.tell(`review-${seed}-${story}`, { steps, readers: ['reviewer-s'] });
          const without = asTold(await askOfTheReview(worlds.without, 'reviewer-s', told));
          const withThem = asTold(await askOfTheReview(worlds.withThem, 'reviewer-s', told));
          expect(withThem).toEqual(without);
          // What is refused altogether tells nothing of what is hidden.
          expect(without.filter((one) => !one.includes('"errors"')).length).toBeGreaterThan(
            without.length / 2,
          );
        }),
        { numRuns, seed, endOnFailure: true },
      );
    },
    30_000 + 60_000 * numRuns,
  );
});
