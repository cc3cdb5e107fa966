import { describe, expect, it } from '@jest/globals';
import { parseOccurred, withoutTimes } from '#kernel';

const bounds = (text: string) => {
  const read = parseOccurred(text);
  return read.ok ? [read.value.earliest, read.value.latest] : read.reason;
};

describe('when something happened', () => {
  it.each([
    ['2007-02-26', '2007-02-26T00:00:00.000Z', '2007-02-26T23:59:59.999Z'],
    ['2007-06-04', '2007-06-03T23:00:00.000Z', '2007-06-04T22:59:59.999Z'],
    ['2004-08?', '2004-07-31T23:00:00.000Z', '2004-08-31T22:59:59.999Z'],
    ['2009-1X', '2009-09-30T23:00:00.000Z', '2009-12-31T23:59:59.999Z'],
    ['2004/2007-02', '2004-01-01T00:00:00.000Z', '2007-02-28T23:59:59.999Z'],
    ['2002-09?/2010-02', '2002-08-31T23:00:00.000Z', '2010-02-28T23:59:59.999Z'],
    ['2010-11-02T04:50', '2010-11-02T04:50:00.000Z', '2010-11-02T04:50:00.000Z'],
    ['2010-06-02T04:50', '2010-06-02T03:50:00.000Z', '2010-06-02T03:50:00.000Z'],
    ['2010-06-02T04:50:00+02:00', '2010-06-02T02:50:00.000Z', '2010-06-02T02:50:00.000Z'],
    ['2004/..', '2004-01-01T00:00:00.000Z', null],
  ])('reads %s as a time in England from %s to %s', (text, earliest, latest) => {
    expect(bounds(text)).toEqual([earliest, latest]);
  });

  it.each([
    'garbage',
    '2010-13-02',
    '2010-02-30',
    '1993-02-29',
    '1900-02-29',
    '1993-02-29/1994',
    '',
    '26/02/2007',
  ])('refuses %j, which is not EDTF', (text) => {
    expect(bounds(text)).toMatch(/^is not a date in EDTF/);
  });

  it('refuses an interval that ends before it begins', () => {
    expect(bounds('2010/2009')).toBe('ends before it begins');
  });

  it.each([
    ['2007-06-04T14:35', '2007-06-04'],
    ['2010-11-02T04:50:00+01:00/2010-11-03T09:00', '2010-11-02/2010-11-03'],
    ['2004-08?/2007-02', '2004-08?/2007-02'],
  ])('is %s without its times %s', (text, date) => {
    expect(withoutTimes(text)).toBe(date);
  });
});
