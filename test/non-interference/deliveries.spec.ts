import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { canariesIn } from './canaries.fixture.js';
import { stories, world } from './delivering.fixture.js';
import { readableIn } from './readable.fixture.js';
// What is pushed, by every way that there is, held to the agreement as what is asked for is. What a chapter lets happen in a
// history, the agreement on it takes in. Webhooks come last: each of them follows alerts too, for as long as the suite runs.
import './subscribing.chapter.js';
import './in-the-midst.chapter.js';
import './alerts.chapter.js';
import './webhooks.chapter.js';

describe('all of this', () => {
  it('leaves no word of an event in the log of the process', () => {
    const lines = world.logged().join('');
    expect(canariesIn(lines).map((canary) => stories.birds.nests.get(canary))).toEqual([]);
  });

  it('leaves no word of an event in a file, in no form in which it could be read', async () => {
    const files = await readdir(world.dataFolder);
    expect(files).toEqual(expect.arrayContaining(['events.sqlite', 'views.sqlite', 'data-keys.sqlite']));
    for (const file of files) {
      const text = (await readFile(join(world.dataFolder, file))).toString('latin1');
      expect([file, readableIn(text)]).toEqual([file, []]);
    }
  });
});
