import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';
import type { Instant } from './clock.js';

/** Dates in a case file are the dates of a place: a day begins at midnight in England. */
export const placeOfRecord = 'Europe/London';

const wall = new Intl.DateTimeFormat('en-GB', {
  timeZone: placeOfRecord,
  calendar: 'iso8601',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** The rules of summer time are slow to apply (some 10 µs), and whoever looks at a record asks for each time often. */
const known = new LRUCache<Instant, string>({ max: 20_000 });

/** What the clock on the wall showed, to the minute: `2010-07-01 23:30`. */
export const minuteOf = (at: Instant): string => {
  const before = known.get(at);
  if (before !== undefined) return before;
  const of = new Map(wall.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  const minute = `${of.get('year')}-${of.get('month')}-${of.get('day')} ${of.get('hour')}:${of.get('minute')}`;
  known.set(at, minute);
  return minute;
};

/** The day on which an instant falls there: `2010-07-01`. */
export const dayOf = (at: Instant): string => minuteOf(at).slice(0, 10);

const dayInMilliseconds = 86_400_000;

/** How many midnights lie between two instants there; negative where the second is the earlier. */
export const daysBetween = (from: Instant, to: Instant): number =>
  Math.round((Date.parse(dayOf(to)) - Date.parse(dayOf(from))) / dayInMilliseconds);

/** By the day: to find when it ends takes some 100 µs. */
const ends = new LRUCache<string, Instant>({ max: 20_000 });

/** The last instant of the day on which this one falls there. */
export const endOfDay = (at: Instant): Instant => {
  const day = dayOf(at);
  const before = ends.get(day);
  if (before !== undefined) return before;
  const next = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(placeOfRecord);
  const end = new Date(next.epochMilliseconds - 1).toISOString();
  ends.set(day, end);
  return end;
};
