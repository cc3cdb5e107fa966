import { parseOccurred, placeOfRecord, type Instant } from '#kernel';
import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';
import { isBankHoliday } from './bank-holidays.js';

/** How long a duty may take, counted from what started its clock. */
export type TimeAllowed =
  | { readonly hours: number }
  | { readonly workingDays: number }
  | { readonly days: number }
  | { readonly weeks: number }
  | { readonly months: number };

/** When something is due. */
export interface Due {
  /** In EDTF: a plain day where the time ends with that day, else a time on the clock in England with its offset. */
  readonly text: string;
  /** The last instant at which it is in time. */
  readonly last: Instant;
  /** From when lateness is counted: midnight at the end of the day, or the last instant itself where hours count. */
  readonly passed: Instant;
  /** The same as EDTF, on the clock in England. */
  readonly missedAt: string;
}

const saturday = 6;

const inEngland = (instant: Instant): Temporal.ZonedDateTime =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(placeOfRecord);

/** An instant as EDTF with the clock in England, to the second: `2008-10-02T00:00:00+01:00`. */
export const onTheClock = (instant: Instant): string =>
  inEngland(instant).toString({ timeZoneName: 'never', smallestUnit: 'second' });

/** A working day is any but a Saturday, a Sunday and a bank holiday in England and Wales. */
export const isWorkingDay = (day: string): boolean =>
  Temporal.PlainDate.from(day).dayOfWeek < saturday && !isBankHoliday(day);

const workingDaysAfter = (day: Temporal.PlainDate, count: number): Temporal.PlainDate => {
  let last = day;
  for (let left = count; left > 0;) {
    last = last.add({ days: 1 });
    if (isWorkingDay(last.toString())) left -= 1;
  }
  return last;
};

/** Due at the end of a day: up to midnight in England, whatever the length of that day. */
const atTheEndOf = (day: Temporal.PlainDate): Due => {
  const midnight = day.add({ days: 1 }).toZonedDateTime(placeOfRecord).toInstant();
  return {
    text: day.toString(),
    last: new Date(midnight.epochMilliseconds - 1).toISOString(),
    passed: new Date(midnight.epochMilliseconds).toISOString(),
    missedAt: onTheClock(midnight.toString()),
  };
};

const at = (instant: Instant): Due => ({
  text: onTheClock(instant),
  last: instant,
  passed: instant,
  missedAt: onTheClock(instant),
});

const count = (start: Instant, allowed: TimeAllowed): Due => {
  const from = inEngland(start);
  if ('hours' in allowed) {
    const second = Math.floor(from.epochMilliseconds / 1_000) * 1_000;
    return at(new Date(second + allowed.hours * 3_600_000).toISOString());
  }
  const day = from.toPlainDate();
  return atTheEndOf('workingDays' in allowed ? workingDaysAfter(day, allowed.workingDays) : day.add(allowed));
};

/** A case is looked at after each of its events, and counting 35 working days takes a millisecond. */
const counted = new LRUCache<string, Due>({ max: 10_000 });

/**
 * When something that may take so long is due. Hours are counted from the instant, to the second; whatever is counted
 * in days or longer ends with its last day, so that the hour at which a clock started never matters.
 */
export const dueAfter = (start: Instant, allowed: TimeAllowed): Due => {
  const key = `${start} ${JSON.stringify(allowed)}`;
  const known = counted.get(key);
  if (known !== undefined) return known;
  const due = count(start, allowed);
  counted.set(key, due);
  return due;
};

/** When something is due that is due at a date given in EDTF; undefined where it never ends or is no date. */
export const dueAt = (text: string): Due | undefined => {
  const known = counted.get(text);
  if (known !== undefined) return known;
  const due = readDue(text);
  if (due !== undefined) counted.set(text, due);
  return due;
};

const readDue = (text: string): Due | undefined => {
  const read = parseOccurred(text);
  if (!read.ok || read.value.latest === null) return undefined;
  const { earliest, latest } = read.value;
  return earliest === latest ? at(latest) : atTheEndOf(inEngland(latest).toPlainDate());
};
