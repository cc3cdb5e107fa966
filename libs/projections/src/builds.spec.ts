import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Position } from '#event-store';
import { describeOnEachDatabase } from '#platform/testing';
import { setUpProjectionTables } from '#projections';
import {
  beginBuild,
  buildsOf,
  CheckpointMoved,
  claimBuilds,
  dropBuild,
  holdBuild,
  LeaseLost,
  moveCheckpoint,
  swapBuilds,
  type Build,
} from './builds.js';
import { setUpLease } from './leases.js';
import { counting, workshop, type Workshop } from './projections.fixture.js';

const at = (place: number): Position => String(place) as Position;
const slot = { projection: 'counting', slot: 0, slots: 1 };

describeOnEachDatabase('the checkpoint of a build', (make) => {
  let shop: Workshop;
  let build: Build;
  const transaction: Workshop['inTransaction'] = (work) => shop.inTransaction(work);
  const stored = async () => (await buildsOf(shop.database.writer, slot)).map(({ position }) => position);
  beforeEach(async () => {
    shop = await workshop(make);
    await setUpProjectionTables(shop.database);
    await setUpLease(shop.database.writer, slot);
    build = await transaction((one) => beginBuild(one, slot, counting().of(slot), 1));
  });
  afterEach(() => shop.close());

  it('moves for whoever holds the lease, from where it is, and only forward', async () => {
    await transaction((one) => moveCheckpoint(one, build, 1, { from: null, to: at(2), events: 3 }));
    expect(await stored()).toEqual(['2']);
    const from = (position: Position | null) =>
      transaction((one) => moveCheckpoint(one, build, 1, { from: position, to: at(3), events: 1 }));
    await expect(from(at(1))).rejects.toThrow(CheckpointMoved);
    await expect(from(null)).rejects.toThrow(CheckpointMoved);
    await expect(from(at(4))).rejects.toThrow(RangeError);
    await from(at(2));
    expect((await buildsOf(shop.database.writer))[0]!.eventsTaken).toBe(4);
  });

  it('does not move for whoever held the lease before, although it is where that left it', async () => {
    await transaction((one) => claimBuilds(one, slot, 2));
    const move = { from: null, to: at(2), events: 1 };
    await expect(transaction((one) => moveCheckpoint(one, build, 1, move))).rejects.toThrow(LeaseLost);
    await expect(transaction((one) => holdBuild(one, build, 1))).rejects.toThrow(LeaseLost);
    await expect(transaction((one) => claimBuilds(one, slot, 1))).rejects.toThrow(LeaseLost);
    expect(await stored()).toEqual([null]);
    await transaction((one) => moveCheckpoint(one, build, 2, move));
  });

  it('is not begun anew by whoever held the lease before, although there is nothing that it could find taken', async () => {
    await transaction((one) => dropBuild(one, build));
    expect(await transaction((one) => claimBuilds(one, slot, 2))).toEqual([]);
    await expect(transaction((one) => claimBuilds(one, slot, 1))).rejects.toThrow(LeaseLost);
  });

  it('of what readers are given is never behind that of what they had, and the old build is nobody’s then', async () => {
    expect(await transaction((one) => swapBuilds(one, null, build, 1))).toBe(true);
    await transaction((one) => moveCheckpoint(one, build, 1, { from: null, to: at(5), events: 5 }));
    const next = await transaction((one) => beginBuild(one, slot, counting().of(slot), 1));
    await transaction((one) => moveCheckpoint(one, next, 1, { from: null, to: at(4), events: 4 }));
    expect(await transaction((one) => swapBuilds(one, build, next, 1))).toBe(false);
    await transaction((one) => moveCheckpoint(one, next, 1, { from: at(4), to: at(5), events: 1 }));
    await expect(transaction((one) => swapBuilds(one, build, next, 0))).rejects.toThrow(LeaseLost);
    expect(await transaction((one) => swapBuilds(one, build, next, 1))).toBe(true);
    const late = { from: at(5), to: at(6), events: 1 };
    await expect(transaction((one) => moveCheckpoint(one, build, 1, late))).rejects.toThrow(LeaseLost);
    await transaction((one) => dropBuild(one, build));
    expect(await shop.builds()).toMatchObject({
      builds: [{ namespace: next.namespace, state: 'current', position: '5' }],
      namespaces: [next.namespace],
    });
  });
});
