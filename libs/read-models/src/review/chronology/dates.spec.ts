import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseOccurred } from '#kernel';
import { datesKept, datesShifted, precisionOf } from './dates.js';

describe('how exactly a date is known', () => {
  it.each([
    ['2007-02-26', 'day'],
    ['2010-11-02T04:50', 'time'],
    ['2007-02', 'month'],
    ['2010', 'year'],
    ['2004-08?', 'month, uncertain'],
    ['2004~', 'year, approximate'],
    ['2004-08%', 'month, uncertain and approximate'],
    ['2009-1X', 'partly unknown'],
    ['2004-08?/2007-02', 'interval, uncertain'],
  ])('%s is known to the %s', (edtf, precision) => expect(precisionOf(edtf)).toBe(precision));
});

describe('dates that are shifted', () => {
  const shifted = datesShifted(7);

  it.each([
    ['2007-02-26', '2000-02-26'],
    ['2010-11-02T04:50', '2003-11-02T04:50'],
    ['2004-08?/2007-02', '1997-08?/2000-02'],
    ['2009-1X', '2002-1X'],
    ['2010/..', '2003/..'],
    ['200X', '1993/2002'],
    // A year without that day: the day before it.
    ['2008-02-29', '2001-02-28'],
  ])('keep what is known of %s: %s', (before, after) => expect(shifted.date(before)).toBe(after));

  it('are dates again, as far apart as before but for leap days', () => {
    const days = fc.date({ min: new Date('1990-01-01'), max: new Date('2026-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(days, days, fc.integer({ min: 1, max: 9 }), (one, other, years) => {
        const [a, b] = [one, other].map((date) => datesKept.date(date.toISOString().slice(0, 10)));
        const bounds = (text: string) => {
          const read = parseOccurred(text);
          if (!read.ok) throw new Error(read.reason);
          return Date.parse(read.value.earliest);
        };
        const by = datesShifted(years);
        const [before, after] = [bounds(b!) - bounds(a!), bounds(by.date(b!)) - bounds(by.date(a!))];
        const threeDays = 3 * 86_400_000;
        expect(Math.abs(before - after)).toBeLessThanOrEqual(threeDays);
      }),
    );
  });

  it('are shifted on the clock of the place of record', () => {
    expect(datesKept.moment('2010-07-01T22:30:00.000Z')).toBe('2010-07-01 23:30');
    expect(shifted.moment('2010-12-31T23:59:00.000Z')).toBe('2003-12-31 23:59');
    expect(datesKept.dayOf('2010-07-01T23:30:00.000Z')).toBe('2010-07-02');
  });
});
