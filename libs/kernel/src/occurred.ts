import edtf from 'edtf';
import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';
import type { Instant } from './clock.js';
import { placeOfRecord } from './place-of-record.js';
import { accepted, refused, type Result } from './result.js';

/**
 * When something happened, as exactly as it is known: text in the Extended Date/Time Format
 * (ISO 8601-2:2019), e.g. `2007-02-26`, `2004-08?`, `2009-1X`, `2004/2007-02`, `2010-11-02T04:50`.
 */
export interface Occurred {
  readonly text: string;
  /** The first instant at which it may have happened. */
  readonly earliest: Instant;
  /** The last instant at which it may have happened; null where the interval is still open. */
  readonly latest: Instant | null;
}

const withZone = /(?:[zZ]|[+-]\d{2}(?::?\d{2})?)$/;
const withTime = /T\d{2}:\d{2}/;

/** EDTF's bounds are written as UTC; a text without a zone means the clock on the wall in England. */
const asInstant = (bound: number, text: string): Instant => {
  const utc = Temporal.Instant.fromEpochMilliseconds(bound);
  if (withTime.test(text) && withZone.test(text)) return new Date(bound).toISOString();
  const wall = utc.toZonedDateTimeISO('UTC').toPlainDateTime();
  return new Date(wall.toZonedDateTime(placeOfRecord).epochMilliseconds).toISOString();
};

/** The grammar is general and slow (0.1 ms a date), and most of what is recorded occurred on one of a few days. */
const read = new LRUCache<string, Result<Occurred, string>>({ max: 10_000 });

/** Reads EDTF; the reason for a refusal says what is wrong and never repeats the text. */
export const parseOccurred = (text: string): Result<Occurred, string> => {
  const known = read.get(text);
  if (known !== undefined) return known;
  const fresh = parse(text);
  if (fresh.ok) read.set(text, fresh);
  return fresh;
};

const parse = (text: string): Result<Occurred, string> => {
  if (text.length > 60) return refused('is longer than any date in EDTF that a case needs (60 characters)');
  const bounds = boundsOf(text);
  if (bounds === undefined)
    return refused('is not a date in EDTF, such as 2007-02-26, 2004-08? or 2004/2007-02');
  const [earliest, latest] = bounds;
  if (!Number.isFinite(earliest))
    return refused('needs a beginning: an interval may be open only at its end');
  if (earliest > latest) return refused('ends before it begins');
  const [first = text, last = first] = text.split('/');
  return accepted({
    text,
    earliest: asInstant(earliest, first),
    latest: Number.isFinite(latest) ? asInstant(latest, last) : null,
  });
};

const boundsOf = (text: string): [number, number] | undefined => {
  const interval = text.split('/');
  if (interval.length === 2 && interval[0] && interval[1] && interval[1] !== '..') {
    // The library refuses a backwards interval as a syntax error: read the halves, so that the reason can be told.
    const [from, to] = interval.map(single);
    return from && to ? [from[0], to[1]] : undefined;
  }
  return single(text);
};

const plainDay = /^(\d{4}-\d{2}-\d{2})/;

const single = (text: string): [number, number] | undefined => {
  try {
    // The library takes 29 February of any year.
    const day = plainDay.exec(text)?.[1];
    if (day !== undefined) Temporal.PlainDate.from(day, { overflow: 'reject' });
    const value = edtf(text) as { min: number; max: number };
    return [Number(value.min), Number(value.max)];
  } catch {
    // Both throw for whatever is not a date: that is the answer, not a failure.
    return undefined;
  }
};

/** The same date or interval without its times of day: `2007-06-04T14:35` is `2007-06-04`. */
export const withoutTimes = (text: string): string => text.replace(/T[^/]*/g, '');
