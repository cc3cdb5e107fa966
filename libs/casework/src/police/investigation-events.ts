import { caseEvent } from '../declaration/case-event.js';
import { coded, optional, told } from '../declaration/fields.js';
import { code, date, flag, list, name, text } from '../declaration/kinds.js';

const kindOfWork = 'investigation';
const offences = () =>
  list(
    code('SuspectedOffence', [
      'trafficking-for-sexual-exploitation',
      'trafficking-for-labour-or-other-exploitation',
      'slavery-servitude-forced-labour',
      'rape-or-sexual-assault',
      'child-sexual-exploitation',
      'child-cruelty',
      'assault',
      'kidnap-or-false-imprisonment',
      'facilitating-unlawful-immigration',
      'document-offence',
      'drugs-production',
      'child-abduction',
      'fraud',
      'other',
    ]),
    20,
  );

export const CrimeRecorded = caseEvent('CrimeRecorded', {
  action: 'recordCrime',
  means: 'A police force recorded a crime against the child.',
  kindOfWork,
  recordedBy: ['police'],
  relations: { about: {}, reliesOn: {} },
  fields: {
    reported: optional(coded('core', date(), 'When it was first reported to the police.')),
    reportedBy: coded(
      'core',
      code('CrimeReporter', [
        'child',
        'childrens-services',
        'voluntary',
        'health',
        'education',
        'first-responder-referral',
        'legal-representative',
        'police-initiative',
        'member-of-the-public',
      ]),
      'Who reported it.',
    ),
    offences: coded('police', offences(), 'The offences recorded.'),
    committed: optional(coded('police', date(), 'When it was committed.')),
    crimeNumber: told('core', name(), 'The crime number.'),
    summary: told('police', text(), 'What is alleged.'),
    offencePlace: optional(told('police', text(500), 'Where it was committed.')),
  },
});

export const InvestigationOpened = caseEvent('InvestigationOpened', {
  action: 'openInvestigation',
  means: 'A police force began to investigate.',
  kindOfWork,
  recordedBy: ['police'],
  decision: true,
  relations: { about: { to: ['CrimeRecorded', 'IntelligenceSubmitted'] }, reliesOn: {} },
  fields: {
    team: coded(
      'core',
      code('InvestigatingTeam', [
        'child-abuse-investigation',
        'trafficking-and-slavery',
        'vice',
        'local-detectives',
        'response',
        'serious-and-organised-crime',
        'joint-with-another-force',
      ]),
      'The kind of team that investigates.',
    ),
    offences: coded('police', offences(), 'The offences investigated.'),
    investigationReference: optional(told('police', name(), "The force's reference.")),
    investigativeStrategy: optional(
      told('police', text(8_000), 'Lines of enquiry, and what must be secured first.'),
    ),
    victimStrategy: optional(told('care', text(), 'How the child is kept safe and supported meanwhile.')),
  },
});

export const InvestigationClosed = caseEvent('InvestigationClosed', {
  action: 'closeInvestigation',
  means: 'A police force ended an investigation.',
  kindOfWork,
  recordedBy: ['police'],
  decision: true,
  relations: { about: { to: ['InvestigationOpened'] }, reliesOn: {} },
  fields: {
    outcome: coded(
      'core',
      code('InvestigationOutcome', [
        'charged',
        'no-suspect-identified',
        'evidential-difficulties',
        'victim-does-not-support',
        'not-in-the-public-interest',
        'no-crime',
        'passed-to-another-force',
        'suspect-died',
      ]),
      'How it ended.',
    ),
    victimTold: coded('core', flag(), 'Whether the child, or who acts for the child, was told.'),
    rightToReviewExplained: optional(
      coded('core', flag(), "Whether the victim's right to review was explained."),
    ),
    policeReasons: optional(told('police', text(8_000), 'What was established and what was not.')),
  },
});

