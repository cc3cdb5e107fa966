import { daysBetween, type EventId, type Instant, type OrganisationId } from '#kernel';
import type { ReviewedEvent } from '../record-under-review.js';
import type { Citation, CitedAs, Found } from './finding.js';

export const cite = (as: CitedAs, ...events: readonly (ReviewedEvent | EventId)[]): readonly Citation[] =>
  events.map((event) => ({ eventId: typeof event === 'string' ? event : event.eventId, as }));

export const agenciesOf = (...organisations: readonly OrganisationId[]): readonly OrganisationId[] =>
  [...new Set(organisations)].sort();

/** The whole of what was found: of one moment, without others' holdings, on a certain date, unless told. */
export const found = (
  told: Pick<Found, 'key' | 'says' | 'agencies' | 'from' | 'cites'> & Partial<Found>,
): Found => ({ until: null, days: null, dateUncertain: false, heldAt: null, facts: {}, ...told });

/** From one instant to another, or to no end yet. */
export const lasting = (from: Instant, until: Instant | null): Pick<Found, 'from' | 'until' | 'days'> => ({
  from,
  until,
  days: until === null ? null : daysBetween(from, until),
});

export const counted = (number: number, what: string): string =>
  `${number} ${what}${number === 1 ? '' : 's'}`;

/** `no-asylum-status` as a sentence has it. */
export const plain = (code: string | null): string =>
  code === null ? 'a ground that this reviewer may not see' : code.replaceAll('-', ' ');
