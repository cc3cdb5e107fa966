import { derivedId, parseOccurred, type CaseId, type EventId, type Instant } from '#kernel';
import { foldCase, type CaseState } from './case-state.js';
import { withWhatFollows } from './decide.js';
import type { Details, EventDeclaration, OpenedEvent } from './declaration/case-event.js';
import { concernsOf, partsOf } from './declaration/parts-of.js';
import type { Shape } from './declaration/kinds.js';
import type { Proposal } from './decision/proposal.js';
import type { AgencyFunction, Role } from './vocabulary/agencies.js';
import {
  openHandling,
  type EventHeader,
  type Handling,
  type LawfulBasis,
  type Relation,
  type RelationKind,
} from './vocabulary/event-header.js';

/** An organisation of the stories that specifications tell. */
export interface Agency {
  readonly id: string;
  readonly function: AgencyFunction;
}

const agency = (id: string, agencyFunction: AgencyFunction): Agency => ({ id, function: agencyFunction });
export const northbridge = agency('northbridge', 'children-services');
export const eastmoor = agency('eastmoor', 'children-services');
export const metroPolice = agency('metro-police', 'police');
export const border = agency('border', 'border');
export const asylumCasework = agency('asylum', 'asylum-casework');
export const competentAuthority = agency('competent-authority', 'competent-authority');
export const stBrides = agency('st-brides', 'health');
export const hilltopSchool = agency('hilltop-school', 'education');
export const guardians = agency('guardians', 'guardianship');
export const lantern = agency('lantern', 'voluntary');
export const prosecutor = agency('prosecutor', 'prosecution');
export const board = agency('board', 'safeguarding-board');
export const removals = agency('removals', 'immigration-enforcement');
export const analysts = agency('analysis-centre', 'analysis-centre');
export const registered: readonly Agency[] = [
  ...[northbridge, eastmoor, metroPolice, border, asylumCasework, competentAuthority, stBrides],
  ...[hilltopSchool, guardians, lantern, prosecutor, board, removals, analysts],
];

/** Somebody enrolled with an organisation. */
export const personOf = ({ id }: Agency, name = 'amara'): string => `${name}-of-${id}`;
export const organisationOf = (person: string): string | undefined =>
  registered.find(({ id }) => person.endsWith(`-of-${id}`))?.id;

export const childsCase = derivedId('the case of the specification');
export const anotherCase = derivedId('another case');

/** Something that an agency does: recorded before, or about to be. */
export interface Act {
  readonly id: EventId;
  readonly agency: Agency;
  readonly declaration: EventDeclaration;
  readonly details: Readonly<Record<string, unknown>>;
  readonly relations: readonly Relation[];
  readonly occurred: string | null;
  readonly recordedAt: Instant | null;
  readonly lawfulBasis: LawfulBasis | null;
  readonly handling: Handling;
  readonly role: Role;
}

/** What an act may say besides its details. */
type Also = Partial<Pick<Act, 'relations' | 'occurred' | 'recordedAt' | 'lawfulBasis' | 'handling' | 'role'>>;
const relation =
  (kind: RelationKind) =>
  (act: Pick<Act, 'id'>): Also => ({ relations: [{ kind, event: act.id }] });
export const about = relation('about');
export const reliesOn = relation('reliesOn');
export const corrects = relation('corrects');
export const withdraws = relation('withdraws');
export const discloses = relation('discloses');
export const occurring = (edtf: string): Also => ({ occurred: edtf });
export const recordedAt = (instant: Instant): Also => ({ recordedAt: instant });
export const onTheBasisOf = (lawfulBasis: LawfulBasis): Also => ({ lawfulBasis });
export const inTheRoleOf = (role: Role): Also => ({ role });
export const handledAs = (handling: Partial<Handling>): Also => ({
  handling: { ...openHandling, ...handling },
});

/** A believable value of every field that must be given, so that a specification says only what it is about. */
const exampleOf = (shape: Shape): unknown => {
  switch (shape.is) {
    case 'text':
      return 'As the worker wrote it down.'.slice(0, shape.longest);
    case 'code':
      return shape.values[0];
    case 'flag':
      return false;
    case 'whole-number':
    case 'number':
      return shape.least;
    case 'date':
      return '2010-11-02';
    case 'list':
      return [exampleOf(shape.of)];
    case 'group':
      return Object.fromEntries(
        Object.entries(shape.fields)
          .filter(([, { optional }]) => !optional)
          .map(([name, { shape: inner }]) => [name, exampleOf(inner)]),
      );
    case 'reference':
      return {
        organisation: northbridge.id,
        person: personOf(northbridge),
        case: anotherCase,
        event: anotherCase,
        link: anotherCase,
      }[shape.to];
  }
};

