import { parseOccurred, type Instant } from '#kernel';
import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';

/** The clock on the wall where the record is kept. */
const placeOfRecord = 'Europe/London';

/** Each instant of a row is asked for several times, and the rules of summer time are slow to apply (some 50 µs). */
const known = new LRUCache<Instant, Temporal.ZonedDateTime>({ max: 5_000 });

export const zoned = (at: Instant): Temporal.ZonedDateTime => {
  const before = known.get(at);
  if (before !== undefined) return before;
  const fresh = Temporal.Instant.from(at).toZonedDateTimeISO(placeOfRecord);
  known.set(at, fresh);
  return fresh;
};

/** The last instant of the day, in England, on which this instant falls. */
export const endOfDay = (at: Instant): Instant => {
  const next = zoned(at).toPlainDate().add({ days: 1 }).toZonedDateTime(placeOfRecord);
  return new Date(next.epochMilliseconds - 1).toISOString();
};

/** From one day to a later one, as a calendar counts in England; 0 where it is not later. */
export const daysBetween = (from: Instant, to: Instant): number =>
  Math.max(0, zoned(from).toPlainDate().until(zoned(to).toPlainDate(), { largestUnit: 'day' }).days);

/** `3 days`, `1 year and 20 days`: the same as years and days, so that it can be read aloud. */
export const timeBetween = (from: Instant, to: Instant): string => {
  const [first, last] = [zoned(from).toPlainDate(), zoned(to).toPlainDate()];
  const { years } = first.until(last, { largestUnit: 'year' });
  const { days } = first.add({ years }).until(last, { largestUnit: 'day' });
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
  if (years === 0) return count(days, 'day');
  return days === 0 ? count(years, 'year') : `${count(years, 'year')} and ${count(days, 'day')}`;
};

/** How exactly a date in EDTF is known, in a word or two. */
export const precisionOf = (edtf: string): string => {
  const exactness = edtf.includes('/')
    ? 'interval'
    : edtf.includes('X')
      ? 'partly unknown'
      : edtf.includes('T')
        ? 'time'
        : (['year', 'month', 'day'][edtf.replace(/[?~%].*$/, '').split('-').length - 1] ?? 'day');
  if (edtf.includes('%')) return `${exactness}, uncertain and approximate`;
  if (edtf.includes('?')) return `${exactness}, uncertain`;
  return edtf.includes('~') ? `${exactness}, approximate` : exactness;
};

/** Turns dates of the record into those that a chronology shows. */
export interface ShownDates {
  /** Extended Date/Time Format. */
  readonly date: (edtf: string) => string;
  /** An instant, to the minute, on the clock of the place of record. */
  readonly moment: (at: Instant) => string;
  /** The day of an instant there. */
  readonly dayOf: (at: Instant) => string;
  /** The instant itself. */
  readonly instant: (at: Instant) => Instant;
}

const minutes = (at: Instant): string =>
  zoned(at).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');

export const datesKept: ShownDates = {
  date: (edtf) => edtf,
  moment: minutes,
  dayOf: (at) => zoned(at).toPlainDate().toString(),
  instant: (at) => at,
};

/**
 * Whole years, because a date may be known to the year or the month only: what is not said of it cannot be shifted by
 * days. The day and the month stay, and so do lengths of time, but for leap days.
 */
export const datesShifted = (years: number): ShownDates => ({
  date: (edtf) => {
    const halves = edtf.split('/');
    if (halves.every((half) => beginsWithYear.test(half)))
      return halves.map((half) => yearsBefore(half, years)).join('/');
    // A year that is partly unknown, as in 200X, cannot be counted back: the years within which it must lie can.
    const known = parseOccurred(edtf);
    if (!known.ok) return edtf;
    const { earliest, latest } = known.value;
    return [earliest, latest].map((at) => (at === null ? '..' : String(zoned(at).year - years))).join('/');
  },
  moment: (at) => yearsBefore(minutes(at), years),
  dayOf: (at) => yearsBefore(datesKept.dayOf(at), years),
  instant: (at) => yearsBefore(at, years),
});

const beginsWithYear = /^(\d{4})(.*)$/s;

const yearsBefore = (text: string, years: number): string => {
  const [, year = '', rest = ''] = beginsWithYear.exec(text) ?? [];
  const shifted = Number(year) - years;
  const leap = shifted % 4 === 0 && (shifted % 100 !== 0 || shifted % 400 === 0);
  return `${String(shifted).padStart(4, '0')}${leap ? rest : rest.replace(/^-02-29/, '-02-28')}`;
};
