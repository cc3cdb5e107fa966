import { ToolkitRiskAssessed } from '../../childrens-services/assessment-events.js';
import {
  ConclusiveGroundsDecided,
  DecisionServed,
  IndicatorObserved,
  NrmReferralSubmitted,
  ReasonableGroundsDecided,
} from '../../national-referral-mechanism/events.js';
import { on, type DutyRule } from '../duty-rule.js';

const mechanism = {
  basis: 'common-knowledge',
  strength: 'guidance',
  metByWhom: 'anybody',
  responsible: 'competent-authority',
} satisfies Partial<DutyRule>;

const referral = {
  ...mechanism,
  id: 'mechanism-referral',
  duty: 'mechanism-referral',
  startedBy: [
    on(
      IndicatorObserved,
      'before any referral to the mechanism',
      (_details, _event, { referredToTheMechanism }) => !referredToTheMechanism,
    ),
    on(
      ToolkitRiskAssessed,
      'that concludes for a referral, before any',
      ({ conclusion }, _event, { referredToTheMechanism }) =>
        conclusion === 'refer-to-the-mechanism' && !referredToTheMechanism,
    ),
  ],
  metBy: [on(NrmReferralSubmitted)],
  responsible: 'recorder',
  dutyOf: ['children-services', 'police', 'border', 'voluntary'],
} satisfies Partial<DutyRule>;

const isDecided = 'positive or negative';

const reasonableGrounds = {
  ...mechanism,
  id: 'reasonable-grounds',
  duty: 'reasonable-grounds',
  within: { workingDays: 5 },
  startedBy: [on(NrmReferralSubmitted)],
  metBy: [on(ReasonableGroundsDecided, isDecided, ({ outcome }) => outcome !== 'suspended')],
} satisfies Partial<DutyRule>;

const conclusiveGrounds = {
  ...mechanism,
  id: 'conclusive-grounds',
  duty: 'conclusive-grounds',
  startedBy: [on(ReasonableGroundsDecided, 'positive', ({ outcome }) => outcome === 'positive')],
  metBy: [on(ConclusiveGroundsDecided, isDecided, ({ outcome }) => outcome !== 'suspended')],
} satisfies Partial<DutyRule>;

export const mechanismRules: readonly DutyRule[] = [
  {
    ...referral,
    version: '2009-04',
    says: 'A first responder who sees indicators of trafficking refers the child to the National Referral Mechanism within 48 hours.',
    source: 'National Referral Mechanism, guidance for first responders (2009)',
    from: '2009-04-01',
    until: '2015-10-31',
    within: { hours: 48 },
  },
  {
    ...referral,
    version: '2015-11',
    says: 'A first responder must refer a child of whom there are indicators; consent is not needed. No time is fixed.',
    source: 'Modern Slavery Act 2015, s. 52, and the statutory guidance under s. 49',
    strength: 'duty',
    from: '2015-11-01',
    until: null,
    within: null,
  },
  {
    ...reasonableGrounds,
    version: '2009-04',
    says: 'The competent authority decides on reasonable grounds within five working days of the referral. A suspended decision extends the time; by how much is not fixed, and the same time again is counted here.',
    source: 'Guidance for competent authorities (2009)',
    basis: 'assumed',
    from: '2009-04-01',
    until: '2015-10-31',
    extendedBy: [
      {
        ...on(ReasonableGroundsDecided, 'suspended', ({ outcome }) => outcome === 'suspended'),
        to: { workingDays: 5 },
      },
    ],
  },
  {
    ...reasonableGrounds,
    version: '2015-11',
    says: 'The competent authority decides on reasonable grounds within five working days of the referral, where possible.',
    source: 'Statutory guidance under the Modern Slavery Act 2015, s. 49',
    from: '2015-11-01',
    until: null,
  },
  {
    ...conclusiveGrounds,
    version: '2009-04',
    says: 'Conclusive grounds are decided when the reflection period of 45 days ends, or a longer one that the decision gives.',
    source:
      'Council of Europe Convention on Action against Trafficking, art. 13; guidance for competent authorities (2009)',
    from: '2009-04-01',
    until: '2023-01-29',
    within: { days: 45 },
    extendedBy: [
      {
        ...on(
          ReasonableGroundsDecided,
          'positive, with a longer reflection period',
          ({ outcome }) => outcome === 'positive',
        ),
        to: ({ reflectionUntil }) => (typeof reflectionUntil === 'string' ? reflectionUntil : null),
      },
    ],
  },
  {
    ...conclusiveGrounds,
    version: '2023-01',
    says: 'Conclusive grounds are not decided before 30 calendar days; no time is fixed by which they are.',
    source: 'Nationality and Borders Act 2022, s. 61; statutory guidance under the Modern Slavery Act 2015',
    from: '2023-01-30',
    until: null,
    within: null,
  },
  {
    ...mechanism,
    id: 'decision-service',
    version: '2009-04',
    duty: 'decision-service',
    says: 'A grounds decision is served on a representative or the authority, never on the child alone. No time is fixed.',
    source: 'Guidance for competent authorities',
    from: '2009-04-01',
    until: null,
    within: null,
    startedBy: [on(ReasonableGroundsDecided), on(ConclusiveGroundsDecided)],
    metBy: [on(DecisionServed)],
  },
];
