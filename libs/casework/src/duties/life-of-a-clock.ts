import type { Instant } from '#kernel';
import { isFor, type Act, type Clock, type Starters } from './clocks.js';
import { DeadlineExtended, DeadlineMet, DeadlineMissed, DeadlineSet } from './deadline-events.js';
import type { DutyRule } from './duty-rule.js';
import type { Mover } from './state.js';
import type { DeadlineEvent } from './statement.js';
import { dueAfter, dueAt, type Due } from './time-allowed.js';

/** Something that is to be said of a clock. */
export interface Said {
  readonly declaration: DeadlineEvent;
  /** In EDTF: when it came to be so, whenever it is said. */
  readonly occurred: string;
  readonly due: Due;
  /** What met or extended it. */
  readonly act: Act | null;
  readonly dueBefore: Due | null;
  readonly minutesLate: number | null;
}

export interface Life {
  readonly said: readonly Said[];
  /** When it is due and whether that has passed; null once it was met, or there is nothing left to do. */
  readonly running: { readonly due: Due; readonly missed: boolean } | null;
}

type Because = Partial<Pick<Said, 'act' | 'dueBefore' | 'minutesLate'>>;

const say = (declaration: DeadlineEvent, occurred: string, due: Due, because: Because = {}): Said => ({
  declaration,
  occurred,
  due,
  act: null,
  dueBefore: null,
  minutesLate: null,
  ...because,
});

/** Begun minutes count, so that what is late is never late by none. */
const minutesLate = ({ last, passed }: Due, done: Instant): number | null =>
  done > last ? Math.max(1, Math.ceil((Date.parse(done) - Date.parse(passed)) / 60_000)) : null;

const isByWhomItMustBe = ({ rule, responsible }: Clock, { mover }: Act): boolean =>
  rule.metByWhom === 'anybody' || responsible === null || mover.recordedBy === responsible;

/** The later date that an act gives to a clock which had not run out by then; null where it gives none. */
const extended = ({ rule }: Clock, { mover, doneAt }: Act, due: Due): Due | null => {
  if (doneAt > due.last) return null;
  for (const { rule: of, to } of mover.extends) {
    if (of !== rule || to === null) continue;
    const longer = typeof to === 'string' ? dueAt(to) : dueAfter(doneAt, to);
    if (longer !== undefined && longer.last > due.last) return longer;
  }
  return null;
};

const touches = ({ meets, ends, extends: extensions }: Mover, rule: DutyRule): boolean =>
  meets.includes(rule) || ends.includes(rule) || extensions.some((one) => one.rule === rule);

/**
 * What became of a clock up to now, told as if somebody had looked at every moment: it depends on what was on record at
 * each, never on when anybody looked. A duty is missed when its time had passed and what it demands was not on record;
 * where its beginning was itself written up after that, when the beginning was recorded.
 */
export const lifeOf = (clock: Clock, acts: readonly Act[], starters: Starters, now: Instant): Life => {
  const said = [say(DeadlineSet, clock.occurred, clock.due)];
  let { due } = clock;
  let missed = false;
  const miss = (): void => {
    if (!missed) said.push(say(DeadlineMissed, due.missedAt, due));
    missed = true;
  };
  for (const act of acts) {
    const { mover, place, doneAt } = act;
    if (!touches(mover, clock.rule)) continue;
    if (place !== clock.place && !isFor(clock, act, starters)) continue;
    const longer = extended(clock, act, due);
    const isItsOwnStart = place === clock.place;
    const meets = !isItsOwnStart && mover.meets.includes(clock.rule) && isByWhomItMustBe(clock, act);
    const ends = !isItsOwnStart && mover.ends.includes(clock.rule);
    if (longer === null && !meets && !ends) continue;
    const cameAfter = place > clock.place && mover.recordedAt > due.last;
    if (cameAfter || (longer === null && doneAt > due.last)) miss();
    if (longer !== null) {
      said.push(say(DeadlineExtended, act.occurred, longer, { act, dueBefore: due }));
      due = longer;
    }
    if (meets) said.push(say(DeadlineMet, act.occurred, due, { act, minutesLate: minutesLate(due, doneAt) }));
    if (meets || ends) return { said, running: null };
  }
  if (now > due.last) miss();
  return { said, running: { due, missed } };
};
