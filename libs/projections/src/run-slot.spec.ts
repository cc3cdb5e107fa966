import { setImmediate as immediately } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventStore, Position } from '#event-store';
import { describeOnEachDatabase } from '#platform/testing';
import {
  NoSuchProjection,
  outcomeOfRetry,
  park,
  parkedIn,
  rebuildProgress,
  requestRebuild,
  requestRetry,
  setUpProjectionTables,
  unpark,
  ViewNotReady,
  type DividedProjection,
  type ProjectionAlarm,
} from '#projections';
import { counting, countingAs, read, workshop, type Read, type Workshop } from './projections.fixture.js';
import { setUpLease } from './leases.js';
import { runSlot, type RunningSlot } from './run-slot.js';

const slot = { projection: 'counting', slot: 0, slots: 1 };

/** Waits for what a runner does in its own time. */
const until = async (come: () => Promise<boolean> | boolean): Promise<void> => {
  for (let tries = 0; tries < 2_000; tries += 1) {
    if (await come()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('It did not come to pass.');
};

describeOnEachDatabase('a slot', (make, dialect) => {
  let shop: Workshop;
  beforeEach(async () => {
    shop = await workshop(make);
  });
  afterEach(() => shop.close());

  const settled = (version?: number): Promise<boolean> => shop.settled(version);
  const rebuilt = () => until(async () => (await rebuildProgress(shop.database)).every(({ done }) => done));
  const onlyOneBuild = () =>
    until(async () => {
      const { builds, namespaces } = await shop.builds();
      return builds.length === 1 && namespaces.length === 1 && builds[0]!.namespace === namespaces[0];
    });

  /** Reads again and again until told to stop; answers everything that was read, and the longest that anybody waited. */
  const readers = (how: number) => {
    let stopped = false;
    let longest = 0;
    const seen: Read[][] = [];
    const all = Array.from({ length: how }, async (_, index) => {
      seen[index] = [];
      while (!stopped) {
        const began = performance.now();
        seen[index].push(await read(shop.database, 'any'));
        longest = Math.max(longest, performance.now() - began);
        // A file answers in the same turn of the event loop, which others need too.
        await immediately();
      }
    });
    return async () => {
      stopped = true;
      await Promise.all(all);
      return { seen, longest };
    };
  };

  /** What was read is the log up to where the view says that it is, and nobody goes back. */
  const expectWhole = (seen: readonly (readonly Read[])[], all: readonly string[]) => {
    for (const reads of seen) {
      let before = 0;
      for (const { types, places, positions } of reads) {
        expect(types).toEqual(all.slice(0, types.length));
        expect(places.at(-1)).toBe(positions[0]);
        expect(types.length).toBeGreaterThanOrEqual(before);
        before = types.length;
      }
    }
  };

  it('is built again beside what is read, while the log grows, and no reader ever sees less, or half of each', async () => {
    await shop.appendSome(40);
    const { alarms, observed } = shop.run(counting());
    expect(await settled()).toBe(true);
    const stopReading = readers(3);
    for (let round = 0; round < 2; round += 1) {
      await requestRebuild(shop.database, 'counting');
      let over = false;
      const done = rebuilt().finally(() => (over = true));
      for (let more = 0; more < 20 && !over; more += 1) {
        await shop.appendSome(3);
        await immediately();
      }
      await done;
    }
    expect(await settled()).toBe(true);
    const { seen, longest } = await stopReading();
    const all = await shop.recorded();
    expectWhole(seen, all);
    expect((await read(shop.database)).types).toEqual(all);
    expect(observed.filter(({ kind }) => kind === 'swapped')).toHaveLength(3);
    expect(alarms).toEqual([]);
    // Readers wait for a swap no longer than for a busy machine.
    expect(longest).toBeLessThan(1_000);
    await onlyOneBuild();
  });

  it('is built beside the old one by a new version, and read as it was until that is level', async () => {
    const told = await shop.appendSome(9);
    const first = shop.run(countingAs(1));
    expect(await settled()).toBe(true);
    await first.stop();
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const later = await shop.appendSome(1);
    const store = shop.store();
    const slow: EventStore = {
      ...store,
      subscribe: async function* (subscription) {
        for await (const delivery of store.subscribe({ ...subscription, batchSize: 3 })) {
          if (delivery.kind === 'events' && delivery.events.some(({ type }) => type === later[0])) await held;
          yield delivery;
        }
      },
    };
    const second = shop.run(countingAs(2), { store: slow });
    await until(async () => ((await rebuildProgress(shop.database))[0]?.taken ?? 0) >= 6);
    expect((await read(shop.database)).types).toEqual(told.map((type) => `${type} by 1`));
    expect(await rebuildProgress(shop.database)).toMatchObject([{ slot: 0, done: false, of: 9 }]);
    expect(await shop.progress.lag()).toMatchObject([{ events: 1 }]);
    await expect(read(shop.database, 2)).rejects.toBeInstanceOf(ViewNotReady);
    goOn();
    expect(await settled(2)).toBe(true);
    expect((await read(shop.database, 2)).types).toEqual([...told, ...later].map((type) => `${type} by 2`));
    // The older reader would take the newer tables for those that it knows.
    await expect(read(shop.database, 1)).rejects.toBeInstanceOf(ViewNotReady);
    expect(await shop.progress.waitFor(null, { timeoutMs: 0 })).toBe(false);
    expect(await shop.progress.lag()).toMatchObject([{ slot: null, events: 10 }]);
    expect(second.alarms).toEqual([]);
    await onlyOneBuild();
  });

  it('goes on with a rebuild that was interrupted, and does not begin it again', async () => {
    await shop.appendSome(20);
    const first = shop.run(counting());
    expect(await settled()).toBe(true);
    await first.stop();
    await requestRebuild(shop.database, 'counting');
    await requestRebuild(shop.database, 'counting');
    let taken = 0;
    const plain = counting().of(slot);
    const failing = counting({
      apply: async (transaction, events) => {
        taken += events.length;
        if (taken > 10) throw new Error('out of luck');
        await plain.apply(transaction, events);
      },
    });
    const second = shop.run(failing);
    await until(() => second.alarms.length > 1);
    await second.stop();
    const before = await shop.builds();
    const next = before.builds.find(({ state }) => state === 'next')!;
    expect(next.events_taken).toBe(9);
    const third = shop.run(counting());
    await rebuilt();
    expect((await shop.builds()).builds.find(({ state }) => state === 'current')!.namespace).toBe(
      next.namespace,
    );
    expect((await read(shop.database)).types).toEqual(await shop.recorded());
    expect(third.alarms).toEqual([]);
    await onlyOneBuild();
  });

  it('is not asked to rebuild what there is not', async () => {
    await expect(requestRebuild(shop.database, 'counting')).rejects.toThrow(NoSuchProjection);
  });

  /** A projection that parks events of the type `Poison` until it is told that they can be read. */
  const picky = (readable: () => boolean, first: Position): DividedProjection => {
    const plain = counting().of(slot);
    return counting({
      apply: async (transaction, events) => {
        for (const event of events) {
          const { stream: group, position, type } = event;
          const problem = { name: 'Poisoned', code: 'type' };
          const parkedAt = '2010-01-01T00:00:00.000Z';
          if (type === 'Poison') await park(transaction as never, { group, position, problem, parkedAt });
          else await plain.apply(transaction, [event]);
        }
      },
      retry: async (transaction, group) => {
        if (!readable()) throw Object.assign(new Error('a child was named here'), { code: 'type' });
        await unpark(transaction as never, group);
        await transaction.insertInto('counted').values({ place: first, type: 'Poison' }).execute();
      },
    });
  };

  it('says which groups are parked, tries one again when it is asked to, and says what came of it', async () => {
    let readable = false;
    const before = await shop.append('read', 'access-a');
    shop.run(picky(() => readable, before));
    await shop.append('one', 'case-a');
    await shop.append('Poison', 'case-b');
    expect(await settled()).toBe(true);
    expect(await parkedIn(shop.database)).toMatchObject([
      { projection: 'counting', slot: 0, group: 'case-b', problem: { name: 'Poisoned', code: 'type' } },
    ]);
    const outcome = async (group: string) => {
      const id = await requestRetry(shop.database, slot, group);
      await until(async () => (await outcomeOfRetry(shop.database, id)).outcome !== 'waits');
      return outcomeOfRetry(shop.database, id);
    };
    expect(await outcome('case-b')).toEqual({
      outcome: 'still-fails',
      problem: { name: 'Error', code: 'type' },
    });
    expect(await parkedIn(shop.database)).toHaveLength(1);
    expect(await outcome('case-a')).toEqual({ outcome: 'not-parked' });
    readable = true;
    expect(await outcome('case-b')).toEqual({ outcome: 'retried' });
    expect(await parkedIn(shop.database)).toEqual([]);
    expect((await read(shop.database)).types).toEqual(['Poison', 'one']);
    expect(await outcome('case-b')).toEqual({ outcome: 'not-parked' });
  });

  type Step =
    | { readonly what: 'append'; readonly count: number }
    | { readonly what: 'take-over' | 'rebuild' | 'stop' | 'new-version' | 'wait' }
    | { readonly what: 'fail'; readonly after: boolean };

  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ what: fc.constant('append' as const), count: fc.integer({ min: 1, max: 6 }) }),
    fc.record({ what: fc.constantFrom('take-over', 'rebuild', 'stop', 'new-version', 'wait') }),
    fc.record({ what: fc.constant('fail' as const), after: fc.boolean() }),
  );

  it('holds what one pass over the log gives, however runners come, go, fail and take over, and builds are swapped', async () => {
    let fence = 0;
    let version = 1;
    await setUpProjectionTables(shop.database);
    await setUpLease(shop.database.writer, slot);
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (steps, batchSize) => {
          const runners: { readonly running: RunningSlot; readonly stop: AbortController }[] = [];
          const failures: { readonly after: boolean }[] = [];
          const alarms: ProjectionAlarm[] = [];
          const sabotaged = (of: number): DividedProjection => {
            const plain = countingAs(of).of(slot);
            return countingAs(of, {
              apply: async (transaction, events) => {
                // As killed before or after it has written, and in either case before the commit.
                const failure = failures.pop();
                if (failure?.after !== false) await plain.apply(transaction, events);
                if (failure !== undefined) throw new Error('killed');
              },
            });
          };
          // Those who came before are not told: they go on until the fence stops them, as a process that was paused does.
          const takeOver = () => {
            const stop = new AbortController();
            const running = runSlot({
              ...{
                store: shop.store(),
                database: shop.database,
                slot,
                batchSize,
                rebuildBatchSize: batchSize,
              },
              ...{ fence: (fence += 1), divided: sabotaged(version), signal: stop.signal },
              onAlarm: (alarm) => alarms.push(alarm),
              observe: () => undefined,
            });
            runners.push({ running, stop });
          };
          const stopReading = (await shop.builds()).builds.some(({ state }) => state === 'current')
            ? readers(1)
            : null;
          takeOver();
          for (const one of steps) {
            if (one.what === 'append') await shop.appendSome(one.count);
            if (one.what === 'take-over') takeOver();
            if (one.what === 'fail') failures.push(one);
            if (one.what === 'stop') runners.at(-1)!.stop.abort();
            if (one.what === 'new-version') {
              version += 1;
              takeOver();
            }
            if (one.what === 'rebuild' && (await shop.builds()).builds.length > 0) {
              await requestRebuild(shop.database, 'counting');
              runners.at(-1)!.running.lookAtRequests();
            }
            if (one.what === 'wait') await new Promise((resolve) => setTimeout(resolve, 3));
          }
          takeOver();
          expect(await settled(version)).toBe(true);
          const stripped = (types: readonly string[]) => types.map((type) => type.replace(/ by \d+$/, ''));
          const all = [...(await shop.recorded())];
          await until(async () => {
            const { types } = await read(shop.database, version);
            return types.every((type) => type.endsWith(` by ${version}`)) && types.length === all.length;
          });
          // Whoever was taken over learns of it by the next event at the latest, and writes nothing any more.
          const more = await shop.appendSome(1);
          expect(await settled(version)).toBe(true);
          // Nothing but what was made to fail: above all no view is taken away from readers.
          expect(alarms.filter(({ kind }) => kind !== 'stalled')).toEqual([]);
          const endings = await Promise.all(runners.slice(0, -1).map(({ running }) => running.stopped));
          expect(endings.filter((how) => how === 'newer-version')).toEqual([]);
          runners.at(-1)!.stop.abort();
          expect(await runners.at(-1)!.running.stopped).toBe('stopped');
          all.push(...more);
          expect(stripped((await read(shop.database, version)).types)).toEqual(all);
          const read1 = await stopReading?.();
          expectWhole(
            (read1?.seen ?? []).map((reads) => reads.map((one) => ({ ...one, types: stripped(one.types) }))),
            all,
          );
        },
      ),
      { numRuns: dialect === 'sqlite' ? 25 : 5 },
    );
    // Slow machines are many.
  }, 150_000);
});
