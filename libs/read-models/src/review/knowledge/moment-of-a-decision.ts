import type { MomentOfKnowledge, ReviewedEvent } from '../record-under-review.js';
import { isExact } from './dates.js';

/**
 * When a decision was taken, to ask what was known by then: its own instant where that is known, and otherwise the end
 * of its day or its recording, whichever came first. What was written down as it was decided has its place in the log
 * besides, for others may have recorded something in the same instant.
 */
export const momentOf = ({
  occurred,
  recordedAt,
  position,
}: Pick<ReviewedEvent, 'occurred' | 'recordedAt' | 'position'>): MomentOfKnowledge => {
  const latest = isExact(occurred) ? occurred.earliest : (occurred.latest ?? recordedAt);
  return recordedAt <= latest ? { at: recordedAt, before: position } : { at: latest, before: null };
};
