import { parseOccurred, type EventId, type Instant, type OrganisationId } from '#kernel';
import type { AgencyFunction } from '../vocabulary/agencies.js';
import { ruleIdIn, type DutyRule } from './duty-rule.js';
import type { DutiesState, Mover, Start } from './state.js';
import type { Statement } from './statement.js';
import { dueAfter, dueAt, type Due } from './time-allowed.js';

/** The clock of one duty, started by one event. */
export interface Clock {
  readonly rule: DutyRule;
  readonly start: Mover;
  /** The place of its start among the movers of the case, in the order of the log. */
  readonly place: number;
  /** When it started: the first instant at which the event may have occurred. */
  readonly startedAt: Instant;
  /** In EDTF, corrected where its recorder corrected it. */
  readonly occurred: string;
  readonly responsible: OrganisationId | null;
  /** What has been stated of it, in the order of the log. */
  readonly statements: readonly Statement[];
  readonly due: Due;
}

/** An event that meets, ends or extends a clock. */
export interface Act {
  readonly mover: Mover;
  /** Its place among the movers of the case, in the order of the log. */
  readonly place: number;
  /** In EDTF, corrected where its recorder corrected it. */
  readonly occurred: string;
  /** The last instant at which it may have been done: never later than it was recorded. */
  readonly doneAt: Instant;
}

/** When an event occurred, as its recorder said last; null where it was taken back. */
const occurredNow = ({ amendments }: DutiesState, { event, occurred }: Mover): string | null => {
  const amendment = amendments.get(event);
  return amendment === undefined ? occurred : amendment.correctDate;
};

const wasInForce = ({ from, until }: DutyRule, day: string): boolean =>
  (from === null || from <= day) && (until === null || day <= until);

const earliestOf = (text: string): Instant | null => {
  const read = parseOccurred(text);
  return read.ok ? read.value.earliest : null;
};

/** Whether a statement stands: nothing that it rests on was taken back or given another date since. */
export const stillStands = ({ amendments }: DutiesState, { event, restsOn, order }: Statement): boolean =>
  !amendments.has(event) && restsOn.every((id) => (amendments.get(id)?.order ?? -1) < order);

const asStated = (ruleId: string, start: EventId): string => `${ruleId} ${start}`;

/** What has been stated of each clock, in the order of the log. */
const statementsByClock = ({ statements }: DutiesState): ReadonlyMap<string, readonly Statement[]> => {
  const byClock = new Map<string, Statement[]>();
  for (const statement of statements) {
    const key = asStated(ruleIdIn(statement.rule), statement.start);
    const others = byClock.get(key);
    if (others === undefined) byClock.set(key, [statement]);
    else others.push(statement);
  }
  return byClock;
};

/** What was stated when the clock was set counts on, also where a deployment has changed its rules since. */
const statedDue = (state: DutiesState, statements: readonly Statement[]): Due | undefined => {
  const set = statements.find(
    (statement) => statement.type === 'DeadlineSet' && stillStands(state, statement),
  );
  return set && dueAt(set.due);
};

const countedFrom = (state: DutiesState, rule: DutyRule, start: Mover, startedAt: Instant): Instant => {
  if (rule.countedFrom === undefined) return startedAt;
  const [first = startedAt] = state.movers
    .filter(({ event }) => start.about.includes(event))
    .flatMap((named) => earliestOf(occurredNow(state, named) ?? '') ?? [])
    .sort();
  return first;
};

/** The function of an organisation, as the directory has it: some duties lie on organisations of some functions only. */
export type FunctionOf = (organisation: OrganisationId) => AgencyFunction | undefined;

const liesOn = ({ rule: { dutyOf }, responsible }: Start, functionOf: FunctionOf): boolean => {
  if (dutyOf === undefined || responsible === null) return true;
  const agency = functionOf(responsible);
  return agency !== undefined && dutyOf.includes(agency);
};

/** The clocks that were started on a case, whatever became of them, each under the rule that was in force then. */
export const clocksOf = (state: DutiesState, functionOf: FunctionOf): readonly Clock[] => {
  const byClock = statementsByClock(state);
  return state.movers.flatMap((start, place) => {
    const occurred = occurredNow(state, start);
    if (start.starts.length === 0) return [];
    const startedAt = occurred === null ? null : earliestOf(occurred);
    if (occurred === null || startedAt === null) return [];
    const day = dueAfter(startedAt, { days: 0 }).text;
    return start.starts
      .filter((one) => wasInForce(one.rule, day) && liesOn(one, functionOf))
      .map(({ rule, within, responsible }) => {
        const statements = byClock.get(asStated(rule.id, start.event)) ?? [];
        const due =
          statedDue(state, statements) ?? dueAfter(countedFrom(state, rule, start, startedAt), within);
        return { rule, start, place, startedAt, occurred, responsible, statements, due };
      });
  });
};

/** What was done, in the order of the log. What was taken back was not done. */
export const actsOf = (state: DutiesState): readonly Act[] =>
  state.movers.flatMap((mover, place) => {
    const occurred = occurredNow(state, mover);
    const read = occurred === null ? null : parseOccurred(occurred);
    if (occurred === null || !read?.ok) return [];
    const { latest } = read.value;
    const doneAt = latest === null || latest > mover.recordedAt ? mover.recordedAt : latest;
    return [{ mover, place, occurred, doneAt }];
  });

/** The events that started, or might have started, a clock of each duty. */
export type Starters = ReadonlySet<string>;

const asStarter = (duty: string, event: EventId): string => `${duty} ${event}`;

export const startersIn = ({ movers }: DutiesState): Starters =>
  new Set(movers.flatMap(({ event, starts }) => starts.map(({ rule }) => asStarter(rule.duty, event))));

/**
 * Whether an act is for a clock. One that says what it is about is for that alone, where it names anything that could
 * have started such a clock; else it is for every clock that had started by then.
 */
export const isFor = (
  { rule, start, startedAt }: Clock,
  { mover, doneAt }: Act,
  starters: Starters,
): boolean => {
  const named = mover.about.filter((id) => starters.has(asStarter(rule.duty, id)));
  if (named.includes(start.event)) return true;
  return (named.length === 0 || rule.onceForAll === true) && doneAt >= startedAt;
};
