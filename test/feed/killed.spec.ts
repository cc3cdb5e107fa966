import { afterAll, describe, it } from '@jest/globals';
import { killWhatIsLeft } from '../crash/program.fixture.js';
import { killUnderLoad } from './killed.fixture.js';

afterAll(killWhatIsLeft);

describe('the software of an agency that follows the feed, killed three times, as the server is', () => {
  it('has what its timelines have, misses nothing acknowledged, and can tell by the id what came twice', async () => {
    await killUnderLoad({ kills: 3, seed: 20261123 });
  }, 120_000);
});
