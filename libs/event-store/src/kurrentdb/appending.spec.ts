import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ExpectationFailed,
  OutcomeUnknown,
  StoreUnavailable,
  type EventStore,
  type NewEvent,
  type RecordedEvent,
} from '#event-store';
import { randomId } from '#kernel';
import type { AppendFault } from '../../../../test/log-server/faults.js';
import { serveLog, type ServedLog } from './log-server.fixture.js';

/** Time enough to try again, and little to wait for an answer that never comes. */
const timeouts = { answerMilliseconds: 500, patienceMilliseconds: 10_000 };

let log: ServedLog;
let store: EventStore;

beforeEach(async () => {
  log = await serveLog();
  store = await log.open({ timeouts });
});

afterEach(() => log.close());

const events = (count: number): NewEvent[] =>
  Array.from({ length: count }, (_, number) => ({ id: randomId(), type: 'Happened', data: { number } }));

const idsIn = async (stream: string): Promise<string[]> => {
  const read: RecordedEvent[] = [];
  for await (const event of store.readStream(stream)) read.push(event);
  return read.map(({ id }) => id);
};

const idsOf = (list: readonly NewEvent[]) => list.map(({ id }) => id);

const refusalOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'not refused',
    (error: unknown) => error,
  );

/** After each of these the adapter cannot know, or knows that nothing was written. */
const losses: AppendFault[] = [
  'dropped-before-writing',
  'dropped-after-writing',
  'unavailable',
  'not-leader',
  'never-answered',
  'written-and-never-answered',
  'timed-out',
];

