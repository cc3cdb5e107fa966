import { parseOccurred, type EventId, type Instant, type OrganisationId } from '#kernel';
import type { CaseState } from '../case-state.js';
import type { EventDeclaration } from '../declaration/case-event.js';
import { EventRetracted } from '../integrity/events.js';
import type { AgencyFunction } from '../vocabulary/agencies.js';
import type { Handling, Relation } from '../vocabulary/event-header.js';
import { actsOf, clocksOf, startersIn, stillStands, type Clock, type FunctionOf } from './clocks.js';
import { DeadlineExtended, DeadlineMet, DeadlineMissed, DeadlineSet, type Duty } from './deadline-events.js';
import { ruleName, type DutyRule, type DutyStrength } from './duty-rule.js';
import { handlingOf } from './handling-of-a-deadline.js';
import { lifeOf, type Life, type Said } from './life-of-a-clock.js';
import type { DutiesState } from './state.js';
import type { Statement } from './statement.js';
import { onTheClock } from './time-allowed.js';

/** Something that the system is to record on a case about its deadlines. */
export interface DutyRecord {
  readonly declaration: EventDeclaration;
  readonly details: Readonly<Record<string, unknown>>;
  /** In EDTF: when it came to be so, which may be long before it is recorded. */
  readonly occurred: string;
  readonly relations: readonly Relation[];
  /** As tight as that of the events of which it tells. */
  readonly handling: Handling;
  /** The same for the same statement on the same case, whenever it is asked for: the id of the event follows from it. */
  readonly key: string;
}

export interface DutiesNow {
  /** What is to be recorded, in the order in which it came to be. */
  readonly toRecord: readonly DutyRecord[];
  /** The first instant at which there will be more to record though nothing happens on the case; null: never. */
  readonly lookAgainAt: Instant | null;
}

/** A deadline on record that is neither met nor ended. */
export interface OpenDeadline {
  /** The `DeadlineSet`. */
  readonly set: EventId;
  /** The event that started the clock. */
  readonly start: EventId;
  readonly duty: Duty;
  /** With its version: `return-interview@2014-01`. */
  readonly rule: string;
  readonly strength: DutyStrength;
  /** Null where the case does not tell which organisation of the function has to act. */
  readonly responsible: OrganisationId | null;
  readonly responsibleFunction: AgencyFunction | null;
  /** The last instant at which it is in time. */
  readonly due: Instant;
  /** Whether the time has passed, as is on record. */
  readonly missed: boolean;
}

/** The one function that has the duty; null where it may be any, and the organisation is known. */
const functionResponsible = ({ responsible, dutyOf = [] }: DutyRule): AgencyFunction | null => {
  if (responsible === 'authority') return 'children-services';
  if (responsible !== 'recorder' && responsible !== 'addressee') return responsible;
  return dutyOf.length === 1 ? (dutyOf[0] ?? null) : null;
};

const detailsOf = ({ rule, responsible }: Clock, said: Said): Readonly<Record<string, unknown>> => {
  const responsibleFunction = functionResponsible(rule);
  return {
    duty: rule.duty,
    rule: ruleName(rule),
    strength: rule.strength,
    ...(responsible === null ? {} : { responsible }),
    ...(responsibleFunction === null ? {} : { responsibleFunction }),
    due: said.due.text,
    ...(said.declaration === DeadlineMet ? { met: said.act?.occurred } : {}),
    ...(said.minutesLate === null ? {} : { minutesLate: said.minutesLate }),
    ...(said.dueBefore === null ? {} : { dueBefore: said.dueBefore.text }),
  };
};

/** What is said of a clock on the ground of another event speaks of that too, and is hidden wherever that is. */
const relationsOf = ({ start }: Clock, { act }: Said): readonly Relation[] => [
  { kind: 'about', event: start.event },
  ...(act === null || act.mover.event === start.event
    ? []
    : [{ kind: 'about' as const, event: act.mover.event }]),
  ...(act === null ? [] : [{ kind: 'reliesOn' as const, event: act.mover.event }]),
];

/** An extension is one of many; of everything else there is one for a clock. */
const says = (statement: Statement, { declaration, act }: Said): boolean =>
  statement.type === declaration.type &&
  (declaration.type !== DeadlineExtended.type || statement.restsOn.includes(act?.mover.event ?? ''));

interface Told {
  readonly clock: Clock;
  readonly life: Life;
}

