import { ChildWelfareReferralSent } from '../../border/events.js';
import { ContactReceived } from '../../intake/contact-events.js';
import {
  ReferralAccepted,
  ReferralAcknowledged,
  ReferralDecisionMade,
  ReferralMade,
  ReferralRejected,
} from '../../intake/referral-events.js';
import { on, type DutyRule } from '../duty-rule.js';

const ofChildrensServices = {
  strength: 'guidance',
  dutyOf: ['children-services'],
  metByWhom: 'responsible',
  within: { workingDays: 1 },
} satisfies Partial<DutyRule>;

/** Turning a contact away is no decision on it, and stops nothing. */
const onAContact = {
  ...ofChildrensServices,
  id: 'referral-decision',
  duty: 'referral-decision',
  says: "Children's services decide within a working day what follows from a contact; turning it away is no decision.",
  startedBy: [on(ContactReceived)],
  metBy: [on(ReferralDecisionMade)],
  responsible: 'recorder',
} satisfies Partial<DutyRule>;

const madeToThem = {
  ...ofChildrensServices,
  startedBy: [on(ReferralMade), on(ChildWelfareReferralSent)],
  responsible: 'addressee',
} satisfies Partial<DutyRule>;

const onAReferral = {
  ...madeToThem,
  id: 'decision-on-referral',
  duty: 'referral-decision',
  says: "Children's services decide within a working day what follows from a referral made to them.",
  metBy: [on(ReferralDecisionMade), on(ReferralAccepted), on(ReferralRejected)],
} satisfies Partial<DutyRule>;

const sinceTheFramework = {
  version: '2001-04',
  source:
    'Framework for the Assessment of Children in Need (2000), para 3.8; Working Together 1999, 2006, 2010',
  basis: 'common-knowledge',
  from: '2001-04-01',
  until: '2013-04-14',
} satisfies Partial<DutyRule>;

const sinceTheSingleAssessment = {
  version: '2013-04',
  source: 'Working Together 2013 and its later editions, chapter 1',
  basis: 'common-knowledge',
  from: '2013-04-15',
  until: null,
} satisfies Partial<DutyRule>;

export const referralRules: readonly DutyRule[] = [
  { ...onAContact, ...sinceTheFramework },
  { ...onAContact, ...sinceTheSingleAssessment },
  { ...onAReferral, ...sinceTheFramework },
  { ...onAReferral, ...sinceTheSingleAssessment },
  {
    ...madeToThem,
    ...sinceTheSingleAssessment,
    id: 'referral-acknowledgement',
    duty: 'referral-acknowledgement',
    says: "Children's services acknowledge a referral to whoever made it within a working day.",
    metBy: [on(ReferralAcknowledged), on(ReferralAccepted), on(ReferralRejected)],
  },
];
