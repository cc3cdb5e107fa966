import { AsylumClaimLodged, AsylumDecisionMade } from '../../asylum/events.js';
import {
  ResponsibilityAccepted,
  ResponsibilityDeclined,
  ResponsibilityTransferred,
} from '../../people-on-the-case/events.js';
import { GuardianAppointed, GuardianReferralDeclined } from '../../support/guardian-events.js';
import { on, type DutyRule } from '../duty-rule.js';

const seriousIncident = {
  version: '2018-06',
  source: 'Children Act 2004, s. 16C; Working Together 2018 and its later editions, chapter 4 (now 5)',
  basis: 'common-knowledge',
  from: '2018-06-29',
  until: null,
  startedBy: [],
  metBy: [],
  metByWhom: 'anybody',
  responsible: 'children-services',
} satisfies Partial<DutyRule>;

const guardian = {
  id: 'guardian',
  duty: 'guardian',
  basis: 'common-knowledge',
  within: null,
  startedBy: [],
  metBy: [on(GuardianAppointed), on(GuardianReferralDeclined)],
  metByWhom: 'anybody',
  responsible: 'guardianship',
} satisfies Partial<DutyRule>;

export const rulesElsewhere: readonly DutyRule[] = [
  {
    ...guardian,
    version: '2010-09',
    says: 'In Scotland a guardianship pilot takes referrals of separated children; in England and Wales there is no scheme.',
    source: 'Scottish Guardianship Service pilot',
    strength: 'good-practice',
    from: '2010-09-01',
    until: '2015-10-31',
  },
  {
    ...guardian,
    version: '2015-11',
    says: 'A child of whom it is suspected that they were trafficked has an independent guardian where the scheme runs; in Scotland there is a duty to refer.',
    source: 'Modern Slavery Act 2015, s. 48; Human Trafficking and Exploitation (Scotland) Act 2015, s. 11',
    strength: 'guidance',
    from: '2015-11-01',
    until: null,
  },
  {
    id: 'asylum-claim',
    version: '2009-11',
    duty: 'asylum-claim',
    says: 'A claim is decided with regard to the need to safeguard and promote the welfare of the child. No time is fixed.',
    source: 'Borders, Citizenship and Immigration Act 2009, s. 55',
    basis: 'source',
    strength: 'duty',
    from: '2009-11-02',
    until: null,
    within: null,
    startedBy: [on(AsylumClaimLodged)],
    metBy: [on(AsylumDecisionMade)],
    metByWhom: 'anybody',
    responsible: 'asylum-casework',
  },
  {
    id: 'national-transfer',
    version: '2016-07',
    duty: 'national-transfer',
    says: 'An unaccompanied child is transferred within ten working days where a transfer under the national scheme is asked for.',
    source: 'National Transfer Scheme protocol, since July 2016',
    basis: 'common-knowledge',
    strength: 'guidance',
    from: '2016-07-01',
    until: null,
    within: { workingDays: 10 },
    startedBy: [
      on(
        ResponsibilityTransferred,
        'under the national transfer scheme',
        ({ basis }) => basis === 'national-transfer-scheme',
      ),
    ],
    metBy: [on(ResponsibilityAccepted)],
    metByWhom: 'responsible',
    endedBy: [on(ResponsibilityDeclined)],
    responsible: 'addressee',
  },
  {
    ...seriousIncident,
    id: 'serious-incident-notice',
    duty: 'serious-incident-notice',
    says: 'The authority notifies the national panel within five working days of knowing of a serious incident. No event tells of one, so no clock runs.',
    strength: 'duty',
    within: { workingDays: 5 },
  },
  {
    ...seriousIncident,
    id: 'rapid-review',
    duty: 'rapid-review',
    says: 'The safeguarding partners complete a rapid review within fifteen working days. No event tells of it, so no clock runs.',
    strength: 'guidance',
    within: { workingDays: 15 },
  },
  {
    ...seriousIncident,
    id: 'review-publication',
    duty: 'review-publication',
    says: 'A child safeguarding practice review is published within six months. No event tells of it, so no clock runs.',
    strength: 'guidance',
    within: { months: 6 },
  },
];
