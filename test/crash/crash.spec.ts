import { afterAll, describe, expect, it } from '@jest/globals';
import { crashOnce } from './crash-cycle.fixture.js';
import { killWhatIsLeft, remove, sampleFolder, startProgram } from './program.fixture.js';

const folders: string[] = [];
afterAll(async () => {
  killWhatIsLeft();
  await remove(...folders);
});

const crashes = async (actions: readonly number[]): Promise<void> => {
  const dataFolder = await sampleFolder();
  folders.push(dataFolder);
  let program = await startProgram({ dataFolder });
  for (const after of actions) {
    const crashed = await crashOnce(program, dataFolder, after);
    program = crashed.program;
    expect(crashed.known.acknowledged.length).toBeGreaterThanOrEqual(after);
    expect(crashed.known.answered.length).toBeGreaterThan(10);
  }
};

describe('a process that is killed five times while agencies record and read', () => {
  it('keeps everything that it acknowledged, once, and has told nothing without a record', async () => {
    // A process waits for the disk, and this test for the process: so there are two at the same time.
    await Promise.all([crashes([30, 60, 90]), crashes([45, 75])]);
  }, 300_000);
});
