import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { AgencyFunction, Concerns, EventHeader, Handling, Purpose, Relation, Role } from '#casework';
import { openEmbeddedEventStore, type EventStore } from '#event-store';
import { emptyDirectory, type Organisation, type Person } from '#identity';
import { accepted, derivedId, storyClock, type CaseId, type Clock, type Json } from '#kernel';
import { openPostgres, type Database } from '#platform';
import type { MakeDatabase } from '#platform/testing';
import {
  alertTables,
  disclosureLog,
  openAlertFeed,
  openAlertReading,
  setUpAlertTables,
  type Alert,
  type AlertTables,
  type FeedStart,
  type Reader,
  type ReadTables,
} from '#read-models';
import { openAlerts, type Alerts } from '#recording';
import { fromStored, openDataKeyFile, openKeyFile, openSealing, toStored } from '#sealing';
import { loadSharingPolicies } from '#sharing-policy';
import { runAlerts, type AlertAlarm, type RunAlertsOptions } from './run-alerts.js';

const policies = loadSharingPolicies({
  onAlarm: (reason) => {
    throw new Error(reason);
  },
});

const functions: Readonly<Record<string, AgencyFunction>> = {
  northbridge: 'children-services',
  easthaven: 'children-services',
  riverside: 'police',
  clinic: 'health',
  enforcement: 'immigration-enforcement',
};

const organisations = new Map<string, Organisation>(
  Object.entries(functions).map(([id, agency]) => [
    id,
    { id, function: agency, name: `The ${id}`, contactPoint: `desk@${id}.example`, area: null },
  ]),
);

const person = (id: string, role: Role, team: string | null = null, supervisor: string | null = null) =>
  [
    id,
    {
      ...{ id, organisation: id.split('-')[1]!, role, team, supervisor, name: id },
      ...{ vetting: null, suspended: false },
    },
  ] as const;

const people = new Map<string, Person>([
  person('alice-northbridge', 'allocated-worker', 'red', 'mona-northbridge'),
  person('dawn-northbridge', 'duty-worker', 'red'),
  person('mona-northbridge', 'team-manager', 'red'),
  person('tina-northbridge', 'team-manager', 'blue'),
  person('rita-northbridge', 'reviewing-officer'),
  person('soft-northbridge', 'system'),
  person('kate-riverside', 'investigator', 'cid', 'vera-riverside'),
  person('omar-riverside', 'officer', 'night', 'vera-riverside'),
  person('vera-riverside', 'supervisor', 'cid'),
  person('hugh-riverside', 'supervisor', 'night'),
  person('room-riverside', 'system'),
  person('lena-clinic', 'safeguarding-lead'),
  person('abel-enforcement', 'removals-officer'),
]);

export const reader = (id: string, purpose?: Purpose): Reader => {
  const found = people.get(id)!;
  const { organisation, role, team, supervisor } = found;
  const agency = functions[organisation]!;
  const author = { organisation, person: id, role, function: agency };
  return {
    principal: { ...author, team, supervisor, vetting: null, acr: null, author },
    purpose: purpose ?? (agency === 'immigration-enforcement' ? 'removal-check' : 'safeguarding'),
    correlation: '6d5f7c39-6a5e-4d1c-8f0a-2f4f3d9c3a11',
  };
};

export interface Told {
  readonly by?: string;
  readonly person?: string;
  readonly concerns?: Concerns;
  readonly relations?: readonly Relation[];
  readonly handling?: Partial<Handling>;
  /** The event is one that this version cannot read. */
  readonly unreadable?: boolean;
}

export interface RunningAlerts {
  readonly alarms: AlertAlarm[];
  readonly isHeld: () => boolean;
  readonly stop: () => Promise<void>;
}

