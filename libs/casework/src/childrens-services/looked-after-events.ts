import { caseEvent } from '../declaration/case-event.js';
import { coded, optional, told } from '../declaration/fields.js';
import { code, date, flag, list, name, text } from '../declaration/kinds.js';

const kindOfWork = 'looked-after child';
const placementKind = () =>
  code('PlacementKind', [
    'foster-care',
    'specialist-foster-care',
    'kinship-care',
    'childrens-home',
    'safe-accommodation',
    'supported-lodgings',
    'semi-independent',
    'bed-and-breakfast',
    'hospital',
    'secure-accommodation',
  ]);

export const LookedAfterStarted = caseEvent('LookedAfterStarted', {
  action: 'startLookedAfter',
  means: 'The child became looked after by the authority.',
  kindOfWork,
  recordedBy: ['children-services'],
  decision: true,
  relations: { reliesOn: {} },
  fields: {
    legalBasis: coded(
      'core',
      code('LookedAfterBasis', [
        'section-20-accommodated',
        'section-21-police-protection',
        'section-31-care-order',
        'section-38-interim-care-order',
        'section-44-emergency-protection-order',
        'remand',
      ]),
      'The section of the Children Act 1989, or the order.',
    ),
    unaccompanied: coded('core', flag(), 'Whether the child is unaccompanied and seeks asylum.'),
    ageInDoubt: optional(coded('core', flag(), 'Whether given the benefit of the doubt on age.')),
    parentalResponsibility: optional(told('identity', text(1_000), 'Who has parental responsibility.')),
    needs: told('care', text(), 'Why the child is to be looked after, and what the child needs.'),
    childsWishes: optional(told('voice', text(), "The child's wishes and feelings.")),
    healthNeeds: optional(told('health', text(), 'Health needs known at the start.')),
  },
});

export const LookedAfterEnded = caseEvent('LookedAfterEnded', {
  action: 'endLookedAfter',
  means: 'The child ceased to be looked after.',
  kindOfWork,
  recordedBy: ['children-services'],
  decision: true,
  relations: { about: { to: ['LookedAfterStarted'] } },
  fields: {
    reason: coded(
      'core',
      code('LookedAfterEndReason', [
        'returned-to-family',
        'care-leaver',
        'transferred-to-another-authority',
        'assessed-adult',
        'adopted-or-guardianship-order',
        'left-the-country',
        'died',
      ]),
      'Why it ended.',
    ),
    leavingCareEntitled: optional(coded('core', flag(), 'Whether the child is entitled as a care leaver.')),
    circumstances: optional(told('care', text(), 'What the child goes to.')),
    childsViews: optional(told('voice', text(), "The child's views.")),
    goingTo: optional(told('location', text(1_000), 'Where the child goes.')),
  },
});

export const LookedAfterReviewHeld = caseEvent('LookedAfterReviewHeld', {
  action: 'recordLookedAfterReview',
  means: 'An independent reviewing officer reviewed how the looked-after child fares.',
  kindOfWork,
  recordedBy: ['children-services'],
  decision: true,
  fields: {
    review: coded('core', code('LookedAfterReviewKind', ['first', 'second', 'later']), 'Which review.'),
    outcome: coded(
      'core',
      code('LookedAfterReviewOutcome', [
        'care-plan-agreed',
        'care-plan-changed',
        'placement-to-change',
        'escalated',
      ]),
      'What it decided.',
    ),
    childTookPart: coded(
      'core',
      code('ChildTookPart', ['in-person', 'through-an-advocate', 'views-read-out', 'not-heard']),
      'How the child was heard.',
    ),
    nextReview: optional(coded('core', date(), 'When the next review is due.')),
    minutes: told('care', text(8_000), 'How the child fares, and what must be done.'),
    childsViews: optional(told('voice', text(), "The child's views.")),
    healthAndEducation: optional(told('health', text(), 'Health assessment and therapy.')),
    placement: optional(told('location', text(1_000), 'The placement, where it must be named.')),
  },
});

export const PlacementMade = caseEvent('PlacementMade', {
  action: 'makePlacement',
  means: 'The child was placed with carers or in accommodation.',
  kindOfWork: 'accommodation',
  recordedBy: ['children-services'],
  decision: true,
  relations: { reliesOn: {} },
  fields: {
    kind: coded('core', placementKind(), 'The kind of placement.'),
    outOfArea: coded('core', flag(), "Whether it lies outside the authority's area."),
    riskAssessed: optional(
      coded('core', flag(), 'Whether the risk that traffickers find the child there was assessed.'),
    ),
    plannedUntil: optional(coded('core', date(), 'How long it is planned for.')),
    address: told('location', text(500), 'The address.'),
    telephone: optional(told('location', name(), 'The telephone number of the placement.')),
    carers: optional(
      told('location', text(500), 'The names of the carers, which give away where the child is.'),
    ),
    needsAndMatching: optional(told('care', text(), 'What the child needs, and how the placement meets it.')),
    childsViews: optional(told('voice', text(), 'What the child says about it.')),
  },
});

export const PlacementEnded = caseEvent('PlacementEnded', {
  action: 'endPlacement',
  means: 'A placement of the child ended.',
  kindOfWork: 'accommodation',
  recordedBy: ['children-services'],
  relations: { about: { to: ['PlacementMade'] } },
  fields: {
    reason: coded(
      'core',
      code('PlacementEndReason', [
        'planned-move',
        'child-missing',
        'not-safe',
        'carers-asked',
        'child-asked',
        'placement-closed',
        'no-longer-looked-after',
        'in-custody',
        'died',
      ]),
      'Why it ended.',
    ),
    planned: coded('core', flag(), 'Whether the end was planned.'),
    circumstances: optional(told('care', text(), 'How it ended, and what was learned.')),
    childsViews: optional(told('voice', text(), "The child's views.")),
    nextAddress: optional(told('location', text(500), 'Where the child goes next.')),
  },
});

/** Made with the child before the first night: traffickers call within hours. */
export const SafetyPlanAgreed = caseEvent('SafetyPlanAgreed', {
  action: 'agreeSafetyPlan',
  means: 'Carers, agencies and the child agreed how to keep the child from being taken or going missing.',
  kindOfWork: 'child protection',
  recordedBy: ['children-services'],
  relations: { about: { to: ['PlacementMade'] } },
  fields: {
    measures: coded(
      'care',
      list(
        code('SafetyMeasure', [
          'no-unsupervised-telephone',
          'telephone-kept-by-carers',
          'no-unsupervised-outings',
          'photograph-taken',
          'fingerprints-taken',
          'address-not-disclosed',
          'door-alarms',
          'night-staff',
          'visitors-vetted',
          'report-missing-at-once',
          'trusted-contact-named',
        ]),
      ),
      'The measures agreed.',
    ),
    agreedByChild: coded('core', flag(), 'Whether the child agreed to it.'),
    policeFlagged: optional(coded('core', flag(), 'Whether the police flagged the address and the child.')),
    reviewDue: optional(coded('core', date(), 'When the plan is to be reviewed.')),
    plan: told('care', text(), 'The plan in words.'),
    childsViews: optional(told('voice', text(), 'What the child says about it.')),
    dangersFrom: optional(told('police', text(), 'Who may come for the child, and how.')),
    placesToAvoid: optional(told('location', text(1_000), 'Where the child must not go or be found.')),
  },
});
