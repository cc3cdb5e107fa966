/** Events as recording would write them, for the benchmarks of what follows the log. */
import { randomUUID } from 'node:crypto';
import type { AgencyFunction, Concerns, EventHeader, PartName } from '#casework';
import type { EventStore, NewEvent } from '#event-store';
import { toStored } from '#sealing';
import { loadSharingPolicies } from '#sharing-policy';

const organisations: readonly (readonly [string, AgencyFunction])[] = [
  ...Array.from({ length: 6 }, (_, n) => [`authority-${n}`, 'children-services'] as const),
  ...Array.from({ length: 6 }, (_, n) => [`force-${n}`, 'police'] as const),
  ...Array.from({ length: 4 }, (_, n) => [`clinic-${n}`, 'health'] as const),
  ['port', 'border'],
  ['lantern', 'voluntary'],
];

/** What is told most often of a case, with the parts that it comes in. */
export const types: readonly (readonly [string, readonly PartName[]])[] = [
  ['DecisionRecorded', ['core.coded', 'core.told']],
  ['PlacementMade', ['core.coded', 'location.told', 'care.told']],
  ['ChildViewRecorded', ['core.coded', 'voice.told']],
  ['IndicatorObserved', ['core.coded', 'care.told', 'police.told']],
  ['ManagementOversightRecorded', ['core.coded', 'core.told']],
];

const start = Date.UTC(2010, 0, 1);
const sealed = 'x'.repeat(180);

/** Headers and parts as recording would write them, but for what is in the parts. */
export const teller = () => {
  let number = 0;
  return (
    stream: string,
    caseId: string | null,
    type: string,
    organisation: string,
    concerns: Concerns = {},
    parts: readonly PartName[] = ['core.coded'],
  ): { readonly stream: string; readonly event: NewEvent } => {
    const recordedAt = new Date(start + number * 60_000).toISOString();
    number += 1;
    const header: EventHeader = {
      id: randomUUID(),
      stream,
      type,
      version: 1,
      caseId,
      recordedBy: { organisation, person: `${organisation}-worker`, role: 'system' },
      occurred: recordedAt.slice(0, 10),
      recordedAt,
      source: 'own-act',
      parts,
      handling: { caveats: [], releasableTo: null, neverTo: [] },
      lawfulBasis: 'public-task',
      correlation: randomUUID(),
      causation: null,
      relations: [],
      concerns,
    };
    const data = toStored({
      header,
      parts: parts.map((part) => ({ part, key: 'a-data-key', nonce: 'sixteen-letters.', sealed })),
    });
    return { stream, event: { id: header.id, type, data } };
  };
};

/** What must stand in a log before any case: a policy, and the organisations. */
export const ground = (tell: ReturnType<typeof teller>, policyVersion: string) => [
  tell('policy', null, 'PolicyAdopted', 'system', { policyVersion }),
  ...organisations.map(([organisation, agency]) =>
    tell('directory', null, 'OrganisationRegistered', 'system', { organisation, function: agency }),
  ),
];

/** Some hundred cases are worked on at any time, each by three or four agencies, each for forty events. */
export const manyCases = function* (tell: ReturnType<typeof teller>, events: number, atOnce = 200) {
  const each = 40;
  let told = 0;
  for (let wave = 0; told < events; wave += 1) {
    const ids = Array.from({ length: atOnce }, () => randomUUID());
    for (let turn = 0; turn < each; turn += 1) {
      for (const [index, id] of ids.entries()) {
        if (told === events) return;
        told += 1;
        const stream = `case-${id}`;
        const authority = `authority-${(wave + index) % 6}`;
        const force = `force-${index % 6}`;
        const joining = [force, `clinic-${index % 4}`, index % 3 === 0 ? 'lantern' : null][turn - 1];
        if (turn === 0) yield tell(stream, id, 'CaseOpened', authority, {}, ['core.coded', 'core.told']);
        else if (joining) yield tell(stream, id, 'AgencyJoinedCase', authority, { organisation: joining });
        else if (turn === 5) yield tell(stream, id, 'ResponsibilityAccepted', authority);
        else {
          const [type, parts] = types[(turn + index) % types.length]!;
          yield tell(stream, id, type, turn % 3 === 0 ? force : authority, {}, parts);
        }
      }
    }
  }
};

/** Appends many events, a good number at once. */
export const append = async (
  store: EventStore,
  all: Iterable<{ stream: string; event: NewEvent }>,
): Promise<void> => {
  let waiting: Promise<unknown>[] = [];
  for (const { stream, event } of all) {
    waiting.push(store.append(stream, [event], { expected: 'any' }));
    if (waiting.length < 2_000) continue;
    await Promise.all(waiting);
    waiting = [];
  }
  await Promise.all(waiting);
};

export const policies = () =>
  loadSharingPolicies({
    onAlarm: (reason) => {
      throw new Error(reason);
    },
  });
