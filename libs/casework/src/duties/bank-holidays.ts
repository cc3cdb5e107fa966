import Holidays from 'date-holidays';

const library = new Holidays('GB', 'ENG', { types: ['public', 'bank'] });

/**
 * What royal proclamations gave and took away in the years before the library's own account begins: the Golden Jubilee
 * (2002), the royal wedding (2011), the Diamond Jubilee (2012; the library has 5 June), the millennium (1999).
 */
const proclaimed = ['1999-12-31', '2002-06-03', '2002-06-04', '2011-04-29', '2012-06-04', '2012-06-05'];
const moved = ['2002-05-27', '2012-05-28'];

const byYear = new Map<number, ReadonlySet<string>>();

const inYear = (year: number): ReadonlySet<string> => {
  const known = byYear.get(year);
  if (known !== undefined) return known;
  const days = new Set(library.getHolidays(year).map(({ date }) => date.slice(0, 10)));
  for (const day of moved) days.delete(day);
  for (const day of proclaimed) if (day.startsWith(`${year}-`)) days.add(day);
  byYear.set(year, days);
  return days;
};

/**
 * Whether a day (`2011-04-29`) is a bank holiday, Good Friday or Christmas Day in England and Wales (Banking and
 * Financial Dealings Act 1971, schedule 1, and proclamations under it), substitute days included.
 */
export const isBankHoliday = (day: string): boolean => inYear(Number(day.slice(0, 4))).has(day);
