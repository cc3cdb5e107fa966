import { caseEvent } from '../declaration/case-event.js';
import { coded, optional, told } from '../declaration/fields.js';
import { code, date, flag, name, text, wholeNumber } from '../declaration/kinds.js';

export const AsylumClaimLodged = caseEvent('AsylumClaimLodged', {
  action: 'lodgeAsylumClaim',
  means: 'A claim for asylum was made by or for the child.',
  kindOfWork: 'asylum claim',
  recordedBy: ['asylum-casework'],
  fields: {
    treatedAs: coded(
      'core',
      code('ClaimantTreatedAs', ['child', 'adult', 'age-disputed']),
      'As what the claimant is treated.',
    ),
    unaccompanied: coded('core', flag(), 'Whether the child is without a parent or customary carer.'),
    represented: coded('core', flag(), 'Whether a legal representative acts for the child.'),
    responsibleAdultPresent: coded(
      'core',
      flag(),
      'Whether a responsible adult was there, as the Immigration Rules (para. 352) ask.',
    ),
    claimReference: told('immigration', name(), 'The reference of the claim.'),
    legalRepresentative: optional(told('immigration', name(), 'Who represents the child.')),
    nationalityClaimed: optional(told('identity', name(), 'The nationality as the child gives it.')),
    dateOfBirthClaimed: optional(coded('identity', date(), 'The date of birth as the child gives it.')),
    basisOfClaim: optional(told('immigration', text(), 'In short, what the child fears.')),
    dependsOnTrafficking: optional(coded('immigration', flag(), 'Whether the claim rests on trafficking.')),
  },
});

export const AsylumInterviewHeld = caseEvent('AsylumInterviewHeld', {
  action: 'recordAsylumInterview',
  means: 'The child was interviewed about the claim.',
  kindOfWork: 'asylum interview',
  recordedBy: ['asylum-casework'],
  relations: { about: { to: ['AsylumClaimLodged'] } },
  fields: {
    kindOfInterview: coded(
      'core',
      code('AsylumInterviewKind', ['screening', 'welfare', 'substantive', 'further']),
      'Which interview.',
    ),
    responsibleAdultPresent: coded('core', flag(), 'Whether a responsible adult was there.'),
    legalRepresentativePresent: coded('core', flag(), 'Whether a legal representative was there.'),
    interpreterPresent: coded('core', flag(), 'Whether an interpreter was there.'),
    minutes: optional(coded('core', wholeNumber(1, 1_440), 'For how many minutes.')),
    breaksTaken: optional(coded('core', wholeNumber(0, 50), 'How many breaks were taken.')),
    stoppedForWelfare: optional(coded('core', flag(), "Whether it was stopped for the child's sake.")),
    account: told('immigration', text(20_000), 'What the child said of the claim.'),
    childsWords: optional(
      told('voice', text(), 'What the child said, word for word, on being hurt or afraid.'),
    ),
    welfareConcerns: optional(told('care', text(), 'What was seen that worries.')),
  },
});

export const AsylumDecisionMade = caseEvent('AsylumDecisionMade', {
  action: 'decideAsylumClaim',
  means: 'The claim was decided.',
  kindOfWork: 'asylum decision',
  recordedBy: ['asylum-casework'],
  decision: true,
  relations: { about: { to: ['AsylumClaimLodged'] }, reliesOn: {} },
  fields: {
    outcome: coded(
      'immigration',
      code('AsylumOutcome', [
        'refugee-status',
        'humanitarian-protection',
        'discretionary-leave',
        'leave-as-unaccompanied-child',
        'refused',
        'withdrawn',
        'treated-as-withdrawn',
      ]),
      'What was decided.',
    ),
    leaveUntil: optional(coded('immigration', date(), 'Until when there is leave to stay.')),
    bestInterestsConsidered: coded(
      'core',
      flag(),
      "Whether the child's best interests were considered (Borders, Citizenship and Immigration Act 2009, s. 55).",
    ),
    credibility: optional(told('immigration', text(), 'What was believed, what was not, and why.')),
    appealRight: optional(coded('immigration', flag(), 'Whether there is a right of appeal.')),
    bestInterests: told('care', text(), "How the child's best interests weighed."),
  },
});

const holdGround = code('RemovalHoldGround', [
  'reasonable-grounds-awaited',
  'recovery-period',
  'conclusive-grounds-awaited',
  'asylum-claim-open',
  'age-disputed',
  'looked-after',
  'court-order',
  'witness',
]);

export const RemovalHoldPlaced = caseEvent('RemovalHoldPlaced', {
  action: 'placeRemovalHold',
  means:
    'The child is not to be removed. That there is a hold is all that immigration enforcement ever learns.',
  kindOfWork: 'removal hold',
  recordedBy: ['asylum-casework', 'children-services', 'competent-authority'],
  relations: { reliesOn: {}, about: {} },
  fields: {
    ground: coded('immigration', holdGround, 'On what ground.'),
    until: optional(coded('immigration', date(), 'Until when, where an end is known.')),
    enforcementReference: optional(
      told('immigration', name(), 'The reference under which immigration enforcement knows the person.'),
    ),
    contactPoint: told('core', name(), 'Whom to ask about the hold: a team, never a person of the case.'),
    reason: told('immigration', text(1_000), 'Why.'),
  },
});

export const RemovalHoldLifted = caseEvent('RemovalHoldLifted', {
  action: 'liftRemovalHold',
  means: 'A hold on removal ended.',
  kindOfWork: 'removal hold',
  recordedBy: ['asylum-casework', 'children-services', 'competent-authority'],
  decision: true,
  relations: { about: { required: true, to: ['RemovalHoldPlaced'] } },
  fields: {
    ground: coded(
      'immigration',
      code('RemovalHoldLiftedGround', [
        'leave-granted',
        'claim-finally-refused',
        'not-a-victim',
        'found-adult',
        'returned-voluntarily',
        'placed-in-error',
      ]),
      'On what ground.',
    ),
    leadConsulted: coded('core', flag(), 'Whether the lead of the case was asked first.'),
  },
});

export const asylumEvents = [
  AsylumClaimLodged,
  AsylumInterviewHeld,
  AsylumDecisionMade,
  RemovalHoldPlaced,
  RemovalHoldLifted,
];
