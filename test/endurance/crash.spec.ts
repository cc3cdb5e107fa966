import { afterAll, describe, expect, it } from '@jest/globals';
import { crashOnce } from '../crash/crash-cycle.fixture.js';
import {
  killWhatIsLeft,
  remove,
  sampleFolder,
  startProgram,
  type Program,
} from '../crash/program.fixture.js';

const folders: string[] = [];
afterAll(async () => {
  killWhatIsLeft();
  await remove(...folders);
});

const crashes = 200;
/** So many on one folder, each on what the one before left; then a new one, or asking back would take ever longer. */
const onOneFolder = 20;
const minute = 60_000;

describe('a process that is killed while agencies record and read', () => {
  it.each(Array.from({ length: crashes / onOneFolder }, (_, index) => index))(
    `keeps everything that it acknowledged, once, and has told nothing without a record (${onOneFolder} times, folder %i)`,
    async (folder) => {
      const dataFolder = await sampleFolder();
      folders.push(dataFolder);
      let program: Program = await startProgram({ dataFolder });
      for (let crash = 0; crash < onOneFolder; crash += 1) {
        // From the first moments of a case to well within it, at another moment each time.
        const after = 1 + (((folder * onOneFolder + crash) * 37) % 160);
        const { program: restarted, known } = await crashOnce(program, dataFolder, after);
        expect(known.acknowledged.length).toBeGreaterThanOrEqual(after);
        program = restarted;
      }
      expect((await program.stop()).code).toBe(0);
      await remove(dataFolder);
    },
    20 * minute,
  );
});
