import {
  ChildProtectionConferenceHeld,
  ProtectionPlanEnded,
  Section47Concluded,
  StrategyDiscussionHeld,
} from '../../childrens-services/child-protection-events.js';
import { ReferralDecisionMade } from '../../intake/referral-events.js';
import { on, type DutyRule } from '../duty-rule.js';

const byChildrensServices = {
  basis: 'common-knowledge',
  strength: 'guidance',
  responsible: 'recorder',
  metByWhom: 'anybody',
} satisfies Partial<DutyRule>;

const strategyDiscussion = {
  ...byChildrensServices,
  id: 'strategy-discussion',
  duty: 'strategy-discussion',
  startedBy: [
    on(ReferralDecisionMade, 'an enquiry into harm (section 47)', ({ outcome }) => outcome === 'section-47'),
  ],
  metBy: [on(StrategyDiscussionHeld)],
} satisfies Partial<DutyRule>;

const planReview = {
  ...byChildrensServices,
  duty: 'protection-plan-review',
  version: '2001-04',
  source: 'Working Together 1999 and its later editions',
  from: '2001-04-01',
  until: null,
  metBy: [on(ChildProtectionConferenceHeld, 'a review', ({ conference }) => conference === 'review')],
  endedBy: [on(ProtectionPlanEnded)],
} satisfies Partial<DutyRule>;

export const childProtectionRules: readonly DutyRule[] = [
  {
    ...strategyDiscussion,
    version: '2001-04',
    says: 'Where significant harm is suspected, a strategy discussion is held as soon as possible.',
    source: 'Working Together 1999, 2006, 2010',
    from: '2001-04-01',
    until: '2013-04-14',
    within: null,
  },
  {
    ...strategyDiscussion,
    version: '2013-04',
    says: 'Where significant harm is suspected, a strategy discussion is held as soon as possible; local procedures commonly say within 24 hours.',
    source: 'Working Together 2013 and its later editions; local child protection procedures',
    strength: 'good-practice',
    from: '2013-04-15',
    until: null,
    within: { hours: 24 },
  },
  {
    ...byChildrensServices,
    id: 'child-protection-conference',
    version: '2001-04',
    duty: 'child-protection-conference',
    says: 'An initial child protection conference is held within 15 working days of the strategy discussion at which the enquiry was begun, unless the enquiry finds that none is needed.',
    source: 'Working Together 1999 and its later editions',
    from: '2001-04-01',
    until: null,
    within: { workingDays: 15 },
    startedBy: [
      on(StrategyDiscussionHeld, 'that begins a section 47 enquiry', ({ outcome }) =>
        outcome.startsWith('section-47'),
      ),
    ],
    metBy: [
      on(ChildProtectionConferenceHeld, 'an initial one', ({ conference }) => conference === 'initial'),
    ],
    endedBy: [on(Section47Concluded, 'no conference called', ({ conferenceCalled }) => !conferenceCalled)],
  },
  {
    ...byChildrensServices,
    id: 'core-group',
    version: '2001-04',
    duty: 'core-group',
    says: 'The core group first meets within ten working days of the initial conference. No event tells of a core group, so no clock runs.',
    source: 'Working Together 1999 and its later editions',
    from: '2001-04-01',
    until: null,
    within: { workingDays: 10 },
    startedBy: [],
    metBy: [],
  },
  {
    ...planReview,
    id: 'first-plan-review',
    says: 'A child protection plan is first reviewed within three months of the initial conference.',
    within: { months: 3 },
    startedBy: [
      on(
        ChildProtectionConferenceHeld,
        'an initial one that found a plan needed',
        ({ conference, outcome }) => conference === 'initial' && outcome === 'plan-needed',
      ),
    ],
  },
  {
    ...planReview,
    id: 'later-plan-review',
    says: 'After its first review a child protection plan is reviewed at least every six months.',
    within: { months: 6 },
    startedBy: [
      on(
        ChildProtectionConferenceHeld,
        'a review after which the plan goes on',
        ({ conference, outcome }) => conference === 'review' && outcome === 'plan-goes-on',
      ),
    ],
  },
];
