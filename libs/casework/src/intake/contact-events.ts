import { caseEvent } from '../declaration/case-event.js';
import { coded, optional, told } from '../declaration/fields.js';
import { code, flag, list, name, text, wholeNumber } from '../declaration/kinds.js';

const contactChannel = code('ContactChannel', [
  'in-person',
  'telephone',
  'email',
  'letter',
  'online-form',
  'outreach',
  'through-another-agency',
]);

export const ContactReceived = caseEvent('ContactReceived', {
  action: 'recordContact',
  means: 'Somebody asked an agency for help for a child, or told it of a worry.',
  kindOfWork: 'contact',
  recordedBy: 'any',
  beginsCase: true,
  fields: {
    channel: coded('core', contactChannel, 'How the contact was made.'),
    contactedBy: coded(
      'core',
      code('ContactMadeBy', [
        'child',
        'parent-or-carer',
        'relative',
        'member-of-the-public',
        'professional',
        'legal-representative',
        'anonymous',
      ]),
      'Who made the contact.',
    ),
    helpAskedFor: coded(
      'core',
      list(
        code('HelpAskedFor', [
          'protection-from-harm',
          'somewhere-to-live',
          'food-or-money',
          'medical-help',
          'school',
          'legal-advice',
          'asylum',
          'finding-family',
          'other',
        ]),
        9,
      ),
      'What help was asked for.',
    ),
    childPresent: coded('core', flag(), 'Whether the child was there.'),
    childSeenAlone: optional(coded('core', flag(), 'Whether the child was spoken to alone.')),
    interpreterPresent: optional(coded('core', flag(), 'Whether an interpreter was there.')),
    claimedAge: optional(coded('identity', wholeNumber(0, 30), 'The age that the child was said to be.')),
    nameGiven: optional(told('identity', name(), 'The name that was given.')),
    languageSpoken: optional(told('identity', name(), 'The language that the child speaks best.')),
    account: told('care', text(), 'What was said and seen.'),
    childsWords: optional(told('voice', text(), 'What the child said, word for word.')),
    accompaniedBy: optional(told('care', name(), 'Who came with the child, and what they said they were.')),
    whereaboutsGiven: optional(told('location', text(500), 'Where the child said that they were staying.')),
  },
});

export const ContactTurnedAway = caseEvent('ContactTurnedAway', {
  action: 'turnAwayContact',
  means:
    'An agency gave no help to a child who came to it. This does not stop the clock of the referral decision.',
  kindOfWork: 'contact',
  recordedBy: 'any',
  decision: true,
  relations: { about: { to: ['ContactReceived', 'ReferralMade', 'ChildWelfareReferralSent'] } },
  fields: {
    reason: coded(
      'core',
      code('TurnedAwayReason', [
        'no-asylum-status',
        'age-disputed',
        'believed-adult',
        'no-recourse-to-public-funds',
        'immigration-matter',
        'not-this-area',
        'another-agency-involved',
        'threshold-not-met',
        'no-identity-document',
        'other',
      ]),
      'The ground on which the contact was turned away.',
    ),
    lawReliedOn: optional(told('core', text(500), 'The law or policy relied on, as it was cited.')),
    decidedBy: told('core', name(), 'Who decided, and in what post.'),
    managerAgreed: coded('core', flag(), 'Whether a manager agreed to it.'),
    childSeenAlone: coded('core', flag(), 'Whether the child was spoken to alone.'),
    interpreterUsed: coded('core', flag(), 'Whether an interpreter was used.'),
    signpostedTo: optional(told('core', text(500), 'Where the child was told to go instead.')),
    presentation: optional(told('care', text(), 'How the child appeared, as the log has it.')),
  },
});

export const ContactAccountDisputed = caseEvent('ContactAccountDisputed', {
  action: 'disputeContactAccount',
  means: 'Another version of what happened at a contact. Both versions stand.',
  kindOfWork: 'contact',
  recordedBy: 'any',
  relations: { about: { required: true, to: ['ContactReceived', 'ContactTurnedAway'] } },
  fields: {
    disputedBy: coded(
      'core',
      code('AccountDisputedBy', ['child', 'companion', 'professional', 'witness']),
      'Whose version it is.',
    ),
    disputedPoints: coded(
      'core',
      list(
        code('DisputedPoint', [
          'age-stated',
          'harm-disclosed',
          'help-asked-for',
          'what-was-said',
          'attendance',
        ]),
        5,
      ),
      'What is disputed.',
    ),
    otherVersion: told('care', text(), 'What happened, in this version.'),
    childsWords: optional(told('voice', text(), 'What the child says of it, word for word.')),
  },
});
