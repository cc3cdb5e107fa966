import { parseOccurred, type EventId, type Instant, type OrganisationId } from '#kernel';
import type { OpenedEvent } from '../declaration/case-event.js';
import type { Process } from '../decision/process.js';
import { LookedAfterStarted } from '../childrens-services/looked-after-events.js';
import { NrmReferralSubmitted } from '../national-referral-mechanism/events.js';
import { ReferralDecisionMade } from '../intake/referral-events.js';
import { EventCorrected, EventRetracted } from '../integrity/events.js';
import { retractedBy } from '../integrity/retraction.js';
import { ResponsibilityAccepted } from '../people-on-the-case/events.js';
import { childrensServicesProcess } from '../childrens-services/index.js';
import {
  PrivateFosteringNotified,
  UnnotifiedArrangementIdentified,
} from '../childrens-services/private-fostering-events.js';
import { addresseeFields } from '../vocabulary/addressed-events.js';
import type { Handling } from '../vocabulary/event-header.js';
import { statementIn, type Statement } from './statement.js';
import type { DutyRule, KnownOfTheChild, Trigger } from './duty-rule.js';
import { dutyRules } from './rules/index.js';
import type { TimeAllowed } from './time-allowed.js';

/** A rule that an event would start the clock of, if the rule is in force when the event occurred. */
export interface Start {
  readonly rule: DutyRule;
  readonly within: TimeAllowed;
  /** Null where only a function is known. */
  readonly responsible: OrganisationId | null;
}

/** What an event does to clocks: which rules it starts, and which it would meet, end or extend. */
export interface Mover {
  readonly event: EventId;
  readonly recordedBy: OrganisationId;
  readonly occurred: string;
  readonly recordedAt: Instant;
  readonly handling: Handling;
  /** The events that it says it is about. */
  readonly about: readonly EventId[];
  readonly starts: readonly Start[];
  readonly meets: readonly DutyRule[];
  readonly ends: readonly DutyRule[];
  readonly extends: readonly { readonly rule: DutyRule; readonly to: TimeAllowed | string | null }[];
}

/** What is wrong with an event, as its recorder said later: it counts no more, or occurred at another time. */
export interface Amendment {
  readonly recordedAt: Instant;
  /** Its place among what this slice was told. */
  readonly order: number;
  readonly kind: 'corrected' | 'recorded-in-error' | 'wrong-child';
  /** When it really occurred; null where the event was taken back. */
  readonly correctDate: string | null;
}

export interface DutiesState extends KnownOfTheChild {
  /** In the order of the log. */
  readonly movers: readonly Mover[];
  readonly amendments: ReadonlyMap<EventId, Amendment>;
  /** What has been stated of deadlines, in the order of the log. */
  readonly statements: readonly Statement[];
  readonly lead: OrganisationId | null;
  /** Who recorded first what only children's services record. */
  readonly childrensServices: OrganisationId | null;
  readonly responsible: OrganisationId | null;
  /** How many events this slice was told of. */
  readonly told: number;
}

type TriggersOf = (rule: DutyRule) => readonly Trigger[];

/** Some rules fix no time, and of some duties no event tells: they are stated for whoever judges by them. */
const hasAClock = ({ within, startedBy }: DutyRule): boolean => within !== null && startedBy.length > 0;

const rulesByType = (triggersOf: TriggersOf): ReadonlyMap<string, readonly DutyRule[]> => {
  const byType = new Map<string, DutyRule[]>();
  for (const rule of dutyRules.filter(hasAClock))
    for (const type of new Set(triggersOf(rule).map((trigger) => trigger.type)))
      byType.set(type, [...(byType.get(type) ?? []), rule]);
  return byType;
};

const startedBy: TriggersOf = (rule) => rule.startedBy;
const metBy: TriggersOf = ({ metBy }) => metBy;
const endedBy: TriggersOf = ({ endedBy }) => endedBy ?? [];
const extendedBy = ({ extendedBy }: DutyRule) => extendedBy ?? [];

const rulesStarted = rulesByType(startedBy);
const rulesMet = rulesByType(metBy);
const rulesEnded = rulesByType(endedBy);
const rulesExtended = rulesByType(extendedBy);

/** Types of event of which something may follow for a clock; after any other there is no need to look. */
export const typesThatMoveClocks: ReadonlySet<string> = new Set([
  ...[rulesStarted, rulesMet, rulesEnded, rulesExtended].flatMap((byType) => [...byType.keys()]),
  EventCorrected.type,
  EventRetracted.type,
]);

const rulesWhere = (
  byType: ReadonlyMap<string, readonly DutyRule[]>,
  triggersOf: TriggersOf,
  event: OpenedEvent,
  known: KnownOfTheChild,
): readonly DutyRule[] =>
  (byType.get(event.header.type) ?? []).filter((rule) =>
    triggersOf(rule).some((trigger) => trigger.type === event.header.type && trigger.holds(event, known)),
  );

const responsibleFor = (
  { responsible }: DutyRule,
  { header }: OpenedEvent,
  known: DutiesState,
): OrganisationId | null => {
  if (responsible === 'recorder') return header.recordedBy.organisation;
  if (responsible === 'authority') return known.responsible ?? known.childrensServices ?? known.lead;
  if (responsible !== 'addressee') return null;
  const field = addresseeFields.get(header.type);
  const addressee = field === undefined ? undefined : header.concerns[field];
  return typeof addressee === 'string' ? addressee : null;
};

