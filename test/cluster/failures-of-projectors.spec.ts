import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openKurrentDbEventStore } from '#event-store';
import { postgresServer } from '#platform/testing';
import { killWhatIsLeft } from '../crash/program.fixture.js';
import { leaseSeconds, startFailingCluster, until, type FailingCluster } from './failing.fixture.js';
import { everySlotIsHeld, killInMidBatch } from './killed-projectors.fixture.js';
import { heldUpInMidBatch } from './mid-batch.fixture.js';
import { databaseAway, expectNothingLost, expectSaidOnly, viewsAreLevel } from './whole.fixture.js';

const described = postgresServer === undefined ? describe.skip : describe;

described('projectors that fail while agencies record and read (needs POSTGRES_URL)', () => {
  let failing: FailingCluster;
  beforeAll(async () => {
    failing = await startFailingCluster();
  }, 300_000);
  beforeEach(() => failing.inOrder(), 120_000);
  afterAll(async () => {
    await failing.close();
    killWhatIsLeft();
  }, 60_000);

  it('killed in mid-batch five times, at each place in a batch, they leave the views as the log has them', async () => {
    await killInMidBatch(failing, 5);
    expectSaidOnly(failing, []);
  }, 300_000);

  it('killed one of two, its slots are taken over in seconds, and the views are whole again', async () => {
    const load = failing.load();
    await load.acknowledgements(20);
    await everySlotIsHeld(failing);
    const store = await openKurrentDbEventStore({ url: failing.cluster.logUrl });
    const began = performance.now();
    const seconds = () => (performance.now() - began) / 1_000;
    await failing.kill(failing.projectors()[0]!);
    await everySlotIsHeld(failing);
    const taken = seconds();
    await viewsAreLevel(failing, store);
    const whole = seconds();
    await store.close();
    process.stdout.write(
      `one of two projectors killed: its slots were taken over after ${taken.toFixed(1)} s, and the views were whole ` +
        `after ${whole.toFixed(1)} s (leases of ${leaseSeconds} s)\n`,
    );
    expect(taken).toBeLessThan(leaseSeconds + 3);
    await expectNothingLost(failing, await load.finish());
    expectSaidOnly(failing, []);
  }, 300_000);

  it.each([
    ['in the midst of a batch', 'checkpoint'],
    ['at any moment', null],
  ] as const)(
    'paused %s until its slots are another’s, one writes nothing when it wakes, and shares again',
    async (_, place) => {
      const load = failing.load();
      await load.acknowledgements(20);
      const heldUp = place === null ? null : await heldUpInMidBatch(failing, 'southquay', place);
      const paused = heldUp?.projector ?? failing.projectors()[0]!;
      const other = failing.projectors().find((one) => one !== paused)!;
      const held = (await failing.leases()).filter(({ holder }) => holder === paused.holder);
      process.kill(paused.program.pid, 'SIGSTOP');
      await heldUp?.letGo();
      await until('the other holds every slot', async () =>
        (await failing.leases()).every(({ holder }) => holder === other.holder),
      );
      const before = load.acknowledged();
      await load.acknowledgements(before + 20);
      const store = await openKurrentDbEventStore({ url: failing.cluster.logUrl });
      await viewsAreLevel(failing, store);
      await store.close();
      process.kill(paused.program.pid, 'SIGCONT');
      await until('the one that was paused holds slots again', async () =>
        (await failing.leases()).some(({ holder }) => holder === paused.holder),
      );
      await expectNothingLost(failing, await load.finish());
      const fences = new Map(
        (await failing.leases()).map(({ projection, slot, fence }) => [`${projection}-${slot}`, fence]),
      );
      for (const { projection, slot, fence } of held)
        expect(fences.get(`${projection}-${slot}`)).toBeGreaterThan(fence);
      expectSaidOnly(failing, databaseAway);
    },
    300_000,
  );
});