/** A log, keys, a directory and a database for alerts alone: there is no view, and nobody keeps one. */
export const alerting = async (make: MakeDatabase) => {
  const folder = await mkdtemp(join(tmpdir(), 'alerts-'));
  const made = await make<AlertTables>();
  const { database } = made;
  const clock = storyClock('2010-11-06T02:00:00.000Z');
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  const provider = await openKeyFile({ file: join(folder, 'key'), production: false, mayCreate: true });
  const dataKeys = await openDataKeyFile(join(folder, 'data-keys.sqlite'));
  const sealing = await openSealing({ provider, dataKeys, clock });
  const directory = {
    ...emptyDirectory(),
    organisation: (id: string) => organisations.get(id),
    functionOf: (id: string) => functions[id],
    person: (id: string) => people.get(id),
    organisationOf: (id: string) => people.get(id)?.organisation,
    people: () => people.values(),
    readyAt: () => Promise.resolve(true),
  };
  const views = database.reader as unknown as Database<ReadTables>['reader'];
  await setUpAlertTables(database);
  const ports = { store, sealing, clock, directory, policy: () => policies.current, database: views };
  const reading = openAlertReading(ports);
  const disclosures = disclosureLog({ store, sealing, clock });
  const feed = openAlertFeed({ ...ports, disclosures, tokens: sealing.tokens });
  const recordingOn = (from: EventStore = store, by: Clock = clock): Alerts =>
    openAlerts({ store: from, sealing, clock: by, alertsOf: reading.alertsOf, mayKnow: reading.mayKnow });
  const recording = recordingOn();
  const ends: (() => Promise<void>)[] = [];
  let told = 0;

  const happens = async (stream: string, caseId: CaseId | null, type: string, what: Told = {}) => {
    told += 1;
    const organisation = what.by ?? 'northbridge';
    const recordedAt = clock.now();
    const header: EventHeader = {
      ...{ id: derivedId('alerting', told), stream, type, version: 1, caseId },
      recordedBy: { organisation, person: what.person ?? `worker-${organisation}`, role: 'system' },
      ...{ occurred: recordedAt.slice(0, 10), recordedAt, source: 'own-act', parts: ['core.coded'] },
      handling: { caveats: [], releasableTo: null, neverTo: [], ...what.handling },
      ...{ lawfulBasis: null, correlation: `request-${told}`, causation: null },
      relations: what.relations ?? [],
      concerns: what.concerns ?? {},
    };
    const sealed = [{ part: 'core.coded' as const, key: 'key', nonce: 'nonce', sealed: 'sealed' }];
    const data = toStored({ header, parts: sealed }) as object;
    const stored = (what.unreadable === true ? { ...data, later: true } : data) as Json;
    await store.append(stream, [{ id: header.id, type, data: stored }], { expected: 'any' });
    return header;
  };

  const ofAlerts = async () => {
    const events = [];
    for await (const event of store.readAll({ streams: ['alert-'] }))
      events.push({ ...event, header: fromStored(event.data).header });
    return events;
  };

  return {
    ...{ clock, store, database, directory, recording, recordingOn, reading, feed, people },
    ofAlerts,
    onCase: (caseId: CaseId) => (type: string, what?: Told) => happens(`case-${caseId}`, caseId, type, what),
    onGrant: (grant: string, caseId: CaseId) => (type: string, what?: Told) =>
      happens(`grant-${grant}`, caseId, type, what),
    onLink:
      (link: string, cases: readonly CaseId[]) =>
      (type: string, what: Told = {}) =>
        happens(`link-${link}`, null, type, { ...what, concerns: { cases, ...what.concerns } }),
    run: (more: Partial<RunAlertsOptions<AlertTables>> = {}): RunningAlerts => {
      const stopping = new AbortController();
      const alarms: AlertAlarm[] = [];
      const running = runAlerts({
        ...{ store, database, clock, directory, alerts: recordingOn(), leaseSeconds: 1, askEvery: 10 },
        signal: stopping.signal,
        onAlarm: (alarm) => alarms.push(alarm),
        ...more,
      });
      const stop = async () => {
        stopping.abort();
        await running.stopped;
      };
      ends.push(stop);
      return { alarms, isHeld: running.isHeld, stop };
    },
    /** What a person is answered, the last raised first. */
    alertsOf: async (id: string, open?: boolean): Promise<readonly Alert[]> => {
      const plan = await reading.alerts(reader(id), { first: 100, ...(open === undefined ? {} : { open }) });
      if (!plan.ok) throw new Error(plan.reason.code);
      return (await plan.value.open()).edges.map(({ node }) => node);
    },
    acknowledge: (id: string, alertId: string, key = `key-of-${id}`, note: string | null = null) =>
      recording.acknowledge({ ...reader(id), key, alertId, note }),
    subscribe: async (id: string, start: FeedStart) => {
      const subscribed = await feed.subscribe(() => Promise.resolve(accepted(reader(id))), {
        ...{ start, delivery: 'subscription' as const },
      });
      if (!subscribed.ok) throw new Error(JSON.stringify(subscribed.reason));
      ends.push(() => Promise.resolve(subscribed.value.close()));
      return subscribed.value;
    },
    /** Whether everything in the log was taken in, and nothing is to be looked at now. */
    isSettled: async (): Promise<boolean> => {
      const tables = alertTables(database.reader);
      const { position } = (await tables.selectFrom('alert_checkpoint').selectAll().executeTakeFirst()) ?? {};
      const due = await tables
        .selectFrom('alert_look')
        .selectAll()
        .where('look_at', '<=', clock.now())
        .execute();
      let newest: string | undefined;
      const followed = ['case-', 'link-', 'grant-', 'alert-'];
      for await (const event of store.readAll({ streams: followed, direction: 'backwards', limit: 1 }))
        newest = event.position;
      return newest === position && due.length === 0;
    },
    disclosed: async () => {
      const events = [];
      for await (const event of store.readAll({ streams: ['access-'] }))
        events.push({ stream: event.stream, header: fromStored(event.data).header });
      return events;
    },
    /** The same database as another process has it; only a server's can be had twice. */
    another: async (): Promise<Database<AlertTables>> => {
      const other = await openPostgres<AlertTables>({ url: made.url!, applicationName: 'another' });
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
export type Alerting = Awaited<ReturnType<typeof alerting>>;

export const joins = (organisation: string): Told => ({ concerns: { organisation } });
export const about = (...events: readonly { readonly id: string }[]): Told => ({
  relations: events.map(({ id }) => ({ kind: 'about', event: id })),
});

/** Waits until something is so; fails where it is not in time. */
export const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 15_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('It was not so in time.');
    await after(5);
  }
};
