import {
  addresseeFields,
  declarationOf,
  hasPart,
  noParts,
  partName,
  partSet,
  type AgencyFunction,
  type EventDeclaration,
  type PartSet,
  type RelationKind,
  type Role,
  type SourceKind,
} from '#casework';
import { positionOf } from '#event-store';
import { parseOccurred, type Instant, type Occurred } from '#kernel';
import type { EntryMark, ToldLevel } from '../api.js';
import type { Details } from '../reading/opening.js';
import type {
  AgencyUnderReview,
  Knowledge,
  KnowledgeState,
  MomentOfKnowledge,
  Opening,
  RecordUnderReview,
  ReviewedEvent,
  ReviewQuestion,
  Spell,
} from './record-under-review.js';

/** An event of a record built by hand. Its id is its label. */
export interface GivenEvent {
  readonly label: string;
  readonly by: string;
  readonly type: string;
  readonly occurred: string;
  /** A date or minute on the clock on the wall in London; when it occurred unless told. */
  readonly at?: string;
  readonly caseId?: string;
  readonly person?: string;
  readonly role?: Role;
  readonly source?: SourceKind;
  /** Labels, by kind of relation. */
  readonly relations?: Partial<Readonly<Record<RelationKind, readonly string[]>>>;
  readonly details?: Details;
  /** The parts that the reviewer may have opened; all of those that it has, unless told. */
  readonly handed?: PartSet;
  readonly level?: ToldLevel;
}

/** An agency other than the recorder's came to have an event. */
export interface GivenSpell {
  readonly agency: string;
  readonly event: string;
  readonly from: string;
  readonly until?: string;
  readonly level?: ToldLevel;
}

export interface GivenOpening {
  readonly agency: string;
  readonly event: string;
  readonly at: string;
}

/** A refusal of an event, or a decision not to share it, that stands from then on. */
export interface GivenRefusal {
  readonly agency: string;
  readonly event: string;
  readonly from: string;
  readonly state: 'refused' | 'withheld';
}

export interface GivenRecord {
  readonly agencies: Readonly<Record<string, AgencyFunction | readonly [AgencyFunction, string]>>;
  readonly events: readonly GivenEvent[];
  readonly spells?: readonly GivenSpell[];
  readonly openings?: readonly GivenOpening[];
  readonly refusals?: readonly GivenRefusal[];
}

/** A record, with what is sealed in its events. */
export interface BuiltRecord extends RecordUnderReview {
  readonly sealed: ReadonlyMap<string, Details>;
}

const occurredOf = (text: string): Occurred => {
  const read = parseOccurred(text);
  if (!read.ok) throw new Error(`"${text}" ${read.reason}`);
  return read.value;
};

/** The instant at which a date, or a minute in London, begins. */
export const instant = (text: string): Instant => occurredOf(text).earliest;

const partsFilled = ({ fields }: EventDeclaration, details: Details): PartSet =>
  partSet(
    Object.entries(fields)
      .filter(([name]) => details[name] !== undefined)
      .map(([, { category, grade }]) => partName(category, grade)),
  );

const addresseesIn = (type: string, details: Details): readonly string[] => {
  const named = details[addresseeFields.get(type) ?? ''];
  return typeof named === 'string' ? [named] : [];
};

const marksFrom = (given: readonly GivenEvent[]): ReadonlyMap<string, readonly EntryMark[]> => {
  const marks = new Map<string, EntryMark[]>();
  for (const { label, type, relations } of given) {
    const add = (event: string, kind: EntryMark['kind']) =>
      marks.set(event, [...(marks.get(event) ?? []), { kind, by: label }]);
    for (const event of relations?.corrects ?? []) add(event, 'corrected');
    for (const event of relations?.withdraws ?? [])
      add(event, type === 'EventRetracted' ? 'retracted' : 'withdrawn');
  }
  return marks;
};

const reviewed = (
  given: GivenEvent,
  index: number,
  marks: ReadonlyMap<string, readonly EntryMark[]>,
): ReviewedEvent => {
  const { label, by, type, level = 'full', details = {} } = given;
  const declaration = declarationOf(type);
  if (declaration === undefined) throw new Error(`There is no event ${type}`);
  const isStub = level === 'stub';
  return {
    eventId: label,
    caseId: given.caseId ?? 'case',
    position: positionOf(BigInt(index + 1), BigInt(index + 1)),
    type: isStub ? null : type,
    declaration: isStub ? null : declaration,
    kindOfWork: declaration.kindOfWork,
    occurred: occurredOf(given.occurred),
    recordedAt: instant(given.at ?? given.occurred),
    organisation: by,
    person: isStub ? null : (given.person ?? `somebody-at-${by}`),
    role: isStub ? null : (given.role ?? 'system'),
    source: isStub ? null : (given.source ?? 'own-act'),
    relations: Object.entries(given.relations ?? {}).flatMap(([kind, events]) =>
      (events ?? []).map((eventId) => ({ kind: kind as RelationKind, eventId })),
    ),
    marks: marks.get(label) ?? [],
    level,
    handed: isStub ? noParts : (given.handed ?? partsFilled(declaration, details)),
    withheld: [],
    addressees: addresseesIn(type, details),
  };
};

