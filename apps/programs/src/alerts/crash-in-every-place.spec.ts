import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { EventStore } from '#event-store';
import type { HeldLease } from '#projections';
import { describeOnEachDatabase } from '#platform/testing';
import type { AlertTables } from '#read-models';
import { about, alerting, joins, until, type Alerting } from './alerting.fixture.js';
import { followAlerts } from './follow-alerts.js';
import { lookAtCases } from './look-at-cases.js';

/** The process ended here. */
class Crashed extends Error {
  override readonly name = 'Crashed';
}

const forEver = new Promise<never>(() => undefined);

/**
 * One life of the process that alerts. It ends at a step by its number: within a transaction, which is then undone; after
 * one that was committed; before an append, or after it when nobody has heard yet that it was done. Nothing that it has
 * begun goes on after that. Answers whether it lived until there was nothing more to do.
 */
const oneLife = async (at: Alerting, endsAt: number): Promise<boolean> => {
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
  const held: HeldLease<AlertTables> = {
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
    followAlerts({
      ...{ store, database: at.database, clock: at.clock, held, batchSize: 2 },
      directoryAt: () => Promise.resolve(true),
      onMarked: () => {
        if (isOver()) throw new Crashed();
      },
      onBegunAgain: () => undefined,
    }),
    lookAtCases({
      ...{ database: at.database, alerts: at.recordingOn(store), clock: at.clock, held, askEvery: 5 },
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
  const done = until(async () => stopping.signal.aborted || (await at.isSettled())).then(
    () => 'done' as const,
  );
  const how = await Promise.race([ended, done]);
  stopping.abort();
  // What hangs in a step hangs for ever; a transaction that was begun is over when another can be had.
  await Promise.race([Promise.all(parts), new Promise((resolve) => setTimeout(resolve, 20))]);
  return how === 'done';
};

describeOnEachDatabase('a process that ends in the middle of alerting', (make) => {
  let at: Alerting;
  beforeEach(async () => {
    at = await alerting(make);
  });
  afterEach(() => at.close());

  const later = (minutes: number) =>
    at.clock.setTo(new Date(Date.parse(at.clock.now()) + minutes * 60_000).toISOString());

  const rows = () => at.database.reader.selectFrom('alert').selectAll().orderBy('alert_id').execute();

  /** What became of the alerts of one child: for each organisation, step by step. */
  const outcome = async (caseId: string) => {
    const steps = new Map<string, string[]>();
    for (const { type, header } of await at.ofAlerts()) {
      if (header.caseId !== caseId) continue;
      const organisation = header.concerns.organisation as string;
      const level = type === 'AlertEscalated' ? ` ${String(header.concerns.level)}` : '';
      steps.set(organisation, [...(steps.get(organisation) ?? []), `${type}${level}`]);
    }
    return Object.fromEntries([...steps].sort());
  };

  it('is followed by one that comes to the same, wherever it ended', async () => {
    const escalated = ['AlertRaised', 'AlertEscalated supervisors', 'AlertEscalated service'];
    let lived = false;
    let endsAt = 0;
    while (!lived) {
      endsAt += 1;
      const child = `4430b317-70a6-55b1-960e-${String(endsAt).padStart(12, '0')}`;
      const onCase = at.onCase(child);
      await onCase('ContactReceived');
      await onCase('WorkerAllocated', { concerns: { worker: 'alice-northbridge' } });
      await onCase('AgencyJoinedCase', joins('clinic'));
      const reported = await onCase('ChildReportedMissing');
      const livedAtFirst = await oneLife(at, endsAt);
      expect(await oneLife(at, Infinity)).toBe(true);
      expect(await outcome(child)).toEqual({ clinic: ['AlertRaised'], northbridge: ['AlertRaised'] });
      later(15);
      const livedThen = await oneLife(at, endsAt);
      expect(await oneLife(at, Infinity)).toBe(true);
      later(15);
      expect(await oneLife(at, Infinity)).toBe(true);
      expect(await outcome(child)).toEqual({ clinic: escalated, northbridge: escalated });
      await onCase('ChildLocated', about(reported));
      const livedAtLast = await oneLife(at, endsAt);
      expect(await oneLife(at, Infinity)).toBe(true);
      const ended = [...escalated, 'AlertEnded'];
      expect(await outcome(child)).toEqual({ clinic: ended, northbridge: ended });
      lived = livedAtFirst && livedThen && livedAtLast;
    }
    expect(endsAt).toBeGreaterThan(8);
    // And a life that begins with nothing finds nothing left to record, and the same rows.
    const before = [await rows(), (await at.ofAlerts()).length];
    for (const table of ['alert_checkpoint', 'alert_stream', 'alert_look', 'alert'] as const)
      await at.database.writer.deleteFrom(table).execute();
    expect(await oneLife(at, Infinity)).toBe(true);
    expect([await rows(), (await at.ofAlerts()).length]).toEqual(before);
  }, 120_000);
});
