import { dayOf, minuteOf, parseOccurred, type Instant } from '#kernel';
import { Temporal } from 'temporal-polyfill';

/** `3 days`, `1 year and 20 days`: the same as years and days, so that it can be read aloud. */
export const timeBetween = (from: Instant, to: Instant): string => {
  const [first, last] = [from, to].map((at) => Temporal.PlainDate.from(dayOf(at))) as [
    Temporal.PlainDate,
    Temporal.PlainDate,
  ];
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

export const datesKept: ShownDates = {
  date: (edtf) => edtf,
  moment: minuteOf,
  dayOf,
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
    return [earliest, latest]
      .map((at) => (at === null ? '..' : String(Number(dayOf(at).slice(0, 4)) - years)))
      .join('/');
  },
  moment: (at) => yearsBefore(minuteOf(at), years),
  dayOf: (at) => yearsBefore(dayOf(at), years),
  instant: (at) => yearsBefore(at, years),
});

const beginsWithYear = /^(\d{4})(.*)$/s;

const yearsBefore = (text: string, years: number): string => {
  const [, year = '', rest = ''] = beginsWithYear.exec(text) ?? [];
  const shifted = Number(year) - years;
  const leap = shifted % 4 === 0 && (shifted % 100 !== 0 || shifted % 400 === 0);
  return `${String(shifted).padStart(4, '0')}${leap ? rest : rest.replace(/^-02-29/, '-02-28')}`;
};
