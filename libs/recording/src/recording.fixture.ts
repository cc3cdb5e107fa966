import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgencyFunction, EventHeader, Role } from '#casework';
import { openEmbeddedEventStore, type EventStore } from '#event-store';
import { emptyDirectory, type Principal } from '#identity';
import { storyClock, type CaseId, type EventId } from '#kernel';
import { fromStored, openDataKeyFile, openKeyFile, openSealing } from '#sealing';
import { loadSharingPolicies } from '#sharing-policy';
import type { RecordRequest } from './api.js';
import { openRecording } from './recording.js';

const policies = loadSharingPolicies({
  onAlarm: (reason) => {
    throw new Error(reason);
  },
});

export const principal = (organisation: string, agency: AgencyFunction, role: Role, who = 'a'): Principal => {
  const person = `${organisation}-${who}`;
  return {
    person,
    organisation,
    function: agency,
    role,
    team: null,
    supervisor: null,
    vetting: null,
    acr: null,
    author: { organisation, person, role, function: agency },
  };
};

export const northbridge = principal('northbridge', 'children-services', 'duty-worker');
export const police = principal('metro-police', 'police', 'investigator');

/** A contact at the front desk: it begins a case. */
export const contact = (changes: Partial<RecordRequest> = {}): RecordRequest => ({
  principal: northbridge,
  purpose: 'safeguarding',
  type: 'ContactReceived',
  caseId: null,
  linkId: null,
  key: 'front-desk-0001',
  occurred: '2007-02-26',
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
    childsWords: 'I have nowhere to go.',
  },
  correlation: '6d5f7c39-6a5e-4d1c-8f0a-2f4f3d9c3a11',
  ...changes,
});

/** Recording on a real log and real keys in a folder of its own. `watched` lets a test come between it and the log. */
export const openedRecording = async (watched: (store: EventStore) => EventStore = (store) => store) => {
  const folder = await mkdtemp(join(tmpdir(), 'recording-'));
  const clock = storyClock('2010-11-02T10:00:00.000Z');
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  const provider = await openKeyFile({ file: join(folder, 'key'), production: false, mayCreate: true });
  const dataKeys = await openDataKeyFile(join(folder, 'data-keys.sqlite'));
  const sealing = await openSealing({ provider, dataKeys, clock });
  const seen = new Map<EventId, EventHeader>();
  const stubs = new Set<EventId>();
  const links = new Map<CaseId, readonly CaseId[]>();
  const ports = {
    store: watched(store),
    sealing,
    policy: () => policies.current,
    directory: {
      ...emptyDirectory(),
      functionOf: (organisation: string) =>
        [northbridge, police].find((registered) => registered.organisation === organisation)?.function,
    },
    sight: {
      seenBy: async (_organisation: string, events: readonly EventId[]) =>
        new Map(
          events.flatMap((id) => {
            const header = seen.get(id);
            if (header === undefined) return [];
            return [[id, { header, asStub: stubs.has(id), neverTo: header.handling.neverTo }] as const];
          }),
        ),
      linkedTo: async (caseId: CaseId) => links.get(caseId) ?? [],
    },
    clock,
  };
  const inLog = async () => {
    const events = [];
    for await (const event of store.readAll()) events.push({ ...event, ...fromStored(event.data) });
    return events;
  };
  return {
    ...ports,
    ports,
    clock,
    seen,
    stubs,
    links,
    inLog,
    /** Another process on the same log. */
    another: () => openRecording(ports),
    recording: openRecording(ports),
    close: async () => {
      await sealing.close();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
};
