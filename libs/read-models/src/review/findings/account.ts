import type { Instant } from '#kernel';
import type { ReviewedEvent } from '../record-under-review.js';
import type { Inquiry } from './inquiry.js';
import { occurredBy } from './when.js';

/**
 * When an agency was told. A child's disclosure is dated by the harm that it tells of, so the day on which it was told
 * counts; anything else from the child's own account counts from its recording, since its date may be that of the harm.
 */
export const toldAt = ({ date }: Pick<Inquiry, 'date'>, event: ReviewedEvent): Instant => {
  const { recordedAt } = event;
  if (event.type === 'ChildDisclosureRecorded') {
    const told = date(event, 'toldOn')?.latest ?? recordedAt;
    return told > recordedAt ? recordedAt : told;
  }
  return event.source === 'childs-account' ? recordedAt : occurredBy(event);
};
