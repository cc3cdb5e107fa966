import { expect } from '@jest/globals';
import { checkpointsIn, eventsIn, viewsBesideARebuild, type Logged } from './evidence.fixture.js';
import { askBack, expectDisclosuresRecorded, expectEachOnce, expectNothingHalf } from './expected.fixture.js';
import { startLoad, type Known } from './load.fixture.js';
import { copyOf, remove, startProgram, type Program } from './program.fixture.js';
import { clientOf } from './requests.fixture.js';

/**
 * Loads the running program, ends it in mid-load, looks at what it left, starts it on that and asks back. Answers the
 * program that runs now, and how much was in flight.
 */
export const crashOnce = async (
  program: Program,
  dataFolder: string,
  after: number,
): Promise<{ readonly program: Program; readonly known: Known }> => {
  const load = startLoad(await program.listening);
  await load.acknowledgements(after);
  const { stderr } = await program.kill();
  const known = await load.finish();
  expect(known.unexpected).toEqual([]);
  expect(stderr).toBe('');

  const left = await copyOf(dataFolder);
  const restarted = await startProgram({ dataFolder });
  const [events] = await Promise.all([
    inspect(left, known),
    askBack(clientOf(await restarted.listening), known),
  ]);
  await remove(left);
  expect(events.length).toBeGreaterThan(known.acknowledged.length);
  return { program: restarted, known };
};

/** What the crash left on the disk. */
const inspect = async (folder: string, known: Known): Promise<readonly Logged[]> => {
  const events = await eventsIn(folder);
  const head = events.at(-1)?.position ?? '';
  for (const checkpoint of checkpointsIn(folder)) expect((checkpoint ?? '') <= head).toBe(true);
  expectEachOnce(events);
  expectNothingHalf(events, known);
  expectDisclosuresRecorded(events, known);
  const { kept, rebuilt } = await viewsBesideARebuild(folder);
  expect([...kept.keys()]).toEqual([...rebuilt.keys()]);
  for (const [table, rows] of rebuilt) expect({ table, rows: kept.get(table) }).toEqual({ table, rows });
  return events;
};
