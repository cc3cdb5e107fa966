import { afterAll, describe, expect, it } from '@jest/globals';
import { crashOnce } from './crash-cycle.fixture.js';
import { killWhatIsLeft, remove, sampleFolder, startProgram } from './program.fixture.js';

const folders: string[] = [];
afterAll(async () => {
  killWhatIsLeft();
  await remove(...folders);
});

describe('a process that is killed while agencies record and read', () => {
  // Five times; a process waits for the disk and a test for the process, so two run at the same time.
  it.concurrent.each([{ actions: [30, 60, 90] }, { actions: [45, 75] }])(
    'keeps everything that it acknowledged, once, and has told nothing without a record: after $actions',
    async ({ actions }) => {
      const dataFolder = await sampleFolder();
      folders.push(dataFolder);
      let program = await startProgram({ dataFolder });
      for (const after of actions) {
        const crashed = await crashOnce(program, dataFolder, after);
        program = crashed.program;
        expect(crashed.known.acknowledged.length).toBeGreaterThanOrEqual(after);
        expect(crashed.known.answered.length).toBeGreaterThan(10);
      }
    },
    300_000,
  );
});
