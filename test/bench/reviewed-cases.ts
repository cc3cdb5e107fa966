/**
 * Linked cases under the review of a board, as recording would have written them: sealed parts, relations, and records of
 * who read what while it went on. Everything is derived from places in the story, so that each run tells the same.
 */
import { randomUUID } from 'node:crypto';
import {
  concernsOf,
  declarationOf,
  openHandling,
  partSet,
  partsOf,
  type AgencyFunction,
  type EventHeader,
  type RelationKind,
} from '#casework';
import type { EventStore, NewEvent } from '#event-store';
import type { Principal } from '#identity';
import { storyClock } from '#kernel';
import { disclosureLog, type Reader } from '#read-models';
import { toStored, type Sealing } from '#sealing';

export interface SizeOfReview {
  readonly cases: number;
  readonly eventsOfACase: number;
  /** Records of access, each of a page of 25 events. */
  readonly disclosures: number;
}

type Details = Readonly<Record<string, unknown>>;
type Relations = EventHeader['relations'];

/** Eight, and the board. They bear the ids of the sample directory, so that the story can be told into any data folder. */
export const reviewedAgencies: readonly (readonly [string, AgencyFunction])[] = [
  ['northbridge', 'children-services'],
  ['eastmoor', 'children-services'],
  ['southquay', 'children-services'],
  ['metro-police', 'police'],
  ['westmarch-police', 'police'],
  ['northmere-police', 'police'],
  ['riverside-clinic', 'health'],
  ['lantern', 'voluntary'],
];
export const board = 'board';

const [leads, forces] = [reviewedAgencies.slice(0, 3), reviewedAgencies.slice(3, 6)];
const pageOfEvents = 25;
const appendedAtOnce = 500;
/** By this turn everybody has joined, and the cases are found to be about one child. */
const turnOfTheLink = 6;

const words = (
  'child duty worker visit alone interpreter station evening school friend coat money address telephone asked said nobody ' +
  'answered manager waiting checked believed document afraid returned house carer morning referral police hostel bus advised'
).split(' ');

/** Other words for every event, about as long as somebody at a duty desk writes. */
const account = (number: number): string => {
  const said: string[] = [];
  for (let word = 0; word < 18 + (number % 23); word += 1)
    said.push(words[(number * 7 + word * (1 + (number % 5))) % words.length]!);
  return `${said.join(' ')}, as entry ${number} of the log says.`;
};

interface Told {
  readonly type: string;
  readonly details: Details;
  readonly relations?: Relations;
}

const related = (kind: RelationKind, events: readonly (string | undefined)[]): Relations =>
  events.flatMap((event) => (event === undefined ? [] : [{ kind, event }]));

/** What is told of a case at one turn of it, after what was told of it before. */
const toldAt = (turn: number, number: number, before: readonly string[]): Told => {
  const text = account(number);
  const decided = { rationale: text, optionsConsidered: ['To act', 'To wait'] };
  switch (turn % 6) {
    case 1:
      return {
        type: 'IndicatorObserved',
        details: { indicators: ['debt-bondage'], setting: 'outreach', observation: text },
      };
    case 2:
      return {
        type: 'DecisionRecorded',
        relations: related('reliesOn', before.slice(-2)),
        details: { ...decided, matter: 'safety', takenBy: 'manager', decision: 'To look again in a week.' },
      };
    case 3:
      return {
        type: 'ChildViewRecorded',
        details: { matter: 'placement', heardHow: 'spoken', childSeen: 'alone', view: text },
      };
    case 4:
      return {
        type: 'ManagementOversightRecorded',
        relations: related('reliesOn', before.slice(-2, -1)),
        details: { ...decided, occasion: 'supervision', agrees: true, direction: text },
      };
    case 5:
      return turn % 4 === 1
        ? {
            type: 'ContactTurnedAway',
            relations: related('about', before.slice(-5, -4)),
            details: {
              ...{ ...decided, reason: 'age-disputed', decidedBy: 'A duty worker', managerAgreed: false },
              ...{ childSeenAlone: false, interpreterUsed: false, presentation: text },
            },
          }
        : received(text);
    default:
      return received(text);
  }
};

const received = (text: string): Told => ({
  type: 'ContactReceived',
  details: {
    ...{ channel: 'in-person', contactedBy: 'child', helpAskedFor: ['somewhere-to-live'] },
    ...{ childPresent: true, account: text, childsWords: text.slice(0, 60) },
  },
});

export interface ToldCases {
  readonly cases: readonly string[];
  readonly events: number;
}

export interface Telling {
  readonly store: EventStore;
  readonly sealing: Sealing;
  readonly policyVersion: string;
}

