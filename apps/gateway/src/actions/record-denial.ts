import { isId } from '#kernel';
import type { DisclosureLog, Reader } from '#read-models';
import type { RecordingRefusal, RecordRequest } from '#recording';

/**
 * Somebody who acts on what they must not know of, or may not act at all, leaves a record, as a reader does who asks
 * for it. What breaks a rule or is badly written leaves none: it tells nothing about a child. Without the record
 * nothing is answered.
 */
export const recordDenial = async (
  disclosures: DisclosureLog,
  reader: Reader,
  { caseId }: Pick<RecordRequest, 'caseId'>,
  { code }: RecordingRefusal,
): Promise<void> => {
  if (code !== 'NOT_FOUND' && code !== 'FORBIDDEN') return;
  const denied = {
    asked: 'action',
    caseId: isId(caseId) ? caseId : null,
    outcome: 'denied',
    denial: code === 'NOT_FOUND' ? 'not-found' : 'forbidden',
    // A hidden case and one that is not there leave the same record in the same stream.
    caseKnown: false,
    events: [],
    asOf: null,
    whole: false,
    decidedBy: [],
    policyVersion: null,
    viewPosition: null,
  } as const;
  await disclosures.record(reader, [denied]);
};
