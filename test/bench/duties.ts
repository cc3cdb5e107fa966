/**
 * What the clock of the duties costs: actions a second that all move a clock, 64 at a time, with the clock running in the
 * same process and without it, in alternating rounds on the embedded engines; then how many cases a second it looks at
 * on its first start on an old log, where every case is read, opened, and has deadlines to be recorded.
 *
 * Run it: `npm run build && node dist/test/bench/duties.js`
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openEmbeddedEventStore } from '#event-store';
import { emptyDirectory } from '#identity';
import { systemClock } from '#kernel';
import { openDatabase } from '#platform';
import { openDuties, openRecording, openStreams, type RecordRequest } from '#recording';
import { openDataKeyFile, openKeyFile, openSealing } from '#sealing';
import { loadSharingPolicies } from '#sharing-policy';
import { lateness } from '../../apps/programs/src/duty-clock/lateness.js';
import { runDutyClock } from '../../apps/programs/src/duty-clock/run-duty-clock.js';
import { dutyTables, setUpDutyTables, type DutyTables } from '../../apps/programs/src/duty-clock/tables.js';

export interface DutiesRow {
  /** Actions a second, medians of the rounds. */
  readonly without: number;
  readonly withClock: number;
  readonly ratio: number;
  /** Seconds from the last action of a round until the clock had looked at everything, the median. */
  readonly behind: number;
  /** Cases a second on a first start, and how many there were. */
  readonly looks: number;
  readonly cases: number;
}

const callers = 64;
const eventsInCase = 10;
const author = { organisation: 'northbridge', person: 'northbridge-a', role: 'duty-worker' } as const;
const agency = { ...author, function: 'children-services' } as const;

const request = (caseId: string | null): RecordRequest => ({
  principal: { ...agency, team: null, supervisor: null, vetting: null, acr: null, author: agency },
  purpose: 'safeguarding',
  type: 'ContactReceived',
  caseId,
  linkId: null,
  key: randomUUID(),
  occurred: '2010-11-02',
  source: 'own-act',
  handling: {},
  lawfulBasis: null,
  relations: [],
  details: {
    channel: 'in-person',
    contactedBy: 'child',
    helpAskedFor: ['somewhere-to-live'],
    childPresent: true,
    account: 'A girl came to the front desk alone, in a thin coat, and asked whether she could stay.',
  },
  correlation: randomUUID(),
});

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

/** A log and a write side of its own, with a clock that can be run. */
const opened = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-duties-'));
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  const database = openDatabase<DutyTables>({
    file: join(folder, 'views.sqlite'),
    durability: 'rebuildable',
  });
  const sealing = await openSealing({
    provider: await openKeyFile({ file: join(folder, 'key'), production: false, mayCreate: true }),
    dataKeys: await openDataKeyFile(join(folder, 'data-keys.sqlite')),
    clock: systemClock,
  });
  const policies = loadSharingPolicies({
    onAlarm: (reason) => {
      throw new Error(reason);
    },
  });
  const directory = { ...emptyDirectory(), functionOf: () => agency.function, readyAt: async () => true };
  const ports = {
    ...{ store, sealing, directory, clock: systemClock, policy: () => policies.current },
    sight: { seenBy: async () => new Map(), linkedTo: async () => [] },
  };
  const streams = openStreams(ports);
  const recording = openRecording(ports, streams);
  await setUpDutyTables(database);
  const record = async (count: number): Promise<void> => {
    let caseId: string | null = null;
    for (let number = 0; number < count; number += 1) {
      const answer = await recording.record(request(number % eventsInCase === 0 ? null : caseId));
      if (!answer.ok) throw new Error(answer.reason.code);
      ({ caseId } = answer.value);
    }
  };
  return {
    recordFor: async (actions: number): Promise<number> => {
      const since = performance.now();
      await Promise.all(Array.from({ length: callers }, () => record(actions / callers)));
      return actions / ((performance.now() - since) / 1_000);
    },
    /** Runs the clock; what it answers stops it. `fresh`: with a memory of its own, as after a start. */
    runClock: (fresh: boolean) => {
      const stopping = new AbortController();
      const { stopped } = runDutyClock({
        ...{ store, database, directory, clock: systemClock, signal: stopping.signal },
        duties: openDuties(ports, fresh ? openStreams(ports) : streams),
        accesses: { runOut: async () => [], end: async () => undefined },
        onAlarm: ({ kind }) => {
          throw new Error(kind);
        },
      });
      return async () => {
        stopping.abort();
        await stopped;
      };
    },
    /** Seconds until nothing is left to look at. */
    untilLevel: async (): Promise<number> => {
      const since = performance.now();
      const door = dutyTables(database);
      for (;;) {
        const { seconds, waiting } = await lateness({ store, database: door, clock: systemClock });
        if (seconds === 0 && waiting === 0) return (performance.now() - since) / 1_000;
        await after(20);
      }
    },
    close: async () => {
      await sealing.close();
      await database.close();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
};

export const benchDuties = async (actions = 3_200, rounds = 3): Promise<DutiesRow> => {
  const [plain, kept] = [await opened(), await opened()];
  const stop = kept.runClock(false);
  const found: { without: number; withClock: number; behind: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const without = await plain.recordFor(actions);
    const withClock = await kept.recordFor(actions);
    const behind = await kept.untilLevel();
    // The first round warms up and is not counted.
    if (round > 0) found.push({ without, withClock, behind });
  }
  await stop();
  await kept.close();
  const cases = (actions / eventsInCase) * (rounds + 1);
  const stopFirst = plain.runClock(true);
  const seconds = await plain.untilLevel();
  await stopFirst();
  await plain.close();
  const [without, withClock] = [
    median(found.map((one) => one.without)),
    median(found.map((one) => one.withClock)),
  ];
  return {
    without: Math.round(without),
    withClock: Math.round(withClock),
    ratio: Number((withClock / without).toFixed(2)),
    behind: Number(median(found.map(({ behind }) => behind)).toFixed(1)),
    looks: Math.round(cases / seconds),
    cases,
  };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { without, withClock, behind, looks, cases } = await benchDuties();
  process.stdout.write(
    `${callers} callers: ${without} actions/s without the clock, ${withClock} with it, which is ${behind} s behind at the end; ` +
      `a first start on ${cases} cases of ${eventsInCase} events: ${looks} cases/s\n`,
  );
}
