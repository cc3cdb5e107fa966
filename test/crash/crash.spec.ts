import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { crashOnce } from './crash-cycle.fixture.js';
import { killWhatIsLeft, remove, sampleFolder, startProgram, type Program } from './program.fixture.js';

let dataFolder: string;
let program: Program;
beforeAll(async () => {
  dataFolder = await sampleFolder();
  program = await startProgram({ dataFolder });
}, 120_000);
afterAll(async () => {
  killWhatIsLeft();
  await remove(dataFolder);
});

describe('a process that is killed while agencies record and read', () => {
  it.each([40, 65, 90, 115, 140])(
    'keeps everything that it acknowledged, once, and has told nothing without a record (after %i actions)',
    async (after) => {
      const crashed = await crashOnce(program, dataFolder, after);
      program = crashed.program;
      expect(crashed.known.acknowledged.length).toBeGreaterThanOrEqual(after);
      expect(crashed.known.answered.length).toBeGreaterThan(10);
    },
    60_000,
  );
});
