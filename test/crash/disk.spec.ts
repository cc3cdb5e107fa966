import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventsIn } from './evidence.fixture.js';
import { differencesOf } from './load.fixture.js';
import { copyOf, killWhatIsLeft, remove, sampleFolder, startProgram } from './program.fixture.js';
import {
  clientOf,
  openCase,
  recordContact,
  summaryOf,
  timelineOf,
  type Action,
  type Answer,
  type Client,
  type RecordedAnswer,
} from './requests.fixture.js';
import { callsIn, canTrace, faulted, traced, usesBefore, type Call, type Fault } from './traced.fixture.js';

const worker = 'keith-southquay';
const folders: string[] = [];

const recordedIn = ({ data }: Answer) => (data?.['recorded'] ?? null) as RecordedAnswer | null;
const codesIn = ({ errors }: Answer) => errors.map(({ extensions }) => extensions.code);

const acknowledged = async (client: Client, action: Action) => {
  const answer = recordedIn(await client.ask(action));
  if (answer === null) throw new Error('The action was not acknowledged.');
  return { action, answer };
};

(canTrace ? describe : describe.skip)('what leaves the process (needs strace)', () => {
  let samples: string;
  let calls: readonly Call[];

  /** What every run does first: two actions, which the second of these answers. The token is an answer too. */
  const twoActions = async (client: Client) => {
    const opened = await acknowledged(client, openCase(worker));
    const contact = await acknowledged(client, recordContact(worker, opened.answer.caseId));
    return [opened, contact] as const;
  };
  const answersToTwoActions = 3;

  beforeAll(async () => {
    samples = await sampleFolder();
    const dataFolder = await copyOf(samples);
    folders.push(samples, dataFolder);
    const output = join(dataFolder, 'trace');
    const program = await traced(dataFolder, output);
    const client = clientOf(await program.listening);
    const [{ answer }] = await twoActions(client);
    const { caseId, position: atLeast } = answer;
    expect((await client.ask(timelineOf(worker, caseId, { atLeast }))).errors).toEqual([]);
    expect((await client.ask(summaryOf(worker, caseId))).errors).toEqual([]);
    expect(codesIn(await client.ask(summaryOf('esther-harbour', caseId)))).toEqual(['NOT_FOUND']);
    await Promise.all(Array.from({ length: 8 }, () => acknowledged(client, recordContact(worker, caseId))));
    await program.kill();
    calls = callsIn(output);
  }, 300_000);
  afterAll(async () => {
    killWhatIsLeft();
    await remove(...folders);
  });

  it('leaves only when everything written to the log before it is synced', () => {
    let unsynced = 0;
    const early = calls.filter((call) => {
      if (call === 'log-write') unsynced += 1;
      if (call === 'log-sync') unsynced = 0;
      return call === 'answer' && unsynced > 0;
    });
    expect(early).toEqual([]);
  });

  it('is an acknowledgement or a disclosure only after a write and its sync', () => {
    const sinceListening = calls.slice(calls.indexOf('answer'));
    const order = sinceListening.filter((call, index) => call !== sinceListening[index - 1]).join(' ');
    // The first commit to a new write-ahead log syncs its header by itself, and the clock of the duties writes too.
    const kept = '(key-write key-sync |log-write log-sync )*log-write log-sync answer';
    // The token of the worker; two actions and two queries; the token of the stranger, and the denial; eight at once.
    expect(order).toMatch(new RegExp(`^answer( ${kept}){4}( answer)?( ${kept})+$`));
  });

  it('was sealed under a data key that was on the disk before the first event sealed under it was written', () => {
    let unsynced = 0;
    const early = calls.filter((call) => {
      if (call === 'key-write') unsynced += 1;
      if (call === 'key-sync') unsynced = 0;
      return call === 'log-write' && unsynced > 0;
    });
    expect(calls.filter((call) => call === 'key-write').length).toBeGreaterThan(0);
    expect(early).toEqual([]);
  });

  const faults: readonly (Pick<Fault, 'calls' | 'error'> & { readonly kind: Call })[] = [
    { kind: 'log-sync', calls: 'fsync,fdatasync', error: 'EIO' },
    { kind: 'log-write', calls: 'pwrite64', error: 'ENOSPC' },
  ];

  it.concurrent.each(faults)(
    'is no acknowledgement and no case once $calls of the log fails with $error, and the process says so',
    async ({ kind, calls: failing, error }) => {
      const dataFolder = await copyOf(samples);
      folders.push(dataFolder);
      const first = usesBefore(calls, kind, answersToTwoActions) + 1;
      const file = join(dataFolder, 'events.sqlite-wal');
      const program = await faulted(dataFolder, { file, calls: failing, error, first });
      const client = clientOf(await program.listening);
      expect((await client.get('/health/ready')).status).toBe(200);
      const before = await twoActions(client);
      const { caseId } = before[0].answer;

      const refused = await Promise.all([1, 2, 3].map(() => client.ask(recordContact(worker, caseId))));
      refused.push(await client.ask(recordContact(worker, caseId)), await client.ask(openCase(worker)));
      const unread = await Promise.all([
        client.ask(timelineOf(worker, caseId)),
        client.ask(summaryOf(worker, caseId)),
        client.ask(summaryOf('esther-harbour', caseId)),
      ]);
      expect([...refused, ...unread].map(codesIn)).toEqual(Array(8).fill(['UNAVAILABLE']));
      expect(JSON.stringify(unread.map(({ data }) => data))).toBe(
        '[{"timeline":null},{"case":null},{"case":null}]',
      );

      for (const path of ['/health/ready', '/health/live']) {
        const { status, body } = await client.get(path);
        expect(status).toBe(503);
        expect(body).toContain('takes-no-writes');
      }
      const { stderr } = await program.kill();
      expect(stderr).not.toContain('He came to the desk');

      const restarted = await startProgram({ dataFolder });
      const again = clientOf(await restarted.listening);
      expect((await again.get('/health/ready')).status).toBe(200);
      expect(await differencesOf(again, { acknowledged: before })).toEqual([]);
      await acknowledged(again, recordContact(worker, caseId));
      await restarted.kill();
      // What the clock of the duties records besides is nobody's contact.
      const contacts = (await eventsIn(dataFolder)).filter(
        ({ stream, type }) => stream === `case-${caseId}` && !type.startsWith('Deadline'),
      );
      // A failed sync leaves it open whether the first group was written; a full disk does not.
      expect(contacts.length).toBeGreaterThanOrEqual(3);
      expect(contacts.length).toBeLessThanOrEqual(error === 'EIO' ? 6 : 3);
    },
    180_000,
  );

  it.concurrent(
    'is no acknowledgement where the data key could not be kept, and nothing is sealed under it',
    async () => {
      const dataFolder = await copyOf(samples);
      folders.push(dataFolder);
      const first = usesBefore(calls, 'key-sync', answersToTwoActions - 1);
      const file = join(dataFolder, 'data-keys.sqlite-wal');
      const program = await faulted(dataFolder, {
        file,
        calls: 'fsync,fdatasync',
        error: 'EIO',
        first,
        once: true,
      });
      const client = clientOf(await program.listening);
      const action = openCase(worker);
      const count = (await eventsInCopyOf(dataFolder)).length;
      expect(codesIn(await client.ask(action))).toEqual(['UNAVAILABLE']);
      expect((await eventsInCopyOf(dataFolder)).length).toBe(count);
      const { answer } = await acknowledged(client, action);
      expect(answer.repeated).toBe(false);
      await program.kill();
      const restarted = await startProgram({ dataFolder });
      const again = clientOf(await restarted.listening);
      expect(await differencesOf(again, { acknowledged: [{ action, answer }] })).toEqual([]);
      await restarted.kill();
    },
    180_000,
  );
});

/** What a crash now would leave: a copy of a folder in use, without the locks and shared memory of its process. */
const eventsInCopyOf = async (dataFolder: string) => {
  const copy = await copyOf(dataFolder);
  folders.push(copy);
  rmSync(join(copy, 'events.sqlite-shm'), { force: true });
  return eventsIn(copy);
};
