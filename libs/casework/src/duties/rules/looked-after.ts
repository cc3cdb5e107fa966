import {
  LookedAfterEnded,
  LookedAfterReviewHeld,
  LookedAfterStarted,
  PlacementEnded,
  PlacementMade,
  SafetyPlanAgreed,
} from '../../childrens-services/looked-after-events.js';
import { on, type DutyRule } from '../duty-rule.js';

const review = {
  duty: 'looked-after-review',
  basis: 'common-knowledge',
  strength: 'duty',
  metBy: [on(LookedAfterReviewHeld)],
  metByWhom: 'anybody',
  endedBy: [on(LookedAfterEnded)],
  responsible: 'recorder',
} satisfies Partial<DutyRule>;

const first = { ...review, id: 'first-looked-after-review', startedBy: [on(LookedAfterStarted)] };
const second = {
  ...review,
  id: 'second-looked-after-review',
  says: 'The second review is within three months of the first.',
  within: { months: 3 },
  startedBy: [on(LookedAfterReviewHeld, 'the first', (details) => details.review === 'first')],
};
const later = {
  ...review,
  id: 'later-looked-after-review',
  says: 'Every later review is within six months of the one before.',
  within: { months: 6 },
  startedBy: [
    on(LookedAfterReviewHeld, 'the second or a later one', (details) => details.review !== 'first'),
  ],
};

const regulationsOf1991 = {
  version: '1991-10',
  source: "Review of Children's Cases Regulations 1991, reg 3",
  from: '1991-10-14',
  until: '2011-03-31',
};
const regulationsOf2010 = {
  version: '2011-04',
  source: 'Care Planning, Placement and Case Review (England) Regulations 2010, reg 33',
  from: '2011-04-01',
  until: null,
};

export const lookedAfterRules: readonly DutyRule[] = [
  {
    ...first,
    ...regulationsOf1991,
    says: 'The case of a looked-after child is first reviewed within four weeks.',
    within: { weeks: 4 },
  },
  {
    ...first,
    ...regulationsOf2010,
    says: 'The case of a looked-after child is first reviewed within 20 working days.',
    within: { workingDays: 20 },
  },
  { ...second, ...regulationsOf1991 },
  { ...second, ...regulationsOf2010 },
  { ...later, ...regulationsOf1991 },
  { ...later, ...regulationsOf2010 },
  {
    id: 'safety-plan',
    version: '2008-01',
    duty: 'safety-plan',
    says: 'With a child who is unaccompanied or referred to the National Referral Mechanism, a safety plan is agreed before the first night in a placement.',
    source: 'Safeguarding Children Who May Have Been Trafficked (2007, 2011), on the first hours in care',
    basis: 'assumed',
    strength: 'good-practice',
    from: '2008-01-01',
    until: null,
    within: { days: 0 },
    startedBy: [
      on(
        PlacementMade,
        'of a child who is unaccompanied or referred to the mechanism',
        (_details, _event, known) => known.unaccompanied || known.referredToTheMechanism,
      ),
    ],
    metBy: [on(SafetyPlanAgreed)],
    metByWhom: 'anybody',
    endedBy: [on(PlacementEnded)],
    responsible: 'recorder',
  },
];
