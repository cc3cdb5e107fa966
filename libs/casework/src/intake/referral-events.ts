import { caseEvent } from '../declaration/case-event.js';
import { coded, inHeader, optional, told } from '../declaration/fields.js';
import { code, date, flag, list, name, organisation, text } from '../declaration/kinds.js';

export const referralConcern = code('ReferralConcern', [
  'trafficking',
  'sexual-exploitation',
  'criminal-exploitation',
  'domestic-servitude',
  'physical-harm',
  'sexual-harm',
  'emotional-harm',
  'neglect',
  'missing',
  'private-fostering',
  'unaccompanied',
  'age-disputed',
  'other',
]);

export const ReferralMade = caseEvent('ReferralMade', {
  action: 'makeReferral',
  means:
    'An agency asked another to act for the child. Its recipient sees this referral alone until it accepts.',
  kindOfWork: 'referral',
  recordedBy: 'any',
  beginsCase: true,
  relations: { reliesOn: {} },
  fields: {
    to: inHeader(coded('core', organisation(), 'The organisation to which the child was referred.')),
    concerns: coded('core', list(referralConcern, 13), 'The concerns for which the child was referred.'),
    urgency: coded(
      'core',
      code('ReferralUrgency', ['immediate-danger', 'same-day', 'routine']),
      'How soon the referrer asks for action.',
    ),
    immediateSafety: optional(told('care', text(), 'What has been done to keep the child safe meanwhile.')),
    childsName: optional(told('identity', name(), 'The name by which the child is referred.')),
    dateOfBirth: optional(coded('identity', date(), 'The date of birth as the referrer has it.')),
    circumstances: told('care', text(), 'Why the child is referred: what is known and what is feared.'),
    actionAskedFor: told('core', text(1_000), 'What the recipient is asked to do.'),
    childsWishes: optional(told('voice', text(), 'What the child wants to happen.')),
    consentSought: coded(
      'core',
      code('ReferralConsent', ['given', 'refused', 'not-sought-for-safety', 'not-needed']),
      'Whether consent was sought. Its absence never stops a referral where a child may be at risk.',
    ),
    whereaboutsGiven: optional(told('location', text(500), 'Where the child can be found.')),
  },
});

const answersReferral = {
  about: { required: true, to: ['ReferralMade', 'ChildWelfareReferralSent'] },
} as const;

export const ReferralAcknowledged = caseEvent('ReferralAcknowledged', {
  action: 'acknowledgeReferral',
  means: 'The recipient of a referral confirmed that it arrived.',
  kindOfWork: 'referral',
  recordedBy: 'any',
  relations: answersReferral,
  fields: {
    receivedOn: coded('core', date(), 'When the referral arrived.'),
    decisionExpectedBy: optional(coded('core', date(), 'By when the recipient will have decided.')),
    handledBy: optional(told('core', name(), 'Who deals with it, or which team.')),
  },
});

export const ReferralAccepted = caseEvent('ReferralAccepted', {
  action: 'acceptReferral',
  means: 'The recipient of a referral took it on, and so joined the case.',
  kindOfWork: 'referral',
  recordedBy: 'any',
  relations: answersReferral,
  fields: {
    nextStep: told('core', text(1_000), 'What the recipient will do first.'),
    handledBy: optional(told('core', name(), 'Who deals with it, or which team.')),
  },
});

export const ReferralRejected = caseEvent('ReferralRejected', {
  action: 'rejectReferral',
  means: 'The recipient of a referral did not take it on.',
  kindOfWork: 'referral',
  recordedBy: 'any',
  decision: true,
  relations: answersReferral,
  fields: {
    reason: coded(
      'core',
      code('ReferralRejectionReason', [
        'threshold-not-met',
        'not-this-area',
        'believed-adult',
        'civil-or-immigration-matter',
        'already-known',
        'not-enough-information',
        'no-capacity',
        'other',
      ]),
      'The ground on which it was rejected.',
    ),
    adviceGiven: optional(told('core', text(1_000), 'What the referrer was advised to do instead.')),
  },
});

export const ReferralDecisionMade = caseEvent('ReferralDecisionMade', {
  action: 'decideReferral',
  means: "Children's services decided what follows from a contact or a referral.",
  kindOfWork: 'referral decision',
  recordedBy: ['children-services'],
  decision: true,
  relations: { about: { to: ['ContactReceived', 'ReferralMade', 'ChildWelfareReferralSent'] }, reliesOn: {} },
  fields: {
    outcome: coded(
      'core',
      code('ReferralOutcome', ['no-further-action', 'section-17', 'section-47']),
      'No further action, an assessment of need (Children Act 1989, s. 17) or an enquiry into harm (s. 47).',
    ),
    decidedBy: told('core', name(), 'The manager who decided.'),
    referrerInformed: coded('core', flag(), 'Whether the referrer was told the outcome.'),
    thresholdApplied: optional(
      told('care', text(1_000), 'The threshold applied, and how the child met it or did not.'),
    ),
    informationSoughtFrom: optional(
      told('core', list(name(), 20), 'The agencies that were asked what they knew before deciding.'),
    ),
  },
});