describe('an append to KurrentDB', () => {
  it.each(losses)('is written once and answered, by an explicit revision, where it was %s', async (fault) => {
    const [first, second] = [events(2), events(3)];
    log.server().faults.appends.push(fault);
    expect(await store.append('case-1', first, { expected: 'no-stream' })).toMatchObject({ revision: 1 });
    log.server().faults.appends.push(fault, fault);
    const answer = await store.append('case-1', second, { expected: 1 });
    expect(answer.revision).toBe(4);
    expect(await idsIn('case-1')).toEqual(idsOf([...first, ...second]));
    expect(await store.head()).toBe(answer.position);
  });

  it('tells the operator once, and not for each caller, that it goes by a new connection', async () => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    log.server().faults.appends.push('dropped-after-writing');
    await Promise.all(
      Array.from({ length: 10 }, (_, number) =>
        store.append(`case-${number}`, events(1), { expected: 'no-stream' }),
      ),
    );
    expect(log.alarms).toEqual(['connection-renewed']);
  });

  it.each(['dropped-before-writing', 'dropped-after-writing', 'never-answered', 'timed-out'] as const)(
    'is not written a second time, and said to be of unknown outcome, where any revision will do: %s',
    async (fault) => {
      const list = events(1);
      await store.append('case-1', events(1), { expected: 'no-stream' });
      const before = log.server().seen.batchAppends;
      for (const expected of ['any', 'stream-exists'] as const) {
        log.server().faults.appends.push(fault);
        const refusal = await refusalOf(store.append('case-1', list, { expected }));
        expect(refusal).toBeInstanceOf(OutcomeUnknown);
        expect(String(refusal)).toContain('case-1');
      }
      expect(log.server().seen.batchAppends).toBe(before + 2);
    },
  );

  it.each(['unavailable', 'not-leader'] as const)(
    'is tried again under any revision where it is certain that nothing was written: %s',
    async (fault) => {
      const list = events(1);
      log.server().faults.appends.push(fault, fault);
      await store.append('case-1', list, { expected: 'any' });
      expect(await idsIn('case-1')).toEqual(idsOf(list));
    },
  );

  it('asks the leader, and goes on the one connection for all', async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, number) =>
        store.append(`case-${number}`, events(1), { expected: 'no-stream' }),
      ),
    );
    expect(log.server().seen).toMatchObject({ batchAppends: 30, singleAppends: 0, leaderRequired: 1 });
  });

  it('is a conflict where somebody else wrote after it was lost', async () => {
    const other = await log.open({ timeouts });
    log.server().faults.appends.push('never-answered');
    const appending = refusalOf(store.append('case-1', events(1), { expected: 'no-stream' }));
    while (log.server().faults.appends.length > 0) await new Promise((resolve) => setImmediate(resolve));
    await other.append('case-1', events(2), { expected: 'no-stream' });
    const refusal = await appending;
    expect(refusal).toBeInstanceOf(ExpectationFailed);
    expect((refusal as ExpectationFailed).actual).toBe(1);
  });

  it('is a conflict also where the connection string would have it pass unnoticed', async () => {
    const lenient = await log.open({ url: `${log.url}&throwOnAppendFailure=false`, timeouts });
    await lenient.append('case-1', events(1), { expected: 'no-stream' });
    const refusal = await refusalOf(lenient.append('case-1', events(1), { expected: 'no-stream' }));
    expect(refusal).toBeInstanceOf(ExpectationFailed);
  });

  it('writes what was checked, whatever becomes of the object afterwards', async () => {
    const data: Record<string, unknown> = { said: 'something' };
    const appending = store.append('case-1', [{ id: randomId(), type: 'Happened', data: data as never }], {
      expected: 'no-stream',
    });
    data['amount'] = 1n;
    await appending;
    for await (const event of store.readStream('case-1')) expect(event.data).toEqual({ said: 'something' });
  });

  it('survives, with others in its way and on theirs, that the connection breaks or the server is not there', async () => {
    // Large enough that the connection is full: what waits for it is what the client would fail unheard.
    const data = { text: 'x'.repeat(100_000) };
    const appendAll = (prefix: string) =>
      Promise.all(
        Array.from({ length: 60 }, (_, number) =>
          store.append(`${prefix}-${number}`, [{ id: randomId(), type: 'Happened', data }], {
            expected: 'no-stream',
          }),
        ),
      );
    const first = appendAll('broken');
    while (log.server().seen.batchAppends < 3) await new Promise((resolve) => setImmediate(resolve));
    log.server().dropConnections();
    await first;
    await log.stop();
    const second = appendAll('away');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await log.start();
    await second;
    for (const stream of ['broken-0', 'broken-59', 'away-0', 'away-59'])
      expect(await idsIn(stream)).toHaveLength(1);
  });

  it('is unavailable or unknown, and says no more, where the server stays away', async () => {
    const impatient = await log.open({ timeouts: { answerMilliseconds: 300, patienceMilliseconds: 200 } });
    await impatient.append('case-1', events(1), { expected: 'no-stream' });
    await log.stop();
    const secret = { id: randomId(), type: 'Happened', data: { said: 'what-nobody-may-see' } };
    for (const expected of [0, 'any', 'no-stream'] as const) {
      const refusal = await refusalOf(impatient.append('case-1', [secret], { expected }));
      expect(refusal instanceof StoreUnavailable || refusal instanceof OutcomeUnknown).toBe(true);
      expect(String(refusal)).not.toContain('what-nobody-may-see');
      expect(String(refusal)).not.toContain('127.0.0.1');
    }
    expect(await refusalOf(impatient.head())).toBeInstanceOf(StoreUnavailable);
  });

  it('finds a cluster again that could not be discovered for a while', async () => {
    const { port } = log.server();
    const url = `kurrentdb://127.0.0.1:${port},127.0.0.1:1?tls=false&maxDiscoverAttempts=1&discoveryInterval=1`;
    const cluster = await log.open({ url, timeouts: { ...timeouts, patienceMilliseconds: 1_500 } });
    await cluster.append('case-1', events(1), { expected: 'no-stream' });
    await log.stop();
    expect(await refusalOf(cluster.append('case-1', events(1), { expected: 0 }))).toBeInstanceOf(Error);
    expect(await refusalOf(cluster.append('case-1', events(1), { expected: 0 }))).toBeInstanceOf(
      StoreUnavailable,
    );
    await log.start();
    const list = events(1);
    await cluster.append('case-1', list, { expected: 0 });
    expect((await idsIn('case-1')).slice(1)).toEqual(idsOf(list));
  });

  it('is finished before the store is closed', async () => {
    const list = events(1);
    const appending = store.append('case-1', list, { expected: 'no-stream' });
    await store.close();
    await appending;
    store = await log.open({ timeouts });
    expect(await idsIn('case-1')).toEqual(idsOf(list));
  });
});

describe('a deletion in KurrentDB', () => {
  it('of a stream that exists takes its last revision as it is at that moment', async () => {
    await store.append('case-1', events(2), { expected: 'no-stream' });
    await store.deleteStream('case-1', { expected: 'stream-exists' });
    const refusal = await refusalOf(store.deleteStream('case-1', { expected: 'stream-exists' }));
    expect(refusal).toBeInstanceOf(ExpectationFailed);
    expect((refusal as ExpectationFailed).actual).toBe('no-stream');
  });
});
