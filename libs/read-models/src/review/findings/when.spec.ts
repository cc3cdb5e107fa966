import { describe, expect, it } from '@jest/globals';
import { recordOf, type GivenEvent } from '../record.fixture.js';
import { dayIsUncertain, dayOf, daysBetween, occurredBy } from './when.js';

const reviewed = (occurred: string, at: string) => {
  const given: GivenEvent = { label: 'one', by: 'council', type: 'ChildViewRecorded', occurred, at };
  return recordOf({ agencies: { council: 'children-services' }, events: [given] }).events[0]!;
};

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

describe('when an event had certainly occurred', () => {
  it('is the latest instant that its date allows, but never after it was recorded', () => {
    expect(occurredBy(reviewed('2010-01', '2010-06-01'))).toBe('2010-01-31T23:59:59.999Z');
    expect(occurredBy(reviewed('2010-01-05', '2010-01-05T12:00'))).toBe('2010-01-05T12:00:00.000Z');
    expect(occurredBy(reviewed('2010-01-05T09:00', '2010-01-05T12:00'))).toBe('2010-01-05T09:00:00.000Z');
    expect(occurredBy(reviewed('2010-01/..', '2010-02-01'))).toBe('2010-02-01T00:00:00.000Z');
  });

  it.each([
    ['2010-01-05', false],
    ['2010-01-05T09:00', false],
    ['2010-01', true],
    ['2010-01-05?', true],
    ['200X', true],
    ['2004-08?/2007-02', true],
    ['2010-01-05/2010-01-06', true],
  ])('is on a day that is known or not: %s', (text, uncertain) => {
    expect(dayIsUncertain(reviewed(text, '2011-01-01'))).toBe(uncertain);
  });
});
