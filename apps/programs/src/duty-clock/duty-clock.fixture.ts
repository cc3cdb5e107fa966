import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { openEmbeddedEventStore, type EventStore } from '#event-store';
import { emptyDirectory } from '#identity';
import { storyClock, type CaseId, type Clock } from '#kernel';
import { openPostgres, type Database } from '#platform';
import type { MakeDatabase } from '#platform/testing';
import { openDuties, openRecording, type Duties, type RecordRequest } from '#recording';
import { fromStored, openDataKeyFile, openKeyFile, openSealing } from '#sealing';
import { loadSharingPolicies } from '#sharing-policy';
import { runDutyClock, type DutyAlarm, type DutyClockOptions, type DutyObserved } from './run-duty-clock.js';
import { setUpDutyTables, type DutyTables } from './tables.js';

const policies = loadSharingPolicies({
  onAlarm: (reason) => {
    throw new Error(reason);
  },
});

const worker = {
  person: 'dawn-northbridge',
  organisation: 'northbridge',
  function: 'children-services',
  role: 'duty-worker',
} as const;

/** A contact, which children's services have to decide on by the end of the next working day. */
const contact = (key: string, occurred: string, caseId: CaseId | null = null): RecordRequest => ({
  principal: { ...worker, team: null, supervisor: null, vetting: null, acr: null, author: worker },
  purpose: 'safeguarding',
  type: 'ContactReceived',
  caseId,
  linkId: null,
  key,
  occurred,
  source: 'own-act',
  handling: {},
  lawfulBasis: null,
  relations: [],
  details: {
    channel: 'in-person',
    contactedBy: 'child',
    helpAskedFor: ['somewhere-to-live'],
    childPresent: true,
    account: 'A girl came to the front desk alone.',
  },
  correlation: '6d5f7c39-6a5e-4d1c-8f0a-2f4f3d9c3a11',
});

export interface RunningClock {
  readonly alarms: DutyAlarm[];
  readonly observed: DutyObserved[];
  readonly isHeld: () => boolean;
  readonly stop: () => Promise<void>;
}

/** A log, keys, a database for the tables of the clock, and a story in which time passes as it is told. */
export const surgery = async (make: MakeDatabase) => {
  const folder = await mkdtemp(join(tmpdir(), 'duty-clock-'));
  const made = await make<DutyTables>();
  const { database } = made;
  const clock = storyClock('2010-11-02T10:00:00.000Z');
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  const provider = await openKeyFile({ file: join(folder, 'key'), production: false, mayCreate: true });
  const dataKeys = await openDataKeyFile(join(folder, 'data-keys.sqlite'));
  const sealing = await openSealing({ provider, dataKeys, clock });
  const directory = {
    ...emptyDirectory(),
    functionOf: (organisation: string) =>
      organisation === worker.organisation ? worker.function : undefined,
    readyAt: () => Promise.resolve(true),
  };
  const sight = { seenBy: () => Promise.resolve(new Map()), linkedTo: () => Promise.resolve([]) };
  const ports = { store, sealing, directory, sight, policy: () => policies.current, clock };
  const recording = openRecording(ports);
  const ends: (() => Promise<void>)[] = [];
  let contacts = 0;

  const inLog = async () => {
    const events = [];
    for await (const event of store.readAll({ streams: ['case-'] }))
      events.push({ ...event, header: fromStored(event.data).header });
    return events;
  };

  return {
    ports,
    clock,
    store,
    database,
    directory,
    inLog,
    /** The duties as another process has them, with a memory of its own. */
    duties: (from: EventStore = store, by: Clock = clock): Duties =>
      openDuties({ ...ports, store: from, clock: by }),
    run: (more: Partial<DutyClockOptions<DutyTables>> = {}): RunningClock => {
      const stopping = new AbortController();
      const alarms: DutyAlarm[] = [];
      const observed: DutyObserved[] = [];
      const running = runDutyClock({
        ...{ store, database, clock, directory, duties: openDuties(ports), leaseSeconds: 1, askEvery: 10 },
        accesses: { runOut: () => Promise.resolve([]), end: () => Promise.resolve() },
        signal: stopping.signal,
        onAlarm: (alarm) => alarms.push(alarm),
        observe: (one) => observed.push(one),
        ...more,
      });
      const stop = async () => {
        stopping.abort();
        await running.stopped;
      };
      ends.push(stop);
      return { alarms, observed, isHeld: running.isHeld, stop };
    },
    /** Records that a child came to the front desk; without a case it begins one. */
    contact: async (occurred = clock.now().slice(0, 10), caseId: CaseId | null = null): Promise<CaseId> => {
      contacts += 1;
      const answer = await recording.record(contact(`front-desk-${1_000 + contacts}`, occurred, caseId));
      if (!answer.ok || answer.value.caseId === null) throw new Error('The contact was not recorded.');
      return answer.value.caseId;
    },
    types: async () => (await inLog()).map(({ type }) => type),
    tables: async () => {
      await setUpDutyTables(database);
      const looks = await database.reader.selectFrom('duty_look').selectAll().orderBy('case_id').execute();
      const open = await database.reader.selectFrom('open_deadline').selectAll().orderBy('set_id').execute();
      return { looks, open };
    },
    /** The same database as another process has it; only a server's can be had twice. */
    another: async (): Promise<Database<DutyTables>> => {
      const other = await openPostgres<DutyTables>({ url: made.url!, applicationName: 'another' });
      ends.push(() => other.close());
      return other;
    },
    close: async (): Promise<void> => {
      for (const end of ends.reverse()) await end();
      await made.remove();
      await sealing.close();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
};
export type Surgery = Awaited<ReturnType<typeof surgery>>;

/** Waits until something is so; fails where it is not in time. */
export const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 15_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('It was not so in time.');
    await after(5);
  }
};
