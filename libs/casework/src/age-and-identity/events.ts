import { caseEvent } from '../declaration/case-event.js';
import { coded, optional, told } from '../declaration/fields.js';
import {
  caseReference,
  code,
  date,
  flag,
  group,
  list,
  member,
  name,
  number,
  optionalMember,
  text,
  wholeNumber,
} from '../declaration/kinds.js';

export const AgeClaimed = caseEvent('AgeClaimed', {
  action: 'recordAgeClaim',
  means: 'The child, or somebody for the child, said how old they are.',
  kindOfWork: 'age',
  recordedBy: 'any',
  relations: { about: {} },
  fields: {
    claimedBy: coded(
      'core',
      code('AgeClaimedBy', ['child', 'parent-or-carer', 'companion', 'professional', 'document']),
      'Who said it.',
    ),
    age: coded('core', wholeNumber(0, 30), 'The age claimed, in whole years.'),
    dateOfBirth: optional(coded('identity', date(), 'The date of birth claimed.')),
    interpreterPresent: optional(coded('core', flag(), 'Whether an interpreter was there.')),
    howTheChildKnows: optional(
      told('care', text(1_000), 'How the child knows their age: who told them, by which calendar.'),
    ),
    childsWords: optional(told('voice', text(), 'What the child said of it, word for word.')),
  },
});

export const AgeDeterminationAsserted = caseEvent('AgeDeterminationAsserted', {
  action: 'recordAgeDetermination',
  means:
    'An agency took a position on how old the child is. It stands beside the positions of others and replaces none.',
  kindOfWork: 'age determination',
  recordedBy: 'any',
  decision: true,
  relations: {
    reliesOn: {},
    about: { to: ['AgeClaimed', 'AgeChallengeLodged', 'AssessmentStarted', 'AssessmentCompleted'] },
  },
  // The whole result is core: everyone who may know of the case sees every determination, never only the convenient one.
  fields: {
    outcome: coded(
      'core',
      code('AgeOutcome', ['child', 'adult', 'undetermined']),
      'What the agency holds the person to be.',
    ),
    method: coded(
      'core',
      code('AgeMethod', [
        'appearance-and-demeanour',
        'document',
        'merton-assessment',
        'abbreviated-assessment',
        'medical-opinion',
        'records-of-another-agency',
        'benefit-of-the-doubt',
        'court-finding',
        'other',
      ]),
      'How it was determined. A Merton assessment is as the court described in B v Merton [2003] EWHC 1689.',
    ),
    dateOfBirth: optional(coded('core', date(), 'The date of birth determined, as exactly as it is.')),
    ageFrom: optional(coded('core', wholeNumber(0, 60), 'The least age that it allows, in years.')),
    ageTo: optional(coded('core', wholeNumber(0, 60), 'The greatest age that it allows, in years.')),
    marginYears: optional(
      coded('core', number(0, 10), 'The margin of error that was stated, in years either way.'),
    ),
    confidence: coded(
      'core',
      code('AgeConfidence', ['certain', 'probable', 'possible', 'doubtful']),
      'How sure the agency is.',
    ),
    effect: coded(
      'core',
      code('AgeEffect', ['treated-as-child', 'treated-as-adult', 'treated-as-child-pending-assessment']),
      'How the agency treats the person from then on.',
    ),
    minutesWithChild: optional(
      coded('core', wholeNumber(0, 2_880), 'How many minutes were spent with the child.'),
    ),
    assessors: optional(coded('core', wholeNumber(1, 10), 'How many people assessed.')),
    appropriateAdultPresent: optional(coded('core', flag(), 'Whether an appropriate adult was there.')),
    interpreterPresent: optional(coded('core', flag(), 'Whether an interpreter was there.')),
    childHeardBeforeDecision: optional(
      coded(
        'core',
        flag(),
        'Whether the child could answer what was held against them before it was decided.',
      ),
    ),
    medicalFindings: optional(told('health', text(), 'Clinical findings relied on.')),
    documentsRelied: optional(told('identity', text(1_000), 'The documents relied on, with their numbers.')),
    childsView: optional(told('voice', text(), 'What the child says of the result.')),
  },
});

export const AgeDeterminationWithdrawn = caseEvent('AgeDeterminationWithdrawn', {
  action: 'withdrawAgeDetermination',
  means: 'An agency no longer holds to its own determination, which stays readable.',
  kindOfWork: 'age determination',
  recordedBy: 'any',
  decision: true,
  relations: { withdraws: { required: true, to: ['AgeDeterminationAsserted'] }, reliesOn: {} },
  fields: {
    reason: coded(
      'core',
      code('AgeWithdrawalReason', [
        'new-evidence',
        'procedure-not-followed',
        'relied-on-a-wrong-record',
        'court-finding',
        'conceded-on-challenge',
      ]),
      'Why it was withdrawn.',
    ),
    servicesOwed: optional(
      told('care', text(), 'What the child missed while it stood, and what will be done.'),
    ),
    childTold: coded('core', flag(), 'Whether the child has been told.'),
  },
});

