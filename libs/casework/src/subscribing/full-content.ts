import { parseOccurred, type Instant } from '#kernel';
import type { FieldProblem } from '../validation/validate-details.js';
import type { OpenedEvent } from '../declaration/case-event.js';
import { FullContentAgreed } from './webhook-events.js';

/** From when until when an organisation's software may be delivered entries themselves; null: there is no agreement. */
export type FullContentAgreement = {
  readonly from: Instant;
  /** The last instant; null: no end was agreed. */
  readonly until: Instant | null;
} | null;

/** What is agreed after one more event of the agreement: the newest one counts. */
export const evolveAgreement = (
  agreement: FullContentAgreement,
  event: OpenedEvent,
): FullContentAgreement => {
  if (!FullContentAgreed.is(event)) return agreement;
  const from = parseOccurred(event.details.from);
  const until = event.details.until == null ? null : parseOccurred(event.details.until);
  // It was validated when it was recorded; an end that cannot be read must not become none.
  if (!from.ok || (until !== null && !until.ok)) return null;
  return { from: from.value.earliest, until: until === null ? null : until.value.latest };
};

export const fullContentIsAgreedAt = (agreement: FullContentAgreement, now: Instant): boolean =>
  agreement !== null && agreement.from <= now && (agreement.until === null || now <= agreement.until);

/** What is wrong with the time of an agreement, by field. */
export const problemsOfAgreement = (from: string, until: string | null): readonly FieldProblem[] => {
  const begins = parseOccurred(from);
  const ends = until === null ? null : parseOccurred(until);
  if (!begins.ok || (ends !== null && !ends.ok)) return [];
  if (ends === null) return [];
  if (ends.value.latest === null) return [{ field: 'until', problem: 'needs an end; leave it out for none' }];
  return ends.value.latest < begins.value.earliest
    ? [{ field: 'until', problem: 'lies before the beginning' }]
    : [];
};
