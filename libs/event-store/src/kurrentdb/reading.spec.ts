import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { StoreUnavailable, type EventStore } from '#event-store';
import { randomId } from '#kernel';
import { serveLog, type ServedLog } from './log-server.fixture.js';

const timeouts = { answerMilliseconds: 500, patienceMilliseconds: 10_000 };

let log: ServedLog;
let store: EventStore;

beforeEach(async () => {
  log = await serveLog();
  store = await log.open({ timeouts });
  // Only reading has to be quick: on a machine with much to do an append may take longer than half a second.
  const filling = await log.open();
  for (const stream of ['case-1', 'policy', 'case-2', 'link-1', 'case-1', 'case-3', 'case-2'])
    await filling.append(stream, [{ id: randomId(), type: 'Happened', data: {} }], { expected: 'any' });
});

afterEach(() => log.close());

const streamsRead = async (prefixes?: readonly string[]): Promise<string[]> => {
  const read: string[] = [];
  for await (const { stream } of store.readAll(prefixes && { streams: prefixes })) read.push(stream);
  return read;
};

describe('reading from KurrentDB', () => {
  it.each(['unavailable', 'dropped', 'never-answered', 'not-leader'] as const)(
    'is tried again where the answer is %s, and gives every event once',
    async (fault) => {
      log.server().faults.reads.push(fault, fault);
      expect(await streamsRead(['case-'])).toEqual(['case-1', 'case-2', 'case-1', 'case-3', 'case-2']);
    },
  );

  it('is unavailable where it stays so for longer than the patience', async () => {
    const impatient = await log.open({ timeouts: { answerMilliseconds: 300, patienceMilliseconds: 50 } });
    log.server().faults.isNotReady = true;
    await expect(impatient.head()).rejects.toBeInstanceOf(StoreUnavailable);
    log.server().faults.isNotReady = false;
    expect(await impatient.head()).not.toBeNull();
  });

  it("leaves the system's events out on the server, which sends them to whoever does not ask for that", async () => {
    const unasked = KurrentDBClient.connectionString(log.url);
    const types: string[] = [];
    for await (const { event } of unasked.readAll({ maxCount: 100 })) types.push(event?.type ?? '');
    expect(types).toEqual(expect.arrayContaining(['$metadata', '$statsCollected', 'Happened']));
    await unasked.dispose();

    const before = log.server().seen.systemEventsSent;
    expect(before).toBeGreaterThan(0);
    expect(await streamsRead()).toHaveLength(7);
    expect(await streamsRead(['link-', 'policy'])).toEqual(['policy', 'link-1']);
    for await (const { kind } of store.subscribe({ after: 'start' })) if (kind === 'caught-up') break;
    expect(log.server().seen.systemEventsSent).toBe(before);
  });
});