export const AgeChallengeLodged = caseEvent('AgeChallengeLodged', {
  action: 'lodgeAgeChallenge',
  means: 'A determination of age was challenged.',
  kindOfWork: 'age challenge',
  recordedBy: 'any',
  relations: { about: { required: true, to: ['AgeDeterminationAsserted'] }, reliesOn: {} },
  fields: {
    route: coded(
      'core',
      code('AgeChallengeRoute', [
        'request-to-reconsider',
        'complaint',
        'pre-action-letter',
        'judicial-review',
        'tribunal',
      ]),
      'By which route.',
    ),
    broughtBy: coded(
      'core',
      code('AgeChallengedBy', ['child', 'advocate', 'guardian', 'legal-representative', 'agency']),
      'Who challenges.',
    ),
    answerDue: optional(coded('core', date(), 'By when an answer is due.')),
    grounds: told('core', text(), 'On what grounds.'),
    courtReference: optional(told('identity', name(), 'The reference of the court or tribunal.')),
    childsView: optional(told('voice', text(), 'What the child says.')),
  },
});

export const CourtAgeFindingRecorded = caseEvent('CourtAgeFindingRecorded', {
  action: 'recordCourtAgeFinding',
  means: 'A court or tribunal found how old the person is.',
  kindOfWork: 'age determination',
  recordedBy: 'any',
  relations: { about: { to: ['AgeDeterminationAsserted', 'AgeChallengeLodged'] }, reliesOn: {} },
  fields: {
    court: coded(
      'core',
      code('AgeCourt', [
        'administrative-court',
        'upper-tribunal',
        'first-tier-tribunal',
        'family-court',
        'criminal-court',
        'court-of-appeal',
        'supreme-court',
      ]),
      'Which court or tribunal.',
    ),
    outcome: coded('core', code('CourtAgeOutcome', ['child', 'adult', 'undetermined']), 'What it found.'),
    dateOfBirthFound: optional(coded('core', date(), 'The date of birth found.')),
    ageFound: optional(
      coded('core', wholeNumber(0, 60), 'The age found, at the date of the finding, in years.'),
    ),
    final: coded('core', flag(), 'Whether the finding is final, or interim.'),
    citation: optional(told('core', name(), 'The citation or reference, without names.')),
    summary: told('core', text(), 'What the court found and why.'),
    order: optional(told('immigration', text(), 'What it ordered.')),
  },
});

export const IdentityAliasRecorded = caseEvent('IdentityAliasRecorded', {
  action: 'recordIdentityAlias',
  means: 'A name or a date of birth under which the child was known somewhere.',
  kindOfWork: 'identity',
  recordedBy: 'any',
  relations: { about: {}, reliesOn: {} },
  fields: {
    learnedFrom: coded(
      'core',
      code('AliasSource', [
        'child',
        'document',
        'companion',
        'agency-record',
        'suspect',
        'interpreter',
        'fingerprint-match',
      ]),
      'From what it is known.',
    ),
    suspectedImposed: coded('core', flag(), 'Whether somebody is thought to have made the child use it.'),
    inUseNow: optional(coded('core', flag(), 'Whether the child uses it now.')),
    alias: told(
      'identity',
      group('Alias', {
        name: member(name(), 'The name.'),
        nameInOwnScript: optionalMember(name(), 'The name as it is written in its own script.'),
        dateOfBirth: optionalMember(date(), 'The date of birth given with it.'),
        nationality: optionalMember(name(), 'The nationality given with it.'),
      }),
      'The name, and what was given with it.',
    ),
    documentNumbers: optional(told('identity', list(name(), 10), 'Numbers of documents that bear it.')),
    imposedBy: optional(told('police', text(1_000), 'Who is thought to have imposed it, and why.')),
    childsWords: optional(told('voice', text(), 'What the child says of the name, word for word.')),
  },
});

/**
 * Whoever reads of this child may not know of the other's case, and its id is a way to it: so the id stays with who wrote
 * it down. Until version 2 it stood in a part that nearly everybody has.
 */
export const RelatedChildNoted = caseEvent('RelatedChildNoted', {
  action: 'noteRelatedChild',
  means: "Another child has to do with this one. It shares nothing of either's case with the other's.",
  kindOfWork: 'related child',
  recordedBy: 'any',
  version: 2,
  upcasts: { 1: ({ caseOfOther: _caseOfOther, ...older }) => older },
  fields: {
    relationship: coded(
      'care',
      code('RelatedChildRelationship', [
        'sibling',
        'half-sibling',
        'cousin',
        'co-victim',
        'travelled-together',
        'same-household',
        'same-address-of-exploitation',
        'own-child',
      ]),
      'How the children are related.',
    ),
    caseOfOther: optional(
      coded(
        'audit',
        caseReference(),
        "The other child's case, where the recorder knows of one; kept for the recorder's own organisation, and for a board.",
      ),
    ),
    otherChildsName: optional(told('identity', name(), "The other child's name.")),
    concernForOther: told('care', text(), 'Whether the other child may be at risk, and why.'),
    otherReferred: coded('core', flag(), 'Whether the other child has been referred.'),
  },
});

export const ageAndIdentityEvents = [
  AgeClaimed,
  AgeDeterminationAsserted,
  AgeDeterminationWithdrawn,
  AgeChallengeLodged,
  CourtAgeFindingRecorded,
  IdentityAliasRecorded,
  RelatedChildNoted,
];
