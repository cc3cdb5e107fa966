import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Database } from '#platform';
import { describeOnEachDatabase } from '#platform/testing';
import type { ReadTables } from '#read-models';
import { surgery, until, type Surgery } from './duty-clock.fixture.js';
import { DutyClockRuns, withoutDutyClock } from './without-clock.js';

describeOnEachDatabase('what is done while no duty clock runs', (make, dialect) => {
  let at: Surgery;
  let database: Database<ReadTables>;
  beforeEach(async () => {
    at = await surgery(make);
    database = at.database as unknown as Database<ReadTables>;
  });
  afterEach(() => at.close());

  it('is done once, and its answer and its failure are those of whoever asked', async () => {
    let times = 0;
    const work = () => Promise.resolve((times += 1));
    expect(await withoutDutyClock({ database, leaseSeconds: 1 }, work)).toBe(1);
    const failing = withoutDutyClock({ database, leaseSeconds: 1 }, () =>
      Promise.reject(new TypeError('no')),
    );
    await expect(failing).rejects.toThrow(TypeError);
    expect(times).toBe(1);
  });

  if (dialect === 'postgres') {
    it('is not done where a process runs the clock, and the clock waits where it was begun before', async () => {
      const running = at.run();
      await until(running.isHeld);
      const refused = withoutDutyClock({ database, leaseSeconds: 1 }, () => Promise.resolve());
      await expect(refused).rejects.toThrow(DutyClockRuns);
      await running.stop();
      const later = await withoutDutyClock({ database, leaseSeconds: 1 }, async () => {
        const waiting = at.run();
        await at.contact();
        await expect(
          Promise.race([
            until(waiting.isHeld),
            new Promise((resolve) => setTimeout(() => resolve('waits'), 300)),
          ]),
        ).resolves.toBe('waits');
        return waiting;
      });
      await until(later.isHeld);
      await until(async () => (await at.types()).includes('DeadlineSet'));
    });
  }
});
