import { daysBetween, type Instant } from '#kernel';
import type { ReviewedEvent } from '../record-under-review.js';
import type { ChronologyRow } from './chronology-row.js';
import { timeBetween, type ShownDates } from './dates.js';

/** A quarter of a year in which nobody did anything about a child is what a board asks about. */
export const usualSilenceDays = 90;

/** Tells, row by row in their order, when a time has passed in which nothing occurred. */
export const silencesBetween = (days: number, dates: ShownDates, whose: string) => {
  let silentSince: Instant | null = null;
  return (next: ReviewedEvent): ChronologyRow | null => {
    const since = silentSince;
    const { earliest, latest } = next.occurred;
    // Something that may have gone on for years breaks the silence only where it certainly ended.
    const lasts = latest ?? next.recordedAt;
    if (silentSince === null || lasts > silentSince) silentSince = lasts;
    if (since === null || earliest <= since) return null;
    return daysBetween(since, earliest) < days ? null : gap(since, earliest, dates, whose);
  };
};

const gap = (since: Instant, until: Instant, dates: ShownDates, whose: string): ChronologyRow => ({
  kind: 'gap',
  reference: '',
  eventId: null,
  occurredFrom: dates.dayOf(since),
  occurredTo: dates.dayOf(until),
  precision: '',
  recorded: '',
  lag: '',
  agency: '',
  source: '',
  people: '',
  event: `Nothing is on record of ${whose} for ${timeBetween(since, until)}.`,
  decision: '',
  knownTo: '',
  child: '',
  practice: '',
  deadline: '',
  action: '',
  comment: '',
  significance: '',
  handling: '',
  marks: [],
});
