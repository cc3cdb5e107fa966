import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describeOnEachDatabase } from '#platform/testing';
import { slotOf } from '#projections';
import { counting, patiently, read, workshop, type Runner, type Workshop } from './projections.fixture.js';

const inFour = () => counting({}, 4);
const slots = ['counting-0', 'counting-1', 'counting-2', 'counting-3'];
const streams = Array.from({ length: 12 }, (_, number) => `case-${number}`);

const until = async (come: () => boolean, milliseconds = 15_000): Promise<number> => {
  const began = Date.now();
  while (!come()) {
    if (Date.now() - began > milliseconds) throw new Error('It did not come to pass.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return Date.now() - began;
};

describe('the slot of an organisation', () => {
  it('is the same for ever, and the slots are much alike in size', () => {
    expect(['northbridge', 'riverside', 'lantern'].map((key) => slotOf(key, 4))).toEqual([2, 1, 2]);
    const counts = [0, 0, 0, 0];
    for (let number = 0; number < 4_000; number += 1) counts[slotOf(`organisation-${number}`, 4)]! += 1;
    for (const count of counts) expect(count).toBeGreaterThan(900);
  });
});

describeOnEachDatabase('a runner', (make, dialect) => {
  let shop: Workshop;
  beforeEach(async () => {
    shop = await workshop(make);
  });
  afterEach(() => shop.close());

  it('that is alone holds every slot, and together they hold everything', async () => {
    const { running, alarms } = shop.run(inFour());
    for (const stream of streams) await shop.appendSome(3, stream);
    expect(await shop.progress.waitFor(await shop.store().head(), patiently)).toBe(true);
    expect(running.held()).toEqual(slots);
    expect((await read(shop.database)).types).toEqual(await shop.recorded());
    expect(alarms).toEqual([]);
  });

  it('that stops gives back what it held, and the next one has it at once', async () => {
    const first = shop.run(inFour(), { leaseSeconds: 60 });
    await until(() => first.running.held().length === 4);
    await first.stop();
    const second = shop.run(inFour(), { leaseSeconds: 60 });
    await until(() => second.running.held().length === 4);
    await shop.appendSome(3);
    expect(await shop.progress.waitFor(await shop.store().head(), patiently)).toBe(true);
  });

  // A file has one process at a time, so there is nobody to share with.
  if (dialect === 'sqlite') return;

  const fairly = (...runners: readonly Runner[]) =>
    until(() => {
      const held = runners.flatMap(({ running }) => running.held());
      return new Set(held).size === 4 && runners.every(({ running }) => running.held().length === 2);
    });

  it('shares: two hold two slots of four each, and every event is taken in once', async () => {
    const first = shop.run(inFour(), { leaseSeconds: 1 });
    await until(() => first.running.held().length === 4);
    const second = shop.run(inFour(), { leaseSeconds: 1, database: await shop.another() });
    for (const stream of streams) await shop.appendSome(2, stream);
    await fairly(first, second);
    for (const stream of streams) await shop.appendSome(2, stream);
    expect(await shop.progress.waitFor(await shop.store().head(), patiently)).toBe(true);
    expect((await read(shop.database)).types).toEqual(await shop.recorded());
    expect([...first.alarms, ...second.alarms]).toEqual([]);
  });

  it('takes over from one that died within its lease and a second', async () => {
    const leaseSeconds = 1;
    const other = await shop.another();
    const dying = shop.run(inFour(), { leaseSeconds, database: other });
    await until(() => dying.running.held().length === 4);
    const second = shop.run(inFour(), { leaseSeconds });
    await fairly(dying, second);
    // As by kill -9: nothing is given back.
    await other.close();
    for (const stream of streams) await shop.appendSome(2, stream);
    const milliseconds = await until(() => second.running.held().length === 4);
    expect(milliseconds).toBeLessThan(leaseSeconds * 1_000 + 1_000);
    expect(await shop.progress.waitFor(await shop.store().head(), patiently)).toBe(true);
    expect((await read(shop.database)).types).toEqual(await shop.recorded());
  });

  it('writes nothing when it wakes after its lease has gone, and what it held up is taken in once', async () => {
    const plain = counting().of({ projection: 'counting', slot: 0, slots: 1 });
    let isHeld = false;
    let wake: () => void = () => undefined;
    const paused = new Promise<void>((resolve) => (wake = resolve));
    const pausing = counting({
      apply: async (transaction, events) => {
        await plain.apply(transaction, events);
        if (!events.some(({ type }) => type === 'Pause')) return;
        isHeld = true;
        await paused;
      },
    });
    const first = shop.run(pausing, { leaseSeconds: 1, database: await shop.another() });
    await shop.progress.waitFor(await shop.append('one'), patiently);
    // Paused as a whole: its leases are not renewed either.
    const position = await shop.append('Pause');
    await until(() => isHeld);
    await shop.database.writer.updateTable('projection_lease').set({ expires_at: 0 }).execute();
    const second = shop.run(counting(), { leaseSeconds: 1 });
    expect(await shop.progress.waitFor(position, patiently)).toBe(true);
    wake();
    expect(await shop.progress.waitFor(await shop.append('after'), patiently)).toBe(true);
    expect((await read(shop.database)).types).toEqual(['one', 'Pause', 'after']);
    await until(() => first.running.held().length + second.running.held().length === 1);
    const [build] = (await shop.builds()).builds;
    expect(build!.events_taken).toBe(3);
  });

  it('is followed by readers in another process, also where no word comes through', async () => {
    const other = await shop.another();
    const deaf = {
      ...other,
      notifications: { ...other.notifications, listen: () => Promise.resolve(() => Promise.resolve()) },
    };
    const elsewhere = shop.progressOf(shop.store(), other);
    const without = shop.progressOf(shop.store(), deaf);
    shop.run(counting());
    expect(await elsewhere.waitFor(null, patiently)).toBe(true);
    const waits = [elsewhere, without].map((progress) => async (type: string) => {
      const began = Date.now();
      expect(await progress.waitFor(await shop.append(type), patiently)).toBe(true);
      return Date.now() - began;
    });
    const told: number[] = [];
    for (let round = 0; round < 5; round += 1) told.push(await waits[0]!('told'));
    // The quickest tells that word comes; a poll would take a quarter of a second each time.
    expect(Math.min(...told)).toBeLessThan(150);
    expect(await waits[1]!('unheard')).toBeLessThan(5_000);
    expect(await elsewhere.lag()).toMatchObject([{ slot: 0, events: 0, since: null, seconds: 0 }]);
  });
});
