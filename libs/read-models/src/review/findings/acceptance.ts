import type { PartName } from '#casework';
import type { ReviewedEvent } from '../record-under-review.js';
import type { Inquiry } from './inquiry.js';

export const needsOfAcceptance: Readonly<Record<string, readonly PartName[]>> = {
  ReferralDecisionMade: ['core.coded'],
};

/**
 * Whether children's services accepted the child by it: a referral decision other than no further action, or what
 * presupposes one, that the child is looked after or has a protection plan. A decision whose outcome is not known is none.
 */
export const isAcceptance = ({ code }: Inquiry, event: ReviewedEvent): boolean => {
  if (event.type === 'LookedAfterStarted' || event.type === 'ProtectionPlanStarted') return true;
  if (event.type !== 'ReferralDecisionMade') return false;
  const outcome = code(event, 'outcome');
  return outcome !== null && outcome !== 'no-further-action';
};
