import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agencies } from './agencies.fixture.js';
import { askEverything, asTold, purposeOf } from './asking.fixture.js';
import { alike, followed, ofCase } from './following.fixture.js';
import { twinStories, twins, type TwinWorlds } from './twins.fixture.js';
import type { World } from './world.fixture.js';

const numRuns = Number(process.env.THROUGHLINE_PAIRS ?? 12);
/** The same for every change, so that a failure is the change's own; `npm run test:endurance` takes a new one each time. */
const seed = Number(process.env.THROUGHLINE_SEED ?? 20_261_122);

let worlds: TwinWorlds;
beforeAll(async () => {
  worlds = await twins(agencies);
}, 300_000);
afterAll(() => worlds.close());

describe('two histories that differ only in events that a reader may not have', () => {
  it(
    `give the reader the same bytes (seed ${seed})`,
    async () => {
      let story = 0;
      await fc.assert(
        fc.asyncProperty(twinStories, async (told) => {
          story += 1;
          const { caseId, hiddenIds, instants } = await worlds.tell(`story-${seed}-${story}`, told);
          for (const one of told.readers) {
            const asking = { caseId, hiddenIds, instants, person: one };
            const without = await askEverything(worlds.without, asking);
            const withThem = await askEverything(worlds.withThem, asking);
            expect(asTold(withThem)).toEqual(asTold(without));
            // What is pushed: of the case, of one that there is not, and of all.
            for (const cases of [[caseId], ...hiddenIds.slice(0, 1).map((id) => [id]), null]) {
              const fed = async (world: World) => {
                const sent = await followed(world, one, purposeOf(one), cases);
                // Of other stories this reader may have what was hidden there from another.
                return alike(cases === null ? ofCase(sent, caseId) : sent);
              };
              expect(await fed(worlds.withThem)).toBe(await fed(worlds.without));
            }
          }
        }),
        { numRuns, seed, endOnFailure: true },
      );
    },
    30_000 + 30_000 * numRuns,
  );
});