const moverIn = (event: OpenedEvent, known: DutiesState): Mover | null => {
  const { header } = event;
  const extensions = rulesWhere(rulesExtended, extendedBy, event, known).flatMap((rule) =>
    extendedBy(rule)
      .filter((trigger) => trigger.type === header.type && trigger.holds(event, known))
      .map(({ to }) => ({ rule, to: typeof to === 'function' ? to(event.details) : to })),
  );
  const mover: Mover = {
    event: header.id,
    recordedBy: header.recordedBy.organisation,
    occurred: header.occurred,
    recordedAt: header.recordedAt,
    handling: header.handling,
    about: header.relations.filter(({ kind }) => kind === 'about').map((relation) => relation.event),
    starts: rulesWhere(rulesStarted, startedBy, event, known).flatMap((rule) =>
      rule.within === null
        ? []
        : [{ rule, within: rule.within, responsible: responsibleFor(rule, event, known) }],
    ),
    meets: rulesWhere(rulesMet, metBy, event, known),
    ends: rulesWhere(rulesEnded, endedBy, event, known),
    extends: extensions,
  };
  const moves = [mover.starts, mover.meets, mover.ends, mover.extends].some((rules) => rules.length > 0);
  return moves ? mover : null;
};

const earliest = (text: string): Instant | null => {
  const read = parseOccurred(text);
  return read.ok ? read.value.earliest : null;
};

const fosteringBegan = (event: OpenedEvent): Instant | null => {
  if (PrivateFosteringNotified.is(event))
    return earliest(event.details.arrangementBegan ?? event.header.occurred);
  return UnnotifiedArrangementIdentified.is(event) ? earliest(event.details.period) : null;
};

const withTheChild = (known: DutiesState, event: OpenedEvent): DutiesState => {
  if (NrmReferralSubmitted.is(event)) return { ...known, referredToTheMechanism: true };
  if (LookedAfterStarted.is(event))
    return event.details.unaccompanied ? { ...known, unaccompanied: true } : known;
  const began = known.privatelyFosteredSince === null ? fosteringBegan(event) : null;
  return began === null ? known : { ...known, privatelyFosteredSince: began };
};

const ofChildrensServices: ReadonlySet<string> = new Set(
  [...childrensServicesProcess.events, ReferralDecisionMade].map(({ type }) => type),
);

/** Who has to act for the child, as far as the case has told: it may name an authority, or only show one at work. */
const withPeople = (known: DutiesState, { header }: OpenedEvent): DutiesState => {
  const { organisation } = header.recordedBy;
  const people = {
    lead: known.lead ?? organisation,
    childrensServices:
      known.childrensServices ?? (ofChildrensServices.has(header.type) ? organisation : null),
    responsible: header.type === ResponsibilityAccepted.type ? organisation : known.responsible,
  };
  const same =
    people.lead === known.lead &&
    people.childrensServices === known.childrensServices &&
    people.responsible === known.responsible;
  return same ? known : { ...known, ...people };
};

const correctedBy = (event: OpenedEvent): readonly EventId[] =>
  EventCorrected.is(event) && typeof event.details.correctDate === 'string'
    ? event.header.relations.filter(({ kind }) => kind === 'corrects').map((relation) => relation.event)
    : [];

const withAmendments = (known: DutiesState, event: OpenedEvent): DutiesState => {
  const retracted = retractedBy(event);
  const amended = retracted.length > 0 ? retracted : correctedBy(event);
  if (amended.length === 0) return known;
  const amendment: Amendment = {
    recordedAt: event.header.recordedAt,
    order: known.told,
    kind:
      retracted.length === 0
        ? 'corrected'
        : event.details.reason === 'wrong-child'
          ? 'wrong-child'
          : 'recorded-in-error',
    correctDate: EventCorrected.is(event) ? (event.details.correctDate ?? null) : null,
  };
  const amendments = new Map(known.amendments);
  for (const id of amended) amendments.set(id, amendment);
  return { ...known, amendments, told: known.told + 1 };
};

const evolve = (before: DutiesState, event: OpenedEvent): DutiesState => {
  const known = withPeople(before, event);
  const statement = statementIn(event, known.told);
  if (statement) return { ...known, statements: [...known.statements, statement], told: known.told + 1 };
  const mover = typesThatMoveClocks.has(event.header.type) ? moverIn(event, known) : null;
  const moved = mover ? { ...known, movers: [...known.movers, mover], told: known.told + 1 } : known;
  return withAmendments(withTheChild(moved, event), event);
};

/** What a case tells of its clocks: small facts, in the order of the log; which of them run is asked of `clocksOf`. */
export const duties: Process<DutiesState> = {
  begin: {
    movers: [],
    amendments: new Map(),
    statements: [],
    lead: null,
    childrensServices: null,
    responsible: null,
    privatelyFosteredSince: null,
    unaccompanied: false,
    referredToTheMechanism: false,
    told: 0,
  },
  evolve,
};
