import type { EventHeader } from '#casework';
import { parseOccurred, type Instant } from '#kernel';

/** The time that a review looks at. */
export interface Period {
  readonly from: Instant;
  /** Null where it has no end. */
  readonly until: Instant | null;
}

const occurredIn = (value: unknown) => {
  const read = typeof value === 'string' ? parseOccurred(value) : undefined;
  return read?.ok === true ? read.value : null;
};

/** The period that a review's header names; null where it names none that can be read. */
export const periodIn = ({ from, until }: EventHeader['concerns']): Period | null => {
  const [first, last] = [occurredIn(from), occurredIn(until)];
  return first === null || last === null ? null : { from: first.earliest, until: last.latest };
};

/** The first instant that a date in a header may mean: whatever ends then has ended, also where it says only the day. */
export const instantIn = (value: unknown): Instant | null => occurredIn(value)?.earliest ?? null;

/** Whether something may have happened in a period. */
export const mayBeIn = (occurred: string, { from, until }: Period): boolean => {
  const when = occurredIn(occurred);
  return (
    when !== null &&
    (until === null || when.earliest <= until) &&
    (when.latest === null || when.latest >= from)
  );
};
