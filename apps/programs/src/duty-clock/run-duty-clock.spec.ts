import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { describeOnEachDatabase } from '#platform/testing';
import type { Duties } from '#recording';
import { surgery, until, type RunningClock, type Surgery } from './duty-clock.fixture.js';

describeOnEachDatabase('the duty clock', (make, dialect) => {
  let at: Surgery;
  beforeEach(async () => {
    at = await surgery(make);
  });
  afterEach(() => at.close());

  const recorded = async (type: string): Promise<number> =>
    (await at.types()).filter((one) => one === type).length;
  /** Whether nothing is left to look at by now. */
  const settled = async (): Promise<boolean> => {
    const { looks } = await at.tables();
    const cases = new Set((await at.inLog()).map(({ header }) => header.caseId));
    return (
      looks.length === cases.size &&
      looks.every(
        ({ looked, moved, look_at }) =>
          looked !== null && looked >= moved && (look_at === null || look_at > at.clock.now()),
      )
    );
  };

  it('records the deadline that something sets, and keeps it among the open ones', async () => {
    at.run();
    const caseId = await at.contact();
    await until(async () => (await recorded('DeadlineSet')) === 1);
    await until(settled);
    const [, set] = await at.inLog();
    expect(await at.tables()).toEqual({
      looks: [expect.objectContaining({ case_id: caseId, look_at: '2010-11-04T00:00:00.000Z', failures: 0 })],
      open: [
        {
          ...{ set_id: set!.header.id, case_id: caseId, duty: 'referral-decision' },
          ...{ responsible: 'northbridge', responsible_function: 'children-services' },
          ...{ due: '2010-11-03T23:59:59.999Z', missed: 0 },
        },
      ],
    });
  });

  it('records that a deadline has passed when it passes, though nothing happens on the case', async () => {
    at.run();
    await at.contact();
    await until(settled);
    at.clock.setTo('2010-11-03T23:59:59.999Z');
    await until(settled);
    expect(await at.types()).toEqual(['ContactReceived', 'DeadlineSet']);
    at.clock.setTo('2010-11-04T00:00:00.000Z');
    await until(async () => (await recorded('DeadlineMissed')) === 1);
    await until(settled);
    const { open, looks } = await at.tables();
    expect([open.map(({ missed }) => missed), looks.map(({ look_at }) => look_at)]).toEqual([[1], [null]]);
  });

  it('records what passed while no process ran when one does, as missed at its own time', async () => {
    const first = at.run();
    await at.contact();
    await until(settled);
    await first.stop();
    await at.contact('2010-11-02');
    at.clock.setTo('2011-03-01T09:00:00.000Z');
    at.run();
    await until(async () => (await recorded('DeadlineMissed')) === 2);
    const missed = (await at.inLog()).filter(({ type }) => type === 'DeadlineMissed');
    for (const { header } of missed) {
      expect(header.occurred.slice(0, 10)).toBe('2010-11-04');
      expect(header.recordedAt).toBe('2011-03-01T09:00:00.000Z');
    }
  });

  it('comes to the same where its tables are lost, and records nothing twice', async () => {
    const first = at.run({ batchSize: 3 });
    for (let number = 0; number < 5; number += 1) await at.contact();
    await until(settled);
    at.clock.setTo('2010-11-05T09:00:00.000Z');
    await at.contact();
    await until(async () => (await recorded('DeadlineMissed')) === 5 && (await settled()));
    await first.stop();
    const before = await at.tables();
    const log = await at.inLog();
    for (const table of ['duty_checkpoint', 'duty_look', 'open_deadline'] as const)
      await at.database.writer.deleteFrom(table).execute();
    at.run({ batchSize: 2 });
    await until(settled);
    const { looks, open } = await at.tables();
    expect(open).toEqual(before.open);
    expect(looks.map(({ case_id, look_at }) => ({ case_id, look_at }))).toEqual(
      before.looks.map(({ case_id, look_at }) => ({ case_id, look_at })),
    );
    expect(await at.inLog()).toEqual(log);
  });

  it('begins again where the log is older than what it has followed', async () => {
    const first = at.run();
    await at.contact();
    await until(settled);
    await first.stop();
    const { open } = await at.tables();
    const beyond = `${'9'.repeat(20)}/${'9'.repeat(20)}` as never;
    await at.database.writer.updateTable('duty_checkpoint').set({ position: beyond }).execute();
    await at.database.writer.updateTable('open_deadline').set({ set_id: 'of another log' }).execute();
    const second = at.run();
    await until(() => second.alarms.length > 0);
    await until(settled);
    expect(second.alarms).toEqual([{ kind: 'duty-clock-begun-again' }]);
    expect((await at.tables()).open).toEqual(open);
  });

  it('tells of a case at which it cannot look, goes on with the others, and tries again', async () => {
    const unreadable = await at.contact();
    let broken = true;
    const duties = at.duties();
    const failing: Duties = {
      look: (caseId) =>
        broken && caseId === unreadable
          ? Promise.reject(Object.assign(new Error('Miriam O.'), { name: 'DataKeyMissing', code: 'gone' }))
          : duties.look(caseId),
    };
    const running = at.run({ duties: failing });
    const others = [await at.contact(), await at.contact()];
    await until(() => running.alarms.length > 0);
    await until(async () => (await recorded('DeadlineSet')) === others.length);
    expect(running.alarms[0]).toEqual({
      ...{ kind: 'duty-look-failed', caseId: unreadable, attempt: 1 },
      problem: { name: 'DataKeyMissing', code: 'gone' },
    });
    const waiting = async () =>
      (await at.tables()).looks.find(({ case_id }) => case_id === unreadable)?.failures;
    await until(async () => (await waiting()) === 1);
    broken = false;
    at.clock.setTo('2010-11-02T10:00:02.000Z');
    await until(async () => (await recorded('DeadlineSet')) === 3 && (await settled()));
    expect(await waiting()).toBe(0);
    expect(running.observed.filter(({ kind }) => kind === 'look-failed')).toHaveLength(1);
  });

  it('waits longer before each attempt at what fails again and again', async () => {
    await at.contact();
    const attempts: string[] = [];
    at.run({
      duties: {
        look: () => {
          attempts.push(at.clock.now());
          return Promise.reject(new Error('away'));
        },
      },
    });
    for (let number = 1; number <= 12; number += 1) {
      await until(() => attempts.length === number);
      await until(async () => (await at.tables()).looks[0]?.failures === number);
      const { look_at } = (await at.tables()).looks[0]!;
      const wait = Date.parse(look_at!) - Date.parse(at.clock.now());
      const whole = Math.min(300_000, 1_000 * 2 ** (number - 1));
      expect(wait).toBeLessThanOrEqual(whole);
      expect(wait).toBeGreaterThanOrEqual(whole / 2);
      at.clock.setTo(look_at!);
    }
  });

  it('loses nothing that comes while it looks', async () => {
    const duties = at.duties();
    let looked: () => void = () => undefined;
    let letGo: Promise<void> | null = new Promise((resolve) => (looked = resolve));
    const caseId = await at.contact();
    at.run({
      duties: {
        look: async (id) => {
          const look = await duties.look(id);
          const wait = letGo;
          letGo = null;
          await wait;
          return look;
        },
      },
    });
    await until(async () => (await recorded('DeadlineSet')) === 1);
    await at.contact('2010-11-02', caseId);
    await until(async () => (await at.tables()).looks.some(({ looked: last }) => last === null));
    // The second contact is followed while the first look has not been kept.
    const followed = async () =>
      (await at.database.reader.selectFrom('duty_look').select('moved').executeTakeFirst())?.moved;
    const contacts = (await at.inLog()).filter(({ type }) => type === 'ContactReceived');
    await until(async () => (await followed()) === contacts[1]!.position);
    looked();
    await until(async () => (await recorded('DeadlineSet')) === 2);
    await until(settled);
    expect((await at.tables()).open).toHaveLength(2);
  });

  it('records once and never back in time where its clock goes back a little', async () => {
    at.run();
    const caseId = await at.contact();
    await until(settled);
    at.clock.setTo('2010-11-04T00:00:00.005Z');
    await until(async () => (await recorded('DeadlineMissed')) === 1);
    at.clock.setTo('2010-11-03T23:59:58.000Z');
    await at.contact('2010-11-03', caseId);
    await until(async () => (await recorded('DeadlineSet')) === 2);
    at.clock.setTo('2010-11-04T00:00:01.000Z');
    await until(settled);
    const times = (await at.inLog()).map(({ header }) => header.recordedAt);
    expect(times).toEqual([...times].sort());
    expect(await recorded('DeadlineMissed')).toBe(1);
  });

  it('records once that an emergency access ran out, and tries again where that fails', async () => {
    const ended: string[] = [];
    let attempts = 0;
    const running = at.run({
      accesses: {
        runOut: (now) => Promise.resolve(now < '2010-11-02T14:00:00.000Z' ? [] : ['one', 'other']),
        end: (id) => {
          if (id === 'other' && (attempts += 1) === 1) return Promise.reject(new TypeError('away'));
          ended.push(id);
          return Promise.resolve();
        },
      },
    });
    await until(running.isHeld);
    expect(ended).toEqual([]);
    at.clock.setTo('2010-11-02T14:00:00.000Z');
    await until(() => running.alarms.length === 1);
    expect(running.alarms).toEqual([
      { kind: 'access-end-failed', attempt: 1, problem: { name: 'TypeError', code: null } },
    ]);
    at.clock.setTo('2010-11-02T14:00:02.000Z');
    await until(() => ended.length === 2);
    expect(ended).toEqual(['one', 'other']);
  });

  it('looks at cases as they are marked, and not again for what it recorded itself', async () => {
    const running = at.run();
    for (let number = 0; number < 10; number += 1) await at.contact();
    await until(settled);
    const looks = running.observed.filter(({ kind }) => kind === 'looked');
    expect(looks.length).toBeLessThanOrEqual(20);
    expect(await recorded('DeadlineSet')).toBe(10);
  });

  if (dialect === 'postgres') {
    it('works in one process at a time, and another takes over within seconds when that one dies', async () => {
      const lost = await at.another();
      const one = at.run({ database: lost });
      await until(one.isHeld);
      const other: RunningClock = at.run();
      await at.contact();
      await until(settled);
      expect(other.observed).toEqual([]);
      await lost.close();
      await at.contact();
      await until(async () => (await recorded('DeadlineSet')) === 2);
      expect(other.isHeld()).toBe(true);
    });

    it('records once where two that do not know of each other look at the same cases', async () => {
      const cases = [];
      for (let number = 0; number < 20; number += 1) cases.push(await at.contact());
      const [one, other] = [at.duties(), at.duties()];
      await Promise.all(cases.flatMap((caseId) => [one.look(caseId), other.look(caseId)]));
      at.run();
      await until(settled);
      expect(await recorded('DeadlineSet')).toBe(20);
    });
  }
});
