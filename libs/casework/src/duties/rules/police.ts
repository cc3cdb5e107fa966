import { LookedAfterStarted } from '../../childrens-services/looked-after-events.js';
import { ContactReceived } from '../../intake/contact-events.js';
import { ReferralMade } from '../../intake/referral-events.js';
import { NrmReferralSubmitted } from '../../national-referral-mechanism/events.js';
import { PoliceProtectionUsed } from '../../police/encounter-events.js';
import { CrimeRecorded } from '../../police/investigation-events.js';
import { on, type DutyRule } from '../duty-rule.js';

const crime = {
  duty: 'crime-recording',
  basis: 'common-knowledge',
  strength: 'guidance',
  metBy: [on(CrimeRecorded)],
  onceForAll: true,
  dutyOf: ['police'],
} satisfies Partial<DutyRule>;

const ofAContact = {
  ...crime,
  id: 'crime-recording',
  startedBy: [
    on(ContactReceived, 'that asks for protection from harm', ({ helpAskedFor }) =>
      helpAskedFor.includes('protection-from-harm'),
    ),
  ],
  metByWhom: 'responsible',
  responsible: 'recorder',
} satisfies Partial<DutyRule>;

const ofAReferral = {
  ...crime,
  id: 'crime-recording-on-referral',
  startedBy: [on(ReferralMade)],
  metByWhom: 'responsible',
  responsible: 'addressee',
} satisfies Partial<DutyRule>;

const countingRulesOf2002 = {
  version: '2002-04',
  says: 'The police record a crime that is reported to them within 72 hours.',
  source: 'Home Office Counting Rules; National Crime Recording Standard (2002)',
  from: '2002-04-01',
  until: '2015-03-31',
  within: { hours: 72 },
} satisfies Partial<DutyRule>;

const countingRulesOf2015 = {
  version: '2015-04',
  says: 'The police record a crime that is reported to them within 24 hours.',
  source: 'Home Office Counting Rules since April 2015',
  from: '2015-04-01',
  until: null,
  within: { hours: 24 },
} satisfies Partial<DutyRule>;

export const policeRules: readonly DutyRule[] = [
  {
    id: 'police-protection',
    version: '1991-10',
    duty: 'police-protection',
    says: 'Police protection ends after at most 72 hours: the child is released or looked after on another basis.',
    source: 'Children Act 1989, s. 46(6)',
    basis: 'source',
    strength: 'duty',
    from: '1991-10-14',
    until: null,
    within: { hours: 72 },
    startedBy: [on(PoliceProtectionUsed)],
    metBy: [
      on(
        LookedAfterStarted,
        'on another basis than police protection',
        ({ legalBasis }) => legalBasis !== 'section-21-police-protection',
      ),
    ],
    metByWhom: 'anybody',
    responsible: 'recorder',
  },
  { ...ofAContact, ...countingRulesOf2002 },
  { ...ofAContact, ...countingRulesOf2015 },
  { ...ofAReferral, ...countingRulesOf2002 },
  { ...ofAReferral, ...countingRulesOf2015 },
  {
    ...crime,
    ...countingRulesOf2015,
    id: 'crime-recording-of-mechanism-referral',
    version: '2015-11',
    says: 'A crime is recorded of every referral to the National Referral Mechanism, within 24 hours.',
    from: '2015-11-01',
    startedBy: [on(NrmReferralSubmitted)],
    metByWhom: 'anybody',
    responsible: 'police',
  },
];
