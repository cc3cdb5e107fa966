import { dayOf, type OrganisationId } from '#kernel';
import { Temporal } from 'temporal-polyfill';
import type { ReviewedEvent } from '../record-under-review.js';
import type { Definition } from './finding.js';
import { agenciesOf, cite, found } from './found.js';
import type { Inquiry } from './inquiry.js';
import { dayIsUncertain, occurredBy } from './when.js';

/** The days between which the child was born if a determination is right; null: it sets no bound on that side. */
interface Birth {
  readonly from: Temporal.PlainDate | null;
  readonly until: Temporal.PlainDate | null;
}

const daysInAYear = 365.25;

const birthBy = (inquiry: Inquiry, event: ReviewedEvent): Birth => {
  const margin = { days: Math.round((inquiry.number(event, 'marginYears') ?? 0) * daysInAYear) };
  const born = inquiry.date(event, 'dateOfBirth') ?? inquiry.date(event, 'dateOfBirthFound');
  if (born !== null) {
    return {
      from: Temporal.PlainDate.from(dayOf(born.earliest)).subtract(margin),
      until: born.latest === null ? null : Temporal.PlainDate.from(dayOf(born.latest)).add(margin),
    };
  }
  const on = Temporal.PlainDate.from(dayOf(occurredBy(event)));
  const found = inquiry.number(event, 'ageFound');
  const youngest = inquiry.number(event, 'ageFrom') ?? found;
  const oldest = inquiry.number(event, 'ageTo') ?? found;
  if (youngest !== null || oldest !== null) {
    return {
      from:
        oldest === null
          ? null
          : on
              .subtract({ years: oldest + 1 })
              .add({ days: 1 })
              .subtract(margin),
      until: youngest === null ? null : on.subtract({ years: youngest }).add(margin),
    };
  }
  const adulthood = on.subtract({ years: 18 });
  const outcome = inquiry.code(event, 'outcome');
  if (outcome === 'child') return { from: adulthood.add({ days: 1 }), until: null };
  return outcome === 'adult' ? { from: null, until: adulthood } : { from: null, until: null };
};

const endsBefore = (one: Birth, other: Birth): boolean =>
  one.until !== null && other.from !== null && Temporal.PlainDate.compare(one.until, other.from) < 0;

/** The last determination of each agency that it has not withdrawn. */
const standing = ({ ofType }: Inquiry): readonly ReviewedEvent[] => {
  const last = new Map<OrganisationId, ReviewedEvent>();
  for (const event of ofType('AgeDeterminationAsserted', 'CourtAgeFindingRecorded')) {
    if (event.marks.some(({ kind }) => kind === 'withdrawn')) continue;
    last.set(event.type === 'CourtAgeFindingRecorded' ? event.eventId : event.organisation, event);
  }
  return [...last.values()];
};

/** Two agencies hold ages of the child that cannot both be right, and neither has withdrawn its own. */
export const agesInConflict: Definition = {
  id: 'ages-in-conflict',
  version: 1,
  kind: 'dispute',
  words:
    'Two age determinations stand at the end of the record and cannot both be right: the days of birth that they allow do ' +
    'not meet. Of each agency the last determination counts that it has not withdrawn or retracted, and every finding of a ' +
    'court. A date of birth allows itself; else an age at the day of the determination allows the years that fit it; else ' +
    'the outcome allows what makes a child or an adult on that day; a margin widens what is allowed. It lasts from the ' +
    'later of the two.',
  parameters: {},
  needs: { AgeDeterminationAsserted: ['core.coded'], CourtAgeFindingRecorded: ['core.coded'] },
  find: (inquiry) => {
    const held = standing(inquiry).map((event) => ({ event, birth: birthBy(inquiry, event) }));
    return held.flatMap((one, index) =>
      held.slice(index + 1).flatMap((other) => {
        if (!endsBefore(one.birth, other.birth) && !endsBefore(other.birth, one.birth)) return [];
        const both = [one.event, other.event];
        const [earlier, later] = both.sort((a, b) => (occurredBy(a) < occurredBy(b) ? -1 : 1));
        const agencies = agenciesOf(...both.map(({ organisation }) => organisation));
        return [
          found({
            key: both.map(({ eventId }) => eventId).sort(),
            says: `${agencies.map(inquiry.nameOf).join(' and ')} hold ages that cannot both be right.`,
            agencies,
            from: occurredBy(later!),
            dateUncertain: both.some(dayIsUncertain),
            cites: cite('what-was-found', earlier!, later!),
            facts: {
              earlierEffect: inquiry.code(earlier!, 'effect') ?? 'not known',
              laterEffect: inquiry.code(later!, 'effect') ?? 'not known',
            },
          }),
        ];
      }),
    );
  },
};