const told = (state: DutiesState, functionOf: FunctionOf, now: Instant): readonly Told[] => {
  const acts = actsOf(state);
  const starters = startersIn(state);
  return clocksOf(state, functionOf).map((clock) => ({
    clock,
    life: lifeOf(clock, acts, starters, now),
  }));
};

interface Timed {
  readonly at: Instant;
  readonly record: DutyRecord;
}

const instantOf = (occurred: string, otherwise: Instant): Instant => {
  const read = parseOccurred(occurred);
  return read.ok ? read.value.earliest : otherwise;
};

/** A deadline is never said to be met or missed before it is said to be set. */
const notBefore = (start: Instant, instant: Instant): Instant => (instant < start ? start : instant);

const toSay = (state: DutiesState, { clock, life }: Told): readonly Timed[] =>
  life.said
    .filter((said) => !clock.statements.some((one) => says(one, said) && stillStands(state, one)))
    .map((said) => {
      const { declaration, occurred, act } = said;
      const before = clock.statements.filter((one) => says(one, said)).length;
      const key = [declaration.type, clock.rule.id, clock.start.event];
      if (declaration === DeadlineExtended && act !== null) key.push(act.mover.event);
      return {
        at: notBefore(clock.startedAt, instantOf(occurred, clock.startedAt)),
        record: {
          declaration,
          details: detailsOf(clock, said),
          occurred,
          relations: relationsOf(clock, said),
          handling: handlingOf(act === null ? [clock.start] : [clock.start, act.mover]),
          // What was taken back may have to be said again, and is then another event.
          key: (before === 0 ? key : [...key, `again-${before}`]).join(':'),
        },
      };
    });

/** A statement that rests on what was taken back, or given another date, is taken back with it: it was never so. */
const toTakeBack = (state: DutiesState): readonly Timed[] =>
  state.statements.flatMap((statement) => {
    if (stillStands(state, statement) || state.amendments.has(statement.event)) return [];
    const causes = statement.restsOn.flatMap((id) => state.amendments.get(id) ?? []);
    const cause = causes.find(({ order }) => order > statement.order);
    if (cause === undefined) return [];
    const movers = state.movers.filter(({ event }) => statement.restsOn.includes(event));
    return [
      {
        at: cause.recordedAt,
        record: {
          declaration: EventRetracted,
          details: {
            reason: cause.kind === 'wrong-child' ? 'wrong-child' : 'recorded-in-error',
            explanation:
              cause.kind === 'corrected'
                ? 'The date of an event on which this deadline rests was corrected.'
                : 'An event on which this deadline rests was taken back.',
          },
          occurred: onTheClock(cause.recordedAt),
          relations: [{ kind: 'withdraws', event: statement.event }],
          handling: handlingOf(movers),
          key: `EventRetracted:${statement.event}`,
        },
      },
    ];
  });

const byTime = (one: Timed, other: Timed): number => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0);

const instantAfter = (instant: Instant): Instant => new Date(Date.parse(instant) + 1).toISOString();

/**
 * What is to be recorded of the deadlines of a case as it stands on record, and when to ask again. Asking again after
 * it was recorded gives nothing; asking more often, or later, gives the same statements.
 */
export const dutiesToRecord = ({ duties }: CaseState, now: Instant, functionOf: FunctionOf): DutiesNow => {
  const clocks = told(duties, functionOf, now);
  const next = clocks
    .flatMap(({ life }) => (life.running === null || life.running.missed ? [] : [life.running.due.last]))
    .sort()[0];
  return {
    toRecord: [...clocks.flatMap((one) => toSay(duties, one)), ...toTakeBack(duties)]
      .sort(byTime)
      .map(({ record }) => record),
    lookAgainAt: next === undefined ? null : instantAfter(next),
  };
};

const beforeAnythingIsDue: Instant = '';

/** The deadlines on record of which nothing on record says that they were met or have ended. */
export const openDeadlines = ({ duties }: CaseState, functionOf: FunctionOf): readonly OpenDeadline[] =>
  told(duties, functionOf, beforeAnythingIsDue).flatMap(({ clock, life }) => {
    const standing = clock.statements.filter((one) => stillStands(duties, one));
    const set = standing.find(({ type }) => type === DeadlineSet.type);
    if (set === undefined || life.running === null) return [];
    return [
      {
        set: set.event,
        start: clock.start.event,
        duty: clock.rule.duty,
        rule: set.rule,
        strength: clock.rule.strength,
        responsible: clock.responsible,
        responsibleFunction: functionResponsible(clock.rule),
        due: life.running.due.last,
        missed: standing.some(({ type }) => type === DeadlineMissed.type),
      },
    ];
  });
