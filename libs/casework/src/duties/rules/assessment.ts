import { AssessmentCompleted } from '../../childrens-services/assessment-events.js';
import { ReferralDecisionMade } from '../../intake/referral-events.js';
import { on, type DutyRule } from '../duty-rule.js';

const ofTheNeed = {
  duty: 'assessment',
  basis: 'common-knowledge',
  strength: 'guidance',
  startedBy: [
    on(ReferralDecisionMade, 'not no further action', ({ outcome }) => outcome !== 'no-further-action'),
  ],
  metBy: [on(AssessmentCompleted, 'of child and family', ({ kind }) => kind === 'child-and-family')],
  metByWhom: 'responsible',
  responsible: 'recorder',
  dutyOf: ['children-services'],
} satisfies Partial<DutyRule>;

const initial = {
  ...ofTheNeed,
  id: 'initial-assessment',
} satisfies Partial<DutyRule>;

/** What the record has of age assessments is another thing: nobody may be hurried to an age. */
export const assessmentRules: readonly DutyRule[] = [
  {
    ...initial,
    version: '2001-04',
    says: 'An initial assessment is completed within seven working days.',
    source: 'Framework for the Assessment of Children in Need (2000), para 3.9; Working Together 1999, 2006',
    from: '2001-04-01',
    until: '2010-03-31',
    within: { workingDays: 7 },
  },
  {
    ...initial,
    version: '2010-04',
    says: 'An initial assessment is completed within ten working days.',
    source: 'Working Together 2010, chapter 5 (published in March 2010; counted here from the month after)',
    from: '2010-04-01',
    until: '2013-04-14',
    within: { workingDays: 10 },
  },
  {
    ...ofTheNeed,
    id: 'core-assessment',
    version: '2001-04',
    says: 'A core assessment is completed within 35 working days. The record does not tell initial from core: the first assessment completed meets both.',
    source:
      'Framework for the Assessment of Children in Need (2000), para 3.11; Working Together 1999, 2006, 2010',
    basis: 'assumed',
    from: '2001-04-01',
    until: '2013-04-14',
    within: { workingDays: 35 },
  },
  {
    ...ofTheNeed,
    id: 'single-assessment',
    version: '2013-04',
    says: 'One assessment is completed within 45 working days of the contact or referral; the reasons are recorded where it takes longer.',
    source: 'Working Together 2013 and its later editions, chapter 1',
    from: '2013-04-15',
    until: null,
    within: { workingDays: 45 },
    countedFrom: 'what-it-is-about',
  },
  {
    id: 'age-assessment',
    version: '2003-07',
    duty: 'age-assessment',
    says: 'An age assessment has no fixed time: two workers with an open mind, an appropriate adult, an interpreter, the whole of the child’s history, and a chance to answer doubts.',
    source: 'R (B) v Merton London Borough Council [2003] EWHC 1689 (Admin), and the cases after it',
    basis: 'source',
    strength: 'duty',
    from: '2003-07-14',
    until: null,
    within: null,
    startedBy: [],
    metBy: [on(AssessmentCompleted, 'of age', ({ kind }) => kind === 'age')],
    metByWhom: 'responsible',
    responsible: 'authority',
  },
];
