import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyLink, evolveLink, linkedCases, type EventHeader, type LinkState } from '#casework';
import { openEmbeddedEventStore, type Position } from '#event-store';
import { emptyDirectory } from '#identity';
import { storyClock, type CaseId, type EventId } from '#kernel';
import { openAdministration, openDuties, openOversight, openRecording, openStreams } from '#recording';
import { fromStored, openDataKeyFile, openKeyFile, openSealing } from '#sealing';
import { loadSharingPolicies } from '#sharing-policy';
import { loadSamples, type Administer, type Samples } from './load-samples.js';

const policies = loadSharingPolicies({
  onAlarm: (reason) => {
    throw new Error(reason);
  },
});

/**
 * A view of headers without a policy: an organisation sees whatever stands on a case that it is on, or on one linked to
 * it, and every link of such a case. What policy takes away is proven elsewhere; here the stories must fit the rules.
 */
const headersInView = () => {
  const headers = new Map<EventId, EventHeader>();
  const members = new Map<CaseId, Set<string>>();
  const links = new Map<string, LinkState>();

  const linkedTo = (caseId: CaseId): readonly CaseId[] => {
    const group = new Set([caseId]);
    for (const one of group) {
      for (const link of links.values()) {
        const { joined } = linkedCases(link);
        if (joined.includes(one)) joined.forEach((other) => group.add(other));
      }
    }
    return [...group].filter((other) => other !== caseId);
  };
  const isOn = (organisation: string, caseId: CaseId) =>
    [caseId, ...linkedTo(caseId)].some((each) => members.get(each)?.has(organisation));
  const casesOf = (header: EventHeader) =>
    header.caseId === null ? (links.get(header.stream)?.cases ?? []) : [header.caseId];

  return {
    headers,
    linkedTo,
    take: (header: EventHeader) => {
      headers.set(header.id, header);
      if (header.stream.startsWith('link-'))
        links.set(header.stream, evolveLink(links.get(header.stream) ?? emptyLink, header));
      if (header.caseId === null) return;
      const on = members.get(header.caseId) ?? new Set([header.recordedBy.organisation]);
      if (header.type === 'AgencyJoinedCase') on.add(String(header.concerns.organisation));
      members.set(header.caseId, on);
    },
    sees: (organisation: string, event: EventId) => {
      const header = headers.get(event);
      if (header === undefined) return undefined;
      const addressed = Object.values(header.concerns).flat().includes(organisation);
      return addressed || casesOf(header).some((caseId) => isOn(organisation, caseId)) ? header : undefined;
    },
  };
};

/** When the stories are loaded here, unless told. */
const longAfter = '2026-11-20T12:00:00.000Z';

/** The write side on a log and keys of its own, for loading stories into. */
export const openedForSamples = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'samples-'));
  const clock = storyClock('2002-01-01T00:00:00.000Z');
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  const provider = await openKeyFile({ file: join(folder, 'key'), production: false, mayCreate: true });
  const dataKeys = await openDataKeyFile(join(folder, 'data-keys.sqlite'));
  const sealing = await openSealing({ provider, dataKeys, clock });
  const directory = emptyDirectory();
  const view = headersInView();
  const ports = {
    store,
    sealing,
    policy: () => policies.current,
    directory,
    sight: {
      seenBy: async (organisation: string, events: readonly EventId[]) =>
        new Map(
          events.flatMap((id) => {
            const header = view.sees(organisation, id);
            return header === undefined
              ? []
              : [[id, { header, asStub: false, neverTo: header.handling.neverTo }] as const];
          }),
        ),
      linkedTo: async (caseId: CaseId) => view.linkedTo(caseId),
    },
    clock,
  };
  const administration = openAdministration(ports);
  const streams = openStreams(ports);
  const recording = openRecording(ports, streams);
  const oversight = openOversight({ ...ports, overdueEmergencyReviews: () => Promise.resolve([]) }, streams);
  const duties = openDuties(ports, streams);
  const administered = async (type: string, details: Readonly<Record<string, unknown>>, key: string) => {
    const { position } = await administration.record({ type, details, key });
    for await (const event of store.readAll({ from: position, limit: 1 }))
      directory.apply({ header: fromStored(event.data).header, details });
  };
  const { version, digestOfText, digestOfSchema, engine } = policies.adoption;
  const administer: Administer = {
    adoptPolicy: (key) =>
      administered(
        'PolicyAdopted',
        { policyVersion: version, textDigest: digestOfText, schemaDigest: digestOfSchema, engine },
        key,
      ),
    registerOrganisation: (details, key) => administered('OrganisationRegistered', details, key),
    bindIssuer: (issuer, organisations, key) =>
      administered(
        'IssuerBound',
        {
          issuer: `http://127.0.0.1/${issuer}`,
          organisations,
          keySet: `http://127.0.0.1/${issuer}/keys`,
          algorithms: ['ES256'],
          audience: 'throughline',
        },
        key,
      ),
    enrolPerson: (details, key) => administered('PersonEnrolled', details, key),
    suspendPerson: (details, key) => administered('PersonSuspended', details, key),
  };
  let seen: Position | 'start' = 'start';
  const settled = async () => {
    for await (const event of store.readAll({ from: seen })) {
      view.take(fromStored(event.data).header);
      seen = event.position;
    }
  };
  const inLog = async () => {
    const headers: EventHeader[] = [];
    for await (const event of store.readAll()) headers.push(fromStored(event.data).header);
    return headers;
  };
  return {
    recording,
    headers: view.headers,
    inLog,
    clock,
    load: (samples: Samples, present = longAfter) =>
      loadSamples(
        {
          record: (request) => recording.record(request),
          oversight,
          setClock: (now) => clock.setTo(now),
          administer,
          duties,
          present,
          settled,
        },
        samples,
      ),
    close: async () => {
      await sealing.close();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
};
