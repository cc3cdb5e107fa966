import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../apps/cli/src/index.js';
import { greeting } from '../../apps/standalone/src/greeting.js';
import { copyOf, startThroughline, type Embedded } from '../throughline.fixture.js';
import { wordsOf } from './shown.fixture.js';

let first: Embedded;
let again: Embedded;
let folder: string;
beforeAll(async () => {
  first = await startThroughline();
  await first.stop();
  folder = await copyOf(first.dataFolder);
  again = await startThroughline({ dataFolder: folder });
}, 120_000);
afterAll(async () => {
  await again.close();
  await first.close();
  await rm(folder, { recursive: true });
});

const shownBy = (started: Embedded): string =>
  greeting({ ...started, feed: started.feedAddress }, { dataFolder: '/where/it/is' }).replaceAll(
    /127\.0\.0\.1:\d+/g,
    '127.0.0.1:4000',
  );

describe('the terminal after a start', () => {
  it('shows the same at the second start as at the first', () => {
    expect(shownBy(again)).toContain('/graphql is GraphiQL');
    expect(shownBy(again).replaceAll(/PORT=\d+ /g, '')).toBe(shownBy(first).replaceAll(/PORT=\d+ /g, ''));
  });

  it('names only people who are there', () => {
    const handles = shownBy(again)
      .split('\n')
      .flatMap((line) => / {2,}([a-z]+(?:-[a-z]+)+) {2,}/.exec(line)?.[1] ?? []);
    expect(handles.length).toBeGreaterThan(12);
    expect(handles.filter((handle) => again.directory.person(handle) === undefined)).toEqual([]);
  });

  it('has ready lines with which five people get five answers, one of them nothing', async () => {
    const answers: string[] = [];
    for (const line of shownBy(again).split('\n')) {
      const [, command] = /npm run -s (timeline .*)/.exec(line) ?? [];
      if (command === undefined) continue;
      let output = '';
      await run(wordsOf(command), {
        ...{ address: again.address, workingFolder: folder, screen: null },
        interruption: () => new AbortController().signal,
        write: (text) => (output += text),
      });
      answers.push(output);
    }
    expect(new Set(answers).size).toBe(5);
    expect(answers[4]).toBe('NOT_FOUND: There is no such thing.\n');
    expect(answers.filter((answer) => answer.includes('stub')).length).toBeGreaterThan(2);
  });

  it('says only where it is in a folder without the sample cases', async () => {
    const bare = await startThroughline({ samples: false });
    try {
      const shown = shownBy(bare);
      expect(shown).toContain('Listening on http://127.0.0.1:4000');
      expect(shown).not.toContain('npm run');
    } finally {
      await bare.close();
    }
  });
});
