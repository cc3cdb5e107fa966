import { describe, expect, it } from '@jest/globals';
import { recordOf, type GivenEvent } from '../record.fixture.js';
import { dayIsUncertain, occurredBy } from './when.js';

const reviewed = (occurred: string, at: string) => {
  const given: GivenEvent = { label: 'one', by: 'council', type: 'ChildViewRecorded', occurred, at };
  return recordOf({ agencies: { council: 'children-services' }, events: [given] }).events[0]!;
};

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