export const SuspectIdentified = caseEvent('SuspectIdentified', {
  action: 'identifySuspect',
  means: 'The police identified somebody suspected of a crime against the child.',
  kindOfWork,
  recordedBy: ['police'],
  relations: { about: { to: ['CrimeRecorded', 'InvestigationOpened'] }, reliesOn: {} },
  fields: {
    relationshipToChild: coded(
      'police',
      code('SuspectRelationship', [
        'carer',
        'relative',
        'claimed-relative',
        'employer',
        'partner',
        'agent-or-facilitator',
        'professional',
        'stranger',
        'not-known',
      ]),
      'What the suspect is to the child.',
    ),
    status: coded(
      'police',
      code('SuspectStatus', [
        'named',
        'described-only',
        'located',
        'arrested',
        'interviewed',
        'charged',
        'eliminated',
        'abroad',
      ]),
      'How far the police have got.',
    ),
    worksWithChildren: optional(
      coded('police', flag(), 'Whether the suspect works with children or for an agency on the case.'),
    ),
    suspect: told('police', text(1_000), 'Name, aliases, date of birth or description.'),
    grounds: told('police', text(), 'The grounds of suspicion.'),
    dangerToTheChild: optional(
      told('care', text(), 'What carers and social workers must know to keep the child safe.'),
    ),
    suspectAddress: optional(told('police', text(500), 'Addresses and vehicles of the suspect.')),
  },
});

/** Graded as the police's intelligence reports are: 5x5x5 until 2016, 3x5x2 since. */
export const IntelligenceSubmitted = caseEvent('IntelligenceSubmitted', {
  action: 'submitIntelligence',
  means: 'The police recorded intelligence that bears on the child.',
  kindOfWork: 'police work',
  recordedBy: ['police'],
  relations: { about: {} },
  fields: {
    system: coded(
      'police',
      code('IntelligenceGrading', ['5x5x5', '3x5x2']),
      'The system by which it is graded.',
    ),
    sourceReliability: coded(
      'police',
      code('IntelligenceSource', [
        'always-reliable',
        'mostly-reliable',
        'sometimes-reliable',
        'unreliable',
        'untested',
      ]),
      'How reliable the source is.',
    ),
    assessment: coded(
      'police',
      code('IntelligenceAssessment', [
        'known-directly',
        'known-indirectly-and-corroborated',
        'known-indirectly',
        'not-known',
        'suspected-false',
      ]),
      'How the information is known.',
    ),
    dissemination: coded(
      'police',
      code('IntelligenceDissemination', [
        'within-police',
        'to-partners',
        'with-conditions',
        'originator-only',
      ]),
      'To whom it may go.',
    ),
    intelligence: told('police', text(8_000), 'The intelligence.'),
    intelligenceReference: optional(told('police', name(), 'The number of the report.')),
    actionForTheChild: optional(told('care', text(), 'What may be told to those who keep the child safe.')),
  },
});

/**
 * Section 45 of the Modern Slavery Act 2015 and, before it, Article 26 of the Council of Europe convention: a child is
 * not to be punished for what traffickers made them do.
 */
export const NonPunishmentConsidered = caseEvent('NonPunishmentConsidered', {
  action: 'considerNonPunishment',
  means:
    'The prosecutor considered whether the child should be prosecuted for what exploitation brought about.',
  kindOfWork: 'prosecution',
  recordedBy: ['prosecution'],
  decision: true,
  relations: { about: {}, reliesOn: {} },
  fields: {
    outcome: coded(
      'core',
      code('NonPunishmentOutcome', [
        'not-charged',
        'discontinued',
        'no-evidence-offered',
        'prosecution-goes-on',
        'conviction-to-be-referred',
        'awaits-grounds-decision',
      ]),
      'What was decided.',
    ),
    basis: coded(
      'core',
      code('NonPunishmentBasis', [
        'section-45',
        'convention-article-26',
        'duress',
        'public-interest',
        'abuse-of-process',
      ]),
      'On what basis.',
    ),
    groundsDecisionKnown: optional(
      coded(
        'core',
        flag(),
        'Whether a decision of the National Referral Mechanism was before the prosecutor.',
      ),
    ),
    offencesConsidered: optional(
      coded('police', offences(), 'The offences of which the child was suspected.'),
    ),
    evidenceReview: optional(told('police', text(8_000), 'The evidence, and how it bears on compulsion.')),
    chargeReference: optional(told('police', name(), 'The reference of the charge or the file.')),
    representations: optional(told('immigration', text(), "Representations by the child's lawyers.")),
  },
});
