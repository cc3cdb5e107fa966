import { expect } from '@jest/globals';
import { until, type FailingCluster } from './failing.fixture.js';
import { heldUpInMidBatch, places } from './mid-batch.fixture.js';
import { expectNothingLost } from './whole.fixture.js';

/** They record in every load, and stand in different slots. */
const organisations = ['southquay', 'northbridge', 'eastmoor', 'fairholt'] as const;

/**
 * Kills projectors under load, each in the midst of a batch and each at another place in it than the one before, and
 * starts a new one for each; looks at everything afterwards.
 */
export const killInMidBatch = async (failing: FailingCluster, times: number): Promise<void> => {
  const load = failing.load();
  for (let killed = 0; killed < times; killed += 1) {
    const { projector, letGo } = await heldUpInMidBatch(
      failing,
      organisations[killed % organisations.length]!,
      places[killed % places.length]!,
    );
    await failing.kill(projector);
    await letGo();
    await failing.startProjector();
    await everySlotIsHeld(failing);
  }
  const known = await load.finish();
  expect(known.acknowledged.length).toBeGreaterThan(times * 5);
  await expectNothingLost(failing, known);
};

/** Answers when every slot is held by a projector that lives. */
export const everySlotIsHeld = async ({ leases, projectors }: FailingCluster): Promise<void> => {
  await until('every slot is held by a projector that lives', async () => {
    const living = projectors().map(({ holder }) => holder);
    return (await leases()).every(({ holder, left }) => left > 0 && living.includes(holder ?? ''));
  });
};