export const exampleDetails = (declaration: EventDeclaration): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(declaration.fields)
      .filter(([, { optional }]) => !optional)
      .map(([name, { kind }]) => [name, exampleOf(kind.shape)]),
  );

let acts = 0;

/** `by(lantern, CaseOpened)`: what an agency does; the details that are not said are believable ones. */
export const by = <D extends EventDeclaration>(
  agencyActing: Agency,
  declaration: D,
  details: Partial<Details<D>> | Readonly<Record<string, unknown>> = {},
  ...also: readonly Also[]
): Act => ({
  id: derivedId('act', (acts += 1)),
  agency: agencyActing,
  declaration,
  details: { ...exampleDetails(declaration), ...details },
  relations: also.flatMap(({ relations }) => relations ?? []),
  occurred: also.find(({ occurred }) => occurred)?.occurred ?? null,
  recordedAt: also.find((given) => given.recordedAt)?.recordedAt ?? null,
  lawfulBasis: also.find((given) => given.lawfulBasis)?.lawfulBasis ?? null,
  handling: also.find((given) => given.handling)?.handling ?? openHandling,
  role: also.find((given) => given.role)?.role ?? 'system',
});

const storyBegins = Date.parse('2010-11-02T09:00:00.000Z');
export const minutesIn = (minutes: number): Instant => new Date(storyBegins + minutes * 60_000).toISOString();

const authorOf = ({ agency, role }: Act) => ({ organisation: agency.id, person: personOf(agency), role });

export const headerOf = (act: Act, at: Instant, stream: string, caseId: CaseId | null): EventHeader => ({
  id: act.id,
  stream,
  type: act.declaration.type,
  version: act.declaration.version,
  caseId,
  recordedBy: authorOf(act),
  occurred: act.occurred ?? at.slice(0, 10),
  recordedAt: at,
  source: 'own-act',
  parts: [...partsOf(act.declaration, act.details).keys()],
  handling: act.handling,
  lawfulBasis: act.lawfulBasis,
  correlation: act.id,
  causation: null,
  relations: act.relations,
  concerns: concernsOf(act.declaration, act.details),
});

/** Most acts of a story are of one day, and reading a date takes longer than deciding. */
const read = new Map<string, ReturnType<typeof parseOccurred>>();
const occurredOf = (edtf: string): ReturnType<typeof parseOccurred> => {
  const occurred = read.get(edtf) ?? parseOccurred(edtf);
  read.set(edtf, occurred);
  return occurred;
};

export const proposalOf = (act: Act, at: Instant): Proposal => {
  const occurred = occurredOf(act.occurred ?? at.slice(0, 10));
  if (!occurred.ok) throw new Error(`The specification gives a date that ${occurred.reason}.`);
  return {
    declaration: act.declaration,
    details: act.details,
    occurred: occurred.value,
    source: 'own-act',
    handling: act.handling,
    lawfulBasis: act.lawfulBasis,
    relations: act.relations,
    recorder: { ...authorOf(act), function: act.agency.function },
    recordedAt: at,
  };
};

/** The events that acts give on one case, those that follow from them included; the rules are not asked. */
export const eventsOf = (given: readonly Act[], caseId: CaseId = childsCase): readonly OpenedEvent[] => {
  const opened: OpenedEvent[] = [];
  given.forEach((act, minute) => {
    const at = act.recordedAt ?? minutesIn(minute);
    opened.push({ header: headerOf(act, at, `case-${caseId}`, caseId), details: act.details });
    for (const { declaration, details } of withWhatFollows(proposalOf(act, at)).slice(1)) {
      const follower = by(act.agency, declaration, details);
      opened.push({ header: headerOf(follower, at, `case-${caseId}`, caseId), details: follower.details });
    }
  });
  return opened;
};

/** A case on which these acts were recorded. */
export const caseOf = (given: readonly Act[], caseId: CaseId = childsCase): CaseState =>
  foldCase(eventsOf(given, caseId));
