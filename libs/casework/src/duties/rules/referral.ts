import { ContactReceived } from '../../intake/contact-events.js';
import { ReferralDecisionMade } from '../../intake/referral-events.js';
import { on, type DutyRule } from '../duty-rule.js';

const decision = {
  id: 'referral-decision',
  duty: 'referral-decision',
  basis: 'source',
  strength: 'guidance',
  within: { workingDays: 1 },
  startedBy: [on(ContactReceived)],
  metBy: [on(ReferralDecisionMade)],
  metByWhom: 'anybody',
  responsible: 'recorder',
} satisfies Partial<DutyRule>;

/** Turning a contact away is no decision on it, and stops nothing. */
export const referralRules: readonly DutyRule[] = [
  {
    ...decision,
    version: '2000-04',
    says: "Children's services decide within one working day what follows from a contact.",
    source: 'Working Together',
    from: null,
    until: null,
  },
];