/** By agency, then by event. */
const grouped = <Item extends { readonly agency: string; readonly event: string }, Kept>(
  items: readonly Item[] = [],
  kept: (item: Item) => Kept,
): ((agency: string, event: string) => readonly Kept[]) => {
  const groups = new Map<string, Map<string, Kept[]>>();
  for (const item of items) {
    const ofAgency = groups.get(item.agency) ?? new Map<string, Kept[]>();
    groups.set(item.agency, ofAgency);
    ofAgency.set(item.event, [...(ofAgency.get(item.event) ?? []), kept(item)]);
  }
  return (agency, event) => groups.get(agency)?.get(event) ?? [];
};

const policyVersion = '2026-12';

const knowledgeOf = (given: GivenRecord, byId: ReadonlyMap<string, ReviewedEvent>): Knowledge => {
  const givenSpells = grouped(given.spells, ({ from, until, level = 'full' }): Spell => ({
    from: instant(from),
    until: until === undefined ? null : instant(until),
    level,
    policyVersion,
  }));
  const openings = grouped(given.openings, ({ agency, at }): Opening => ({
    at: instant(at),
    person: `somebody-at-${agency}`,
    role: 'system',
  }));
  const refusals = grouped(given.refusals, ({ from, state }) => ({ from: instant(from), state }));
  const ownSpells = new Map<string, readonly Spell[]>(
    [...byId.values()].map(({ eventId, recordedAt }) => [
      eventId,
      [{ from: recordedAt, until: null, level: 'full', policyVersion }],
    ]),
  );
  const own = (agency: string, event: string) => byId.get(event)?.organisation === agency;
  const spells = (agency: string, event: string): readonly Spell[] =>
    own(agency, event) ? (ownSpells.get(event) ?? []) : givenSpells(agency, event);
  const stateOf = (
    agency: string,
    event: ReviewedEvent,
    { at, before }: MomentOfKnowledge,
  ): KnowledgeState => {
    const { eventId, recordedAt, position, occurred } = event;
    if (recordedAt > at || (before !== null && position >= before))
      return occurred.latest !== null && occurred.latest <= at ? 'not-yet-recorded' : 'not-yet-occurred';
    if (own(agency, eventId) || openings(agency, eventId).some((opening) => opening.at <= at))
      return 'opened';
    const spell = spells(agency, eventId).find(
      ({ from, until }) => from <= at && (until === null || until > at),
    );
    if (spell !== undefined) return spell.level === 'stub' ? 'stub-only' : 'visible-unread';
    const refusal = refusals(agency, eventId).find(({ from }) => from <= at);
    return refusal?.state ?? 'held-elsewhere';
  };
  return { spells, openings, stateOf };
};

/** A record of the events in the order given, which is the order of their recording. */
export const recordOf = (given: GivenRecord): BuiltRecord => {
  const marks = marksFrom(given.events);
  const events = given.events
    .map((event, index) => reviewed(event, index, marks))
    .sort((a, b) =>
      a.occurred.earliest === b.occurred.earliest
        ? a.position < b.position
          ? -1
          : 1
        : a.occurred.earliest < b.occurred.earliest
          ? -1
          : 1,
    );
  const byId = new Map(events.map((event) => [event.eventId, event]));
  const agencies = new Map<string, AgencyUnderReview>(
    Object.entries(given.agencies).map(([organisation, told]) => {
      const [agencyFunction, name] = typeof told === 'string' ? [told, organisation] : told;
      return [organisation, { organisation, name, function: agencyFunction }];
    }),
  );
  const knowledge = knowledgeOf(given, byId);
  return {
    reviewId: 'review',
    board: 'board',
    scope: { cases: ['case'], from: occurredOf('2000'), until: occurredOf('2030') },
    position: null,
    policyVersion: '2026-12',
    agencies,
    events,
    byId,
    knowledge,
    knowledgeUnder: () => knowledge,
    sealed: new Map(given.events.map(({ label, details = {} }) => [label, details])),
  };
};

/** Asks a question of a record. Nothing is opened but the parts that the question asks for and this reviewer may have. */
export const answered = <Answer>(
  question: ReviewQuestion<Answer>,
  record: BuiltRecord,
): { readonly answer: Promise<Answer>; readonly opened: Promise<ReadonlyMap<string, Details>> } => {
  let opened: ReadonlyMap<string, Details> = new Map();
  const open = async (events: readonly ReviewedEvent[]) => {
    opened = new Map(
      events.map((event) => {
        const parts = question.parts(event, record) & event.handed;
        const details = Object.entries(record.sealed.get(event.eventId) ?? {}).filter(([name]) => {
          const field = event.declaration?.fields[name];
          return field !== undefined && hasPart(parts, partName(field.category, field.grade));
        });
        return [event.eventId, Object.fromEntries(details)];
      }),
    );
    return opened;
  };
  const answer = question.answer(record, open);
  return { answer, opened: answer.then(() => opened) };
};
