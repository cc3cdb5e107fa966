import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  concernsOf,
  declarationOf,
  openHandling,
  partsOf,
  type EventHeader,
  type Handling,
  type Purpose,
  type Relation,
  type Role,
} from '#casework';
import { openEmbeddedEventStore, type Position } from '#event-store';
import { emptyDirectory, type Principal } from '#identity';
import { randomId, storyClock, type StoryClock } from '#kernel';
import type { MakeDatabase } from '#platform/testing';
import { followProgress, runProjections, type ProjectionAlarm } from '#projections';
import { openDataKeyFile, openKeyFile, openSealing, toStored } from '#sealing';
import { loadSharingPolicies } from '#sharing-policy';
import type { Reader } from './api.js';
import { disclosureLog } from './disclosure/disclosure-log.js';
import { openReadModels } from './read-models.js';
import type { ReadTables } from './reading/ports.js';
import { agencies, type Agency } from './timeline/story.fixture.js';
import { viewProjections, viewsRead } from './views.js';

export interface Doing {
  readonly by?: Agency;
  readonly caseId?: string;
  readonly stream?: string;
  readonly occurred?: string;
  readonly handling?: Partial<Handling>;
  readonly relations?: readonly Relation[];
}

/** A whole read side of its own: log, keys, views that follow, and a directory. */
export const readSide = async (make: MakeDatabase, slots = 1) => {
  const folder = await mkdtemp(join(tmpdir(), 'read-side-'));
  const clock: StoryClock = storyClock('2010-01-01T09:00:00.000Z');
  const store = await openEmbeddedEventStore({ file: join(folder, 'log.sqlite'), clock });
  const provider = await openKeyFile({ file: join(folder, 'key'), production: false, mayCreate: true });
  const dataKeys = await openDataKeyFile(join(folder, 'keys.sqlite'));
  const sealing = await openSealing({ provider, dataKeys, clock });
  const { database, remove } = await make<ReadTables>();
  const alarms: ProjectionAlarm[] = [];
  const onAlarm = (alarm: ProjectionAlarm) => void alarms.push(alarm);
  const policies = loadSharingPolicies({
    onAlarm: (reason) => {
      throw new Error(`The sharing policy raised an alarm: ${reason}`);
    },
  });
  const directory = emptyDirectory();
  const stopping = new AbortController();
  const running = runProjections({
    ...{ store, database, onAlarm },
    projections: viewProjections({ policies, onAlarm, clock, slots }),
    signal: stopping.signal,
  });
  const progress = followProgress({ store, database, views: viewsRead });
  const reads = openReadModels({ database: database.reader, policies, directory, sealing, clock, progress });
  const log = disclosureLog({ store, sealing, clock });
  let last: Position | null = null;

  const record = async (
    type: string,
    details: Readonly<Record<string, unknown>>,
    doing: Doing = {},
  ): Promise<EventHeader> => {
    const declaration = declarationOf(type)!;
    const stream = doing.stream ?? (doing.caseId === undefined ? declaration.stream : `case-${doing.caseId}`);
    const organisation = doing.by ?? 'northbridge';
    const parts = partsOf(declaration, details);
    clock.setTo(new Date(Date.parse(clock.now()) + 60_000).toISOString());
    const header: EventHeader = {
      id: randomId(),
      stream,
      type,
      version: declaration.version,
      caseId: doing.caseId ?? null,
      recordedBy: { organisation, person: `${organisation}-worker`, role: 'system' },
      occurred: doing.occurred ?? clock.now().slice(0, 10),
      recordedAt: clock.now(),
      source: 'own-act',
      parts: [...parts.keys()],
      handling: { ...openHandling, ...doing.handling },
      lawfulBasis: null,
      correlation: 'request',
      causation: null,
      relations: doing.relations ?? [],
      concerns: concernsOf(declaration, details),
    };
    const { sealed } = await sealing.sealParts({
      header,
      retention: declaration.retention,
      parts: parts,
    });
    directory.apply({ header, details });
    const data = toStored({ header, parts: sealed });
    const { position } = await store.append(stream, [{ id: header.id, type, data }], { expected: 'any' });
    last = position;
    return header;
  };

  const settled = async () => {
    const head = await store.head();
    if (head === null || !(await reads.upTo(head, { timeoutMs: 10_000 })))
      throw new Error(`The views did not come to the end of the log: ${JSON.stringify(alarms)}`);
  };

  const adoption = {
    policyVersion: policies.current.version,
    textDigest: 'digest',
    schemaDigest: 'digest',
    engine: 'engine',
  };
  await record('PolicyAdopted', adoption);
  for (const [organisation, agency] of Object.entries(agencies)) {
    await record('OrganisationRegistered', {
      organisation,
      function: agency,
      name: `The ${organisation}`,
      contactPoint: `Call ${organisation}`,
    });
  }

  return {
    folder,
    store: store,
    database,
    reads,
    log,
    record,
    settled,
    alarms,
    clock,
    directory,
    last: () => last,
    close: async () => {
      stopping.abort();
      await running.stopped;
      await progress.stop();
      await remove();
      await sealing.close();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
};
export type ReadSide = Awaited<ReturnType<typeof readSide>>;

export const readerOf = (
  organisation: Agency,
  role: Role,
  more: { readonly person?: string; readonly purpose?: Purpose; readonly team?: string } = {},
): Reader => {
  const person = more.person ?? `${organisation}-worker`;
  const agency = agencies[organisation];
  const principal: Principal = {
    person,
    organisation,
    function: agency,
    role,
    team: more.team ?? null,
    supervisor: null,
    vetting: null,
    acr: null,
    author: { organisation, person, role, function: agency },
  };
  return { principal, purpose: more.purpose ?? 'safeguarding', correlation: 'request-of-a-reader' };
};
