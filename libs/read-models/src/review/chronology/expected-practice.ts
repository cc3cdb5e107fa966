import type { EventId, OrganisationId } from '#kernel';
import type { Details } from '../../reading/opening.js';
import type { RecordUnderReview, ReviewedEvent } from '../record-under-review.js';
import { inWords, sentences } from './words.js';
import type { Wording } from './details-in-words.js';

/** What was expected after an event, under the rule of that time, and what came of it. */
export interface ExpectedPractice {
  readonly practice: string;
  readonly deadline: string;
}

/** What the record says of deadlines; a missed one is an event of its own besides. */
const ofDeadlines: ReadonlySet<string | null> = new Set([
  'DeadlineSet',
  'DeadlineMet',
  'DeadlineMissed',
  'DeadlineExtended',
]);

export const isOfDeadline = ({ type }: ReviewedEvent): boolean => ofDeadlines.has(type);

/** Stands in the columns of the event that started the clock, and in no row of its own. */
export const isShownWithItsCause = (event: ReviewedEvent): boolean =>
  isOfDeadline(event) && event.type !== 'DeadlineMissed';

const aboutOf = ({ relations }: ReviewedEvent): readonly EventId[] =>
  relations.filter(({ kind }) => kind === 'about').map(({ eventId }) => eventId);

/** Who had to act, by the event that tells of the deadline. */
export const responsibleFor = (
  { events }: RecordUnderReview,
  details: ReadonlyMap<EventId, Details>,
): ReadonlyMap<EventId, OrganisationId> =>
  new Map(
    events.flatMap((event) => {
      const responsible = isOfDeadline(event) ? details.get(event.eventId)?.responsible : undefined;
      return typeof responsible === 'string' ? [[event.eventId, responsible] as const] : [];
    }),
  );

/** By the event that started the clock. */
export const expectedPractices = (
  { events, byId }: RecordUnderReview,
  details: ReadonlyMap<EventId, Details>,
  { dates }: Pick<Wording, 'dates'>,
): ReadonlyMap<EventId, ExpectedPractice> => {
  const clocks = new Map<EventId, Map<string, Clock>>();
  for (const event of events) {
    if (!isOfDeadline(event)) continue;
    const of = details.get(event.eventId) ?? {};
    const { duty, rule, strength, due } = of;
    if (typeof duty !== 'string' || typeof rule !== 'string' || typeof due !== 'string') continue;
    // An outcome names the setting of the deadline, or what started the clock: both lead to the same event.
    for (const named of aboutOf(event)) {
      const starts = startOf(named, byId);
      if (starts === null) continue;
      const clock = clocks.get(starts) ?? new Map<string, Clock>();
      clocks.set(starts, clock);
      const known = clock.get(duty) ?? { rule, strength: String(strength), due, outcomes: [] };
      clock.set(duty, event.type === 'DeadlineSet' ? { ...known, rule, due } : known);
      const outcome = outcomeOf(event, of, dates);
      if (outcome !== null) clock.get(duty)!.outcomes.push(outcome);
    }
  }
  return new Map(
    [...clocks].map(([event, ofDuties]) => [
      event,
      {
        practice: sentences(
          [...ofDuties].map(
            ([duty, clock]) => `${inWords(duty)}: ${clock.rule} (${inWords(clock.strength)})`,
          ),
        ),
        deadline: sentences(
          [...ofDuties].map(([duty, { due, outcomes }]) =>
            [`${inWords(duty)} due ${dates.date(due)}`, ...outcomes].join('; '),
          ),
        ),
      },
    ]),
  );
};

interface Clock {
  readonly rule: string;
  readonly strength: string;
  readonly due: string;
  readonly outcomes: string[];
}

const startOf = (named: EventId, byId: RecordUnderReview['byId']): EventId | null => {
  const event = byId.get(named);
  if (event === undefined) return null;
  if (event.type !== 'DeadlineSet') return isOfDeadline(event) ? null : named;
  return aboutOf(event)[0] ?? null;
};

const outcomeOf = (
  { type }: ReviewedEvent,
  { met, minutesLate, due }: Details,
  dates: Wording['dates'],
): string | null => {
  if (type === 'DeadlineMissed') return 'missed';
  if (type === 'DeadlineExtended') return `extended to ${dates.date(String(due))}`;
  if (type !== 'DeadlineMet') return null;
  const late =
    typeof minutesLate === 'number' && minutesLate > 0 ? `, ${lateness(minutesLate)} late` : ', in time';
  return `met ${dates.date(String(met))}${late}`;
};

const lateness = (minutes: number): string => {
  const days = Math.floor(minutes / 1_440);
  if (days > 0) return `${days} day${days === 1 ? '' : 's'}`;
  const hours = Math.floor(minutes / 60);
  return hours > 0 ? `${hours} hour${hours === 1 ? '' : 's'}` : `${minutes} minutes`;
};
