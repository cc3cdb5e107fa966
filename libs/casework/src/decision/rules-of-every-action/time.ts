import type { Instant } from '#kernel';
import { rule, type Rule } from '../rule.js';

/** What every stream that is decided upon knows of its own time. */
export interface Dated {
  readonly lastRecordedAt: Instant | null;
}

/**
 * An uncertain date is given the benefit of the doubt: only what cannot have happened yet is refused. What is planned
 * stands in fields of its own, not in the date of the event.
 */
export const occurredBeforeRecorded: Rule<Dated, unknown> = rule<Dated, unknown>(
  'occurred-before-recorded',
  'every',
  'It cannot have occurred after it is recorded.',
  (_state, { occurred, recordedAt }) => occurred.earliest <= recordedAt,
);

/** Who knew what, and when, is read from the order of the record; a clock that goes back would falsify it. */
export const recordedAtNeverGoesBack: Rule<Dated, unknown> = rule<Dated, unknown>(
  'recorded-at-never-goes-back',
  'every',
  'The clock stands before the last record of this case.',
  ({ lastRecordedAt }, { recordedAt }) => lastRecordedAt === null || lastRecordedAt <= recordedAt,
);
