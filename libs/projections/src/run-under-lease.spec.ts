import { setTimeout as after } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import {
  LeaseLost,
  runUnderLease,
  type HeldLease,
  type ProjectionTables,
  type RunUnderLeaseOptions,
} from '#projections';
import { describeOnEachDatabase } from '#platform/testing';
import { workshop, type Workshop } from './projections.fixture.js';

type Held = HeldLease<ProjectionTables>;

const untilStopped = ({ signal }: Held): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

describeOnEachDatabase('work under a lease', (make, dialect) => {
  let shop: Workshop;
  let ends: (() => Promise<void>)[];
  beforeEach(async () => {
    shop = await workshop(make);
    ends = [];
  });
  afterEach(async () => {
    for (const end of ends) await end();
    await shop.close();
  });

  const run = (more: Partial<RunUnderLeaseOptions<ProjectionTables>> = {}) => {
    const begun: Held[] = [];
    const failures: string[] = [];
    const stopping = new AbortController();
    const running = runUnderLease({
      database: shop.database,
      name: 'watch',
      leaseSeconds: 1,
      signal: stopping.signal,
      work: (held) => {
        begun.push(held);
        return untilStopped(held);
      },
      onFailure: ({ problem }) => failures.push(problem.name),
      ...more,
    });
    const stop = async () => {
      stopping.abort();
      await running.stopped;
    };
    ends.push(stop);
    return { begun, failures, running, stop };
  };
  const until = async (isSo: () => boolean): Promise<void> => {
    const deadline = Date.now() + 15_000;
    while (!isSo()) {
      if (Date.now() > deadline) throw new Error('It was not so in time.');
      await after(5);
    }
  };
  const commits = (held: Held) => shop.inTransaction((transaction) => held.hold(transaction));

  it('is done by whoever has the lease, until it is told to stop', async () => {
    const one = run();
    await until(() => one.running.isHeld());
    await commits(one.begun[0]!);
    await one.stop();
    expect(one.begun[0]!.signal.aborted).toBe(true);
    expect(one.running.isHeld()).toBe(false);
    await expect(commits(one.begun[0]!)).rejects.toThrow(LeaseLost);
  });

  it('is begun again after it failed, and each failure is told by its class alone', async () => {
    let attempts = 0;
    const one = run({
      work: (held) => {
        attempts += 1;
        return attempts < 3 ? Promise.reject(new TypeError('Miriam O.')) : untilStopped(held);
      },
    });
    await until(() => attempts === 3);
    expect(one.failures).toEqual(['TypeError', 'TypeError']);
    await until(() => one.running.isHeld());
  });

  it('is begun anew by the next process on the same database, when the first has stopped', async () => {
    const one = run();
    await until(() => one.running.isHeld());
    await one.stop();
    const other = run();
    await until(() => other.running.isHeld());
    await commits(other.begun[0]!);
    await expect(commits(one.begun[0]!)).rejects.toThrow(LeaseLost);
  });

  if (dialect === 'postgres') {
    it('is done by one at a time, and by another at once when that one stops', async () => {
      const one = run({ leaseSeconds: 30 });
      await until(() => one.running.isHeld());
      const other = run({ leaseSeconds: 30, database: await shop.another() });
      await after(100);
      expect(other.begun).toEqual([]);
      await one.stop();
      const since = Date.now();
      await until(() => other.running.isHeld());
      expect(Date.now() - since).toBeLessThan(3_000);
    });

    it('goes to another within its time when the one that does it answers no more, who then commits nothing', async () => {
      const lost = await shop.another();
      const one = run({ database: lost });
      await until(() => one.running.isHeld());
      const other = run();
      await lost.close();
      await until(() => other.running.isHeld());
      await expect(commits(one.begun[0]!)).rejects.toThrow(LeaseLost);
      await commits(other.begun[0]!);
    });
  }
});
