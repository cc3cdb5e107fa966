import { caseEvent } from '../declaration/case-event.js';
import { coded, inHeader, optional, told } from '../declaration/fields.js';
import { code, date, flag, list, name, organisation, text, wholeNumber } from '../declaration/kinds.js';
import { referralConcern } from './referral-events.js';

export const CaseOpened = caseEvent('CaseOpened', {
  action: 'openCase',
  means: 'An agency opened a case on a child. Until an authority takes responsibility, it leads the case.',
  kindOfWork: 'case management',
  recordedBy: 'any',
  beginsCase: true,
  fields: {
    reason: coded('core', list(referralConcern, 13), 'Why the case was opened.'),
    howKnown: coded(
      'core',
      code('CaseOrigin', ['contact', 'referral', 'outreach', 'encounter', 'transfer', 'another-case']),
      'How the child became known.',
    ),
    childsName: optional(told('identity', name(), 'The name by which the child is known.')),
    dateOfBirth: optional(coded('identity', date(), 'The date of birth as the child gives it.')),
    nationality: optional(told('identity', name(), 'The nationality as the child gives it.')),
    languageSpoken: optional(told('identity', name(), 'The language that the child speaks best.')),
    ownReference: optional(told('identity', name(), "The agency's own reference for the child.")),
    summary: told('care', text(), 'What is known at the opening.'),
    childsWishes: optional(told('voice', text(), 'What the child wants to happen.')),
    whereaboutsGiven: optional(told('location', text(500), 'Where the child stays.')),
  },
});

export const CaseClosed = caseEvent('CaseClosed', {
  action: 'closeCase',
  means: 'The lead ended the work on a case.',
  kindOfWork: 'case management',
  recordedBy: 'any',
  decision: true,
  fields: {
    reason: coded(
      'core',
      code('ClosureReason', [
        'plan-completed',
        'turned-18',
        'moved-to-another-authority',
        'returned-to-family',
        'left-the-country',
        'absconded',
        'no-further-concern',
        'duplicate',
        'died',
        'other',
      ]),
      'Why the case was closed.',
    ),
    childSeenBeforeClosure: coded(
      'core',
      flag(),
      'Whether the child was seen before the closure was decided.',
    ),
    supportThatGoesOn: optional(told('care', text(), 'What support the child still has, and from whom.')),
    childsView: optional(told('voice', text(), 'What the child thinks of it.')),
    agenciesConsulted: optional(
      told('core', list(name(), 20), 'The agencies that were asked before it was closed.'),
    ),
  },
});

export const CaseReopened = caseEvent('CaseReopened', {
  action: 'reopenCase',
  means: 'An agency took up a closed case again.',
  kindOfWork: 'case management',
  recordedBy: 'any',
  afterClosure: true,
  relations: { reliesOn: {} },
  fields: {
    reason: coded(
      'core',
      code('ReopeningReason', [
        'new-concern',
        'new-contact',
        'child-found',
        'closed-in-error',
        'reconsideration',
        'other',
      ]),
      'Why the case was reopened.',
    ),
    whatIsNew: told('care', text(), 'What has become known since.'),
  },
});

export const EscalationRaised = caseEvent('EscalationRaised', {
  action: 'raiseEscalation',
  means: 'An agency challenged, above the worker, what another did or left undone.',
  kindOfWork: 'escalation',
  recordedBy: 'any',
  relations: { about: {}, reliesOn: {} },
  fields: {
    to: inHeader(coded('core', organisation(), 'The organisation that is challenged.')),
    raisedTo: coded(
      'core',
      code('EscalationLevel', [
        'team-manager',
        'service-manager',
        'head-of-service',
        'director',
        'safeguarding-board',
      ]),
      'To which level it was raised.',
    ),
    ground: coded(
      'core',
      code('EscalationGround', [
        'decision',
        'delay',
        'no-response',
        'information-withheld',
        'risk-grade',
        'closure',
        'other',
      ]),
      'What is challenged.',
    ),
    concern: told('core', text(), 'What is challenged, and why it puts the child at risk.'),
    actionAskedFor: told('core', text(1_000), 'What is asked for.'),
    answerAskedBy: optional(coded('core', date(), 'By when an answer is asked for.')),
  },
});

export const InterpreterUsed = caseEvent('InterpreterUsed', {
  action: 'recordInterpreter',
  means: 'An interpreter was used with the child.',
  kindOfWork: 'interpreting',
  recordedBy: 'any',
  relations: { about: {} },
  fields: {
    occasion: coded(
      'core',
      code('InterpretedOccasion', [
        'contact',
        'interview',
        'assessment',
        'meeting',
        'court',
        'medical',
        'other',
      ]),
      'For what the interpreter was used.',
    ),
    mode: coded('core', code('InterpretingMode', ['in-person', 'telephone', 'video']), 'How.'),
    professional: coded(
      'core',
      flag(),
      'Whether a professional interpreted, and not a relative, a companion or staff.',
    ),
    independent: coded(
      'core',
      flag(),
      "Whether the interpreter was independent of the child's carers and companions.",
    ),
    minutes: optional(coded('core', wholeNumber(1, 1_440), 'For how many minutes.')),
    language: told('identity', name(), 'The language, and the dialect where it matters.'),
    interpreter: optional(told('core', name(), "The interpreter's name or number.")),
    understanding: optional(
      told('care', text(1_000), 'How well the child and the interpreter understood each other.'),
    ),
  },
});

export const ManagementOversightRecorded = caseEvent('ManagementOversightRecorded', {
  action: 'recordManagementOversight',
  means: 'A manager looked at the work on the case and said what is to be done.',
  kindOfWork: 'management oversight',
  recordedBy: 'any',
  decision: true,
  relations: { about: {}, reliesOn: {} },
  fields: {
    occasion: coded(
      'core',
      code('OversightOccasion', ['supervision', 'case-audit', 'decision-sign-off', 'incident', 'escalation']),
      'On what occasion.',
    ),
    agrees: coded('core', flag(), 'Whether the manager agrees with what was done or planned.'),
    childSeenInTime: optional(
      coded('core', flag(), 'Whether the child was seen when they should have been.'),
    ),
    direction: told('care', text(), 'What the worker is to do.'),
    reviewBy: optional(coded('core', date(), 'When it is to be looked at again.')),
  },
});
