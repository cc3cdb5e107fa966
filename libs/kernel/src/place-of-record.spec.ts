import { describe, expect, it } from '@jest/globals';
import { dayOf, daysBetween, endOfDay, minuteOf } from './place-of-record.js';

describe('days', () => {
  it('are those of England, where a summer’s day begins at eleven in the evening of UTC', () => {
    expect(dayOf('2010-07-01T22:59:59.999Z')).toBe('2010-07-01');
    expect(dayOf('2010-07-01T23:00:00.000Z')).toBe('2010-07-02');
    expect(dayOf('2010-01-01T23:00:00.000Z')).toBe('2010-01-01');
    expect(dayOf('1994-12-31T23:59:59.999Z')).toBe('1994-12-31');
  });

  it('are counted by their midnights, over changes of the clock and leap days too', () => {
    expect(daysBetween('2010-02-10T10:30:00.000Z', '2011-03-02T10:30:00.000Z')).toBe(385);
    expect(daysBetween('2010-03-27T12:00:00.000Z', '2010-03-28T11:00:00.000Z')).toBe(1);
    expect(daysBetween('2008-02-28T12:00:00.000Z', '2008-03-01T12:00:00.000Z')).toBe(2);
    expect(daysBetween('2010-01-02T00:00:00.000Z', '2010-01-01T23:59:00.000Z')).toBe(-1);
    expect(daysBetween('2010-01-01T00:00:00.000Z', '2010-01-01T23:59:00.000Z')).toBe(0);
  });
});

describe('the end of a day', () => {
  it('is midnight in England, also on the days on which the clocks change', () => {
    expect(endOfDay('2010-07-01T12:00:00.000Z')).toBe('2010-07-01T22:59:59.999Z');
    expect(endOfDay('2010-03-28T00:30:00.000Z')).toBe('2010-03-28T22:59:59.999Z');
    expect(endOfDay('2010-10-31T12:00:00.000Z')).toBe('2010-10-31T23:59:59.999Z');
  });
});

describe('the clock on the wall', () => {
  it('is an hour ahead of UTC in summer', () => {
    expect(minuteOf('2010-07-01T22:30:00.000Z')).toBe('2010-07-01 23:30');
    expect(minuteOf('2010-12-31T23:59:00.000Z')).toBe('2010-12-31 23:59');
    expect(minuteOf('2010-01-01T00:00:00.000Z')).toBe('2010-01-01 00:00');
  });
});
