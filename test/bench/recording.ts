/**
 * How many actions a second the write side takes, 64 at a time, each durable before it is answered: validation, rules,
 * policy, sealing and append, on the embedded engines. Beside it the same events appended without any of that.
 *
 * Run it: `npm run build && node dist/test/bench/recording.js`
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEmbeddedEventStore, type NewEvent } from '#event-store';
import { emptyDirectory, type Principal } from '#identity';
import { systemClock } from '#kernel';
import { openRecording, type RecordRequest } from '#recording';
import { openDataKeyFile, openKeyFile, openSealing } from '#sealing';
import { loadSharingPolicies } from '#sharing-policy';

export interface RecordingRow {
  /** How many events each case gets before its caller begins another. */
  readonly eventsInStream: number;
  readonly actions: number;
  /** Actions a second, the median of the rounds. */
  readonly recording: number;
  /** The very same events a second, appended at the port. */
  readonly floor: number;
  readonly ratio: number;
}

const callers = 64;
const rounds = 5;

const author = { organisation: 'northbridge', person: 'northbridge-a', role: 'duty-worker' } as const;
const principal: Principal = {
  ...author,
  function: 'children-services',
  team: null,
  supervisor: null,
  vetting: null,
  acr: null,
  author: { ...author, function: 'children-services' },
};

const request = (caseId: string | null): RecordRequest => ({
  principal,
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
    childsWords: 'I have nowhere to go. Please do not ring the house.',
  },
  correlation: randomUUID(),
});

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

const perSecond = async (count: number, work: () => Promise<unknown>): Promise<number> => {
  const start = process.hrtime.bigint();
  await work();
  return count / (Number(process.hrtime.bigint() - start) / 1e9);
};

const measure = async (eventsInStream: number, actions: number): Promise<RecordingRow> => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-recording-'));
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  const plain = await openEmbeddedEventStore({ file: join(folder, 'plain.sqlite') });
  const provider = await openKeyFile({ file: join(folder, 'key'), production: false, mayCreate: true });
  const sealing = await openSealing({
    provider,
    dataKeys: await openDataKeyFile(join(folder, 'data-keys.sqlite')),
    clock: systemClock,
  });
  const policies = loadSharingPolicies({
    onAlarm: (reason) => {
      throw new Error(reason);
    },
  });
  const recording = openRecording({
    store,
    sealing,
    policy: () => policies.current,
    directory: emptyDirectory(),
    sight: { seenBy: async () => new Map(), linkedTo: async () => [] },
    clock: systemClock,
  });

  const caller = () => {
    let caseId: string | null = null;
    let recorded = 0;
    return async (count: number) => {
      for (let number = 0; number < count; number += 1) {
        if (recorded % eventsInStream === 0) caseId = null;
        const answer = await recording.record(request(caseId));
        if (!answer.ok) throw new Error(answer.reason.code);
        ({ caseId } = answer.value);
        recorded += 1;
      }
    };
  };
  const work = Array.from({ length: callers }, caller);
  const each = actions / callers;
  const through = () => Promise.all(work.map((record) => record(each)));

  let read = 0;
  const appendTheSame = async () => {
    const streams = new Map<string, NewEvent[]>();
    for await (const event of store.readAll({ limit: read + actions })) {
      const { id, type, data, metadata } = event;
      const list = streams.get(event.stream) ?? [];
      list.push({ id, type, data, metadata });
      streams.set(event.stream, list);
    }
    const lists = [...streams].slice(0, Math.max(callers, streams.size));
    let next = 0;
    const copy = async () => {
      for (let index = next++; index < lists.length; index = next++) {
        const [, events] = lists[index]!;
        const stream = `case-${randomUUID()}`;
        for (const [revision, event] of events.entries())
          await plain.append(stream, [{ ...event, id: randomUUID() }], {
            expected: revision === 0 ? 'no-stream' : revision - 1,
          });
      }
    };
    const count = lists.reduce((sum, [, events]) => sum + events.length, 0);
    return perSecond(count, () => Promise.all(Array.from({ length: callers }, copy)));
  };

  const paired: { recording: number; floor: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const recordedNow = await perSecond(actions, through);
    const floor = await appendTheSame();
    read += actions;
    // The first round warms up and is not counted.
    if (round > 0) paired.push({ recording: recordedNow, floor });
  }
  await sealing.close();
  await store.close();
  await plain.close();
  await rm(folder, { recursive: true });
  return {
    eventsInStream,
    actions: actions * rounds,
    recording: Math.round(median(paired.map((pair) => pair.recording))),
    floor: Math.round(median(paired.map((pair) => pair.floor))),
    ratio: Number(median(paired.map((pair) => pair.recording / pair.floor)).toFixed(2)),
  };
};

export const benchRecording = async (): Promise<readonly RecordingRow[]> => [
  await measure(50, 6_400),
  await measure(2_000, 6_400),
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { eventsInStream, recording, floor, ratio } of await benchRecording())
    process.stdout.write(
      `${callers} callers, ${eventsInStream} events in a case: ${recording} actions/s, the same events appended ${floor}/s, ratio ${ratio}\n`,
    );
}
