import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isBankHoliday } from './bank-holidays.js';
import { dueAfter, dueAt, isWorkingDay, type TimeAllowed } from './time-allowed.js';

/** Bank holidays of England and Wales on weekdays, by hand from the proclamations and the published lists. */
const holidays = {
  2002: '01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26',
  2003: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
  2004: '01-01 04-09 04-12 05-03 05-31 08-30 12-27 12-28',
  2005: '01-03 03-25 03-28 05-02 05-30 08-29 12-26 12-27',
  2006: '01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26',
  2007: '01-01 04-06 04-09 05-07 05-28 08-27 12-25 12-26',
  2008: '01-01 03-21 03-24 05-05 05-26 08-25 12-25 12-26',
  2009: '01-01 04-10 04-13 05-04 05-25 08-31 12-25 12-28',
  2010: '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28',
  2011: '01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27',
  2012: '01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26',
  2013: '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26',
  2020: '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28',
  2021: '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28',
  2022: '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27',
  2023: '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26',
  2024: '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26',
  2025: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
  2026: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
};

const weekdaysOf = (year: number): string[] => {
  const days: string[] = [];
  for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += 86_400_000) {
    const date = new Date(day);
    if (date.getUTCDay() % 6 !== 0) days.push(date.toISOString().slice(0, 10));
  }
  return days;
};

const due = (start: string, allowed: TimeAllowed) => dueAfter(start, allowed).text;

describe('bank holidays of England and Wales', () => {
  it.each(Object.entries(holidays))(
    'are those of %s, with substitute days and those of one year only',
    (year, days) => {
      expect(weekdaysOf(Number(year)).filter(isBankHoliday)).toEqual(
        days.split(' ').map((day) => `${year}-${day}`),
      );
    },
  );

  it('are not those of Scotland or Northern Ireland', () => {
    for (const day of ['2010-01-04', '2010-03-17', '2010-07-12', '2010-11-30'])
      expect(isWorkingDay(day)).toBe(true);
  });
});

describe('a time counted in working days', () => {
  it('ends with the day after a Tuesday', () => {
    expect(dueAfter('2008-09-30T14:30:00.000Z', { workingDays: 1 })).toEqual({
      text: '2008-10-01',
      last: '2008-10-01T22:59:59.999Z',
      passed: '2008-10-01T23:00:00.000Z',
      missedAt: '2008-10-02T00:00:00+01:00',
    });
  });

  it('leaves out Good Friday and Easter Monday of 2010', () => {
    expect(due('2010-04-01T10:00:00.000Z', { workingDays: 1 })).toBe('2010-04-06');
    expect(due('2010-03-31T10:00:00.000Z', { workingDays: 5 })).toBe('2010-04-09');
  });

  it('leaves out Easter, the royal wedding and May Day of 2011, four days in two weeks', () => {
    expect(due('2011-04-21T10:00:00.000Z', { workingDays: 1 })).toBe('2011-04-26');
    expect(due('2011-04-28T10:00:00.000Z', { workingDays: 1 })).toBe('2011-05-03');
    expect(due('2011-04-20T10:00:00.000Z', { workingDays: 10 })).toBe('2011-05-10');
  });

  it('leaves out three bank holidays in a row of weekends and feasts: Christmas 2010 to New Year 2011', () => {
    expect(due('2010-12-24T10:00:00.000Z', { workingDays: 1 })).toBe('2010-12-29');
    expect(due('2010-12-24T10:00:00.000Z', { workingDays: 4 })).toBe('2011-01-04');
  });

  it('counts from the day in England, also where the day in Greenwich is still the one before', () => {
    expect(due('2010-06-30T23:30:00.000Z', { workingDays: 1 })).toBe('2010-07-02');
    expect(due('2010-06-30T22:30:00.000Z', { workingDays: 1 })).toBe('2010-07-01');
  });

  it('starts on a day off as on the working day before it', () => {
    expect(due('2010-11-06T10:00:00.000Z', { workingDays: 1 })).toBe('2010-11-08');
  });

  const instant = fc
    .date({ min: new Date('1996-01-01'), max: new Date('2034-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString());

  it('never ends on a day that is none', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 60 }), (start, workingDays) => {
        expect(isWorkingDay(due(start, { workingDays }))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('has as many working days after the start as it should', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 30 }), (start, workingDays) => {
        const from = dueAfter(start, { days: 0 }).text;
        const to = due(start, { workingDays });
        let counted = 0;
        for (let day = Date.parse(from) + 86_400_000; day <= Date.parse(to); day += 86_400_000)
          if (isWorkingDay(new Date(day).toISOString().slice(0, 10))) counted += 1;
        expect(counted).toBe(workingDays);
      }),
      { numRuns: 200 },
    );
  });

  const allowed: fc.Arbitrary<TimeAllowed> = fc.oneof(
    fc.record({ hours: fc.integer({ min: 1, max: 96 }) }),
    fc.record({ workingDays: fc.integer({ min: 1, max: 45 }) }),
    fc.record({ days: fc.integer({ min: 0, max: 60 }) }),
    fc.record({ weeks: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ months: fc.integer({ min: 1, max: 6 }) }),
  );

  it('as any other time, never ends earlier for what started later', () => {
    fc.assert(
      fc.property(instant, instant, allowed, (one, other, time) => {
        const [earlier, later] = [one, other].sort() as [string, string];
        expect(dueAfter(earlier, time).last <= dueAfter(later, time).last).toBe(true);
        expect(dueAfter(earlier, time).last >= earlier.slice(0, 19)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('other times', () => {
  it('in hours run through the night, the weekend and the change of the clocks', () => {
    expect(dueAfter('2011-03-08T11:00:00.000Z', { hours: 72 })).toEqual({
      text: '2011-03-11T11:00:00+00:00',
      last: '2011-03-11T11:00:00.000Z',
      passed: '2011-03-11T11:00:00.000Z',
      missedAt: '2011-03-11T11:00:00+00:00',
    });
    expect(due('2010-03-27T11:00:00.000Z', { hours: 24 })).toBe('2010-03-28T12:00:00+01:00');
  });

  it('in days, weeks and months end with the last day, whatever day that is', () => {
    expect(due('2010-11-12T10:00:00.000Z', { days: 45 })).toBe('2010-12-27');
    expect(due('2010-11-12T10:00:00.000Z', { days: 0 })).toBe('2010-11-12');
    expect(due('2010-11-04T18:00:00.000Z', { weeks: 4 })).toBe('2010-12-02');
    expect(due('2010-11-30T10:00:00.000Z', { months: 3 })).toBe('2011-02-28');
  });

  it('are read back from what was stated', () => {
    for (const time of [{ workingDays: 3 }, { hours: 72 }, { months: 6 }]) {
      const stated = dueAfter('2010-06-30T23:30:00.000Z', time);
      expect(dueAt(stated.text)).toEqual(stated);
    }
    expect(dueAt('2010-06-30/..')).toBeUndefined();
    expect(dueAt('soon')).toBeUndefined();
  });
});