/** Tells one event after the other, an hour apart, many to an append; `flush` makes all of them durable. */
export const storyTeller = ({ store, sealing }: Telling) => {
  const clock = storyClock('2010-01-01T00:00:00.000Z');
  let hours = 0;
  let waiting: Promise<unknown>[] = [];
  const flush = async (): Promise<void> => {
    await Promise.all(waiting);
    waiting = [];
  };
  const tell = async (
    stream: string,
    caseId: string | null,
    organisation: string,
    { type, details, relations = [] }: Told,
  ): Promise<string> => {
    const declaration = declarationOf(type)!;
    hours += 1;
    clock.setTo(new Date(Date.UTC(2010, 0, 1) + hours * 3_600_000).toISOString());
    const parts = partsOf(declaration, details);
    const header: EventHeader = {
      ...{ id: randomUUID(), stream, type, version: declaration.version, caseId },
      recordedBy: { organisation, person: `${organisation}-${hours % 7}`, role: 'duty-worker' },
      // Every ninth was written down some weeks later.
      occurred: new Date(Date.parse(clock.now()) - (hours % 9 === 0 ? 20 * 86_400_000 : 0))
        .toISOString()
        .slice(0, 10),
      ...{ recordedAt: clock.now(), source: 'own-act', parts: [...parts.keys()], handling: openHandling },
      ...{ lawfulBasis: 'public-task', correlation: randomUUID(), causation: null, relations },
      concerns: concernsOf(declaration, details),
    };
    const { sealed } = await sealing.sealParts({ header, retention: declaration.retention, parts });
    const event: NewEvent = { id: header.id, type, data: toStored({ header, parts: sealed }) };
    waiting.push(store.append(stream, [event], { expected: 'any' }));
    if (waiting.length >= appendedAtOnce) await flush();
    return header.id;
  };
  return { clock, tell, flush };
};

/** Tells the cases: contacts, what was seen, decisions and on what they rest; now and then somebody reads a page of one. */
export const tellCases = async (
  telling: Telling,
  { cases: count, eventsOfACase, disclosures }: SizeOfReview,
): Promise<ToldCases> => {
  const { clock, tell, flush } = storyTeller(telling);
  const access = disclosureLog({ ...telling, clock });
  const cases = Array.from({ length: count }, () => randomUUID());
  const toldOf = new Map<string, string[]>(cases.map((id) => [id, []]));
  let events = 0;
  let read = 0;

  for (let turn = 0; turn < eventsOfACase; turn += 1) {
    for (const [index, id] of cases.entries()) {
      const [lead, force] = [leads[index % 3]![0], forces[index % 3]![0]];
      const before = toldOf.get(id)!;
      const joining = turn === 1 ? force : turn === 2 ? 'lantern' : turn === 3 ? 'riverside-clinic' : null;
      const by = joining !== null || turn % 3 !== 1 ? lead : turn % 2 === 0 ? 'lantern' : force;
      const told =
        joining === null
          ? toldAt(turn, events, before)
          : { type: 'AgencyJoinedCase', details: { organisation: joining, through: 'request' } };
      before.push(await tell(`case-${id}`, id, by, told));
      events += 1;
      const due = Math.floor((events / (count * eventsOfACase)) * disclosures);
      for (; read < due && before.length > 3; read += 1) {
        const reading = readerAt(force, 'police', 'investigator', 'safeguarding');
        await flush();
        await access.record(reading, [touchOf(id, before.slice(-pageOfEvents), telling.policyVersion)]);
      }
    }
    if (turn === turnOfTheLink)
      await tell(`link-${randomUUID()}`, null, leads[0]![0], {
        type: 'RecordLinked',
        details: { cases, agreedAsLead: cases },
      });
  }
  await flush();
  return { cases, events };
};

const touchOf = (caseId: string, events: readonly string[], policyVersion: string) => ({
  ...({ asked: 'timeline', caseId, outcome: 'given', caseKnown: true, asOf: null, whole: true } as const),
  events: events.map((eventId) => ({ eventId, parts: partSet(['core.coded', 'core.told']) })),
  ...{ decidedBy: [], policyVersion, viewPosition: null },
});

/** Somebody of an organisation who reads. */
export const readerAt = (
  organisation: string,
  agency: AgencyFunction,
  role: Principal['role'],
  purpose: Reader['purpose'],
): Reader => {
  const person = `${organisation}-reader`;
  return {
    purpose,
    correlation: randomUUID(),
    principal: {
      ...{ person, organisation, function: agency, role },
      ...{ team: null, supervisor: null, vetting: null, acr: null },
      author: { organisation, person, role, function: agency },
    },
  };
};
