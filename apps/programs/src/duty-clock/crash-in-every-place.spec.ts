import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { typesThatMoveClocks } from '#casework';
import type { EventStore } from '#event-store';
import type { HeldLease } from '#projections';
import { describeOnEachDatabase } from '#platform/testing';
import { surgery, until, type Surgery } from './duty-clock.fixture.js';
import { followLog } from './follow-log.js';
import { lookWhenDue } from './look-when-due.js';
import { setUpDutyTables, type DutyTables } from './tables.js';

/** The process ended here. */
class Crashed extends Error {
  override readonly name = 'Crashed';
}

const forEver = new Promise<never>(() => undefined);

/**
 * One life of the process that runs the clock. It ends at a step by its number: within a transaction, which is then undone;
 * after one that was committed; before an append, or after it when nobody has heard yet that it was done. Nothing that it
 * has begun goes on after that. Answers whether it lived until there was nothing more to do.
 */
const oneLife = async (at: Surgery, endsAt: number): Promise<boolean> => {
  const stopping = new AbortController();
  let steps = 0;
  let end: () => void = () => undefined;
  const ended = new Promise<'ended'>((resolve) => (end = () => resolve('ended')));
  const isOver = (): boolean => {
    if (stopping.signal.aborted) return true;
    steps += 1;
    if (steps !== endsAt) return false;
    stopping.abort();
    end();
    return true;
  };
  const step = async (): Promise<void> => {
    if (isOver()) await forEver;
  };
  const held: HeldLease<DutyTables> = {
    signal: stopping.signal,
    hold: () => (isOver() ? Promise.reject(new Crashed()) : Promise.resolve()),
  };
  const store: EventStore = {
    ...at.store,
    append: async (...given) => {
      await step();
      const appended = await at.store.append(...given);
      await step();
      return appended;
    },
  };
  const parts = [
    followLog({
      ...{ store, database: at.database, clock: at.clock, held, types: typesThatMoveClocks, batchSize: 2 },
      directoryAt: () => Promise.resolve(true),
      onMarked: () => {
        if (isOver()) throw new Crashed();
      },
      onBegunAgain: () => undefined,
    }),
    lookWhenDue({
      ...{ database: at.database, duties: at.duties(store), clock: at.clock, held, askEvery: 5 },
      untilMarked: () => new Promise((resolve) => setTimeout(resolve, 2)),
      onLooked: () => {
        if (isOver()) throw new Crashed();
      },
      onFailed: ({ problem }) => {
        if (problem.name !== 'Crashed') throw new Error(problem.name);
      },
    }),
  ].map((part) =>
    part.catch((problem: unknown) => {
      if (!(problem instanceof Crashed)) throw problem;
    }),
  );
  const done = until(async () => stopping.signal.aborted || (await isDone(at))).then(() => 'done' as const);
  const how = await Promise.race([ended, done]);
  stopping.abort();
  // What hangs in a step hangs for ever; a transaction that was begun is over when another can be had.
  await Promise.race([Promise.all(parts), new Promise((resolve) => setTimeout(resolve, 20))]);
  return how === 'done';
};

const isDone = async (at: Surgery): Promise<boolean> => {
  const { looks } = await at.tables();
  const cases = new Set((await at.inLog()).map(({ stream }) => stream));
  const followed = await at.database.reader.selectFrom('duty_checkpoint').selectAll().executeTakeFirst();
  return (
    looks.length === cases.size &&
    followed?.position === (await at.inLog()).at(-1)!.position &&
    looks.every(
      ({ look_at, looked, moved }) =>
        looked !== null && looked >= moved && (look_at === null || look_at > at.clock.now()),
    )
  );
};

describeOnEachDatabase('a process that ends in the middle of the work of the duty clock', (make) => {
  let at: Surgery;
  beforeEach(async () => {
    at = await surgery(make);
    await setUpDutyTables(at.database);
  });
  afterEach(() => at.close());

  const outcome = async () =>
    (await at.inLog())
      .map(({ header }) => `${header.type} ${header.id} ${header.occurred}`)
      .filter((line) => line.startsWith('Deadline'))
      .sort();

  it('is followed by one that comes to the same, wherever it ended', async () => {
    let expected: readonly string[] = [];
    let lived = false;
    let endsAt = 0;
    while (!lived) {
      endsAt += 1;
      const day = new Date(Date.parse('2010-11-02T10:00:00.000Z') + endsAt * 7 * 24 * 3_600_000);
      at.clock.setTo(day.toISOString());
      for (let number = 0; number < 2; number += 1) await at.contact();
      // Two working days later both have passed.
      at.clock.setTo(new Date(day.getTime() + 2 * 24 * 3_600_000).toISOString());
      expected = [...expected, ...['DeadlineMissed', 'DeadlineMissed', 'DeadlineSet', 'DeadlineSet']].sort();
      lived = await oneLife(at, endsAt);
      expect(await oneLife(at, Infinity)).toBe(true);
      const lines = await outcome();
      expect(lines.map((line) => line.split(' ')[0])).toEqual(expected);
      expect((await at.tables()).open.map(({ missed }) => missed)).toEqual(
        lines.slice(lines.length / 2).map(() => 1),
      );
    }
    expect(endsAt).toBeGreaterThan(8);
    // And a life that begins with nothing finds nothing left to record.
    const [lines, { open }] = [await outcome(), await at.tables()];
    for (const table of ['duty_checkpoint', 'duty_look', 'open_deadline'] as const)
      await at.database.writer.deleteFrom(table).execute();
    expect(await oneLife(at, Infinity)).toBe(true);
    expect([await outcome(), (await at.tables()).open]).toEqual([lines, open]);
  }, 60_000);
});
