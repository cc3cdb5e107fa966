import { afterAll, beforeAll } from '@jest/globals';
import { startCluster } from '../cluster/cluster.fixture.js';
import type { Throughline } from '../throughline.fixture.js';
import { profileUnderTest } from './profile.fixture.js';
import { startWithSamples } from './samples.fixture.js';

/** The product that all chapters of one spec ask: started once, because a start is most of what a chapter would cost. */
export let throughline: Throughline;

beforeAll(async () => {
  throughline = await (profileUnderTest() === 'cluster' ? startCluster() : startWithSamples());
}, 180_000);
afterAll(() => throughline.close(), 60_000);
