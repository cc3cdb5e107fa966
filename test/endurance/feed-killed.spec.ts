import { afterAll, describe, it } from '@jest/globals';
import { killWhatIsLeft } from '../crash/program.fixture.js';
import { killUnderLoad } from '../feed/killed.fixture.js';

afterAll(killWhatIsLeft);

describe('the software of an agency that follows the feed, killed thirty times, as the server is', () => {
  it('has what its timelines have, misses nothing acknowledged, and can tell by the id what came twice', async () => {
    await killUnderLoad({ kills: 30, seed: 30 });
  }, 1_200_000);
});
