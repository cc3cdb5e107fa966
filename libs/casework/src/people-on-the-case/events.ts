import { caseEvent } from '../declaration/case-event.js';
import { coded, inHeader, optional, told } from '../declaration/fields.js';
import { code, date, flag, name, organisation, person, text } from '../declaration/kinds.js';

export const JoinRequested = caseEvent('JoinRequested', {
  action: 'requestToJoin',
  means: 'An organisation that has been told of the case asked to join it.',
  kindOfWork: 'joining',
  recordedBy: 'any',
  fields: {
    ground: coded(
      'core',
      code('JoiningGround', [
        'statutory-duty',
        'already-supporting-the-child',
        'asked-by-the-child',
        'investigation',
        'service-planned',
      ]),
      'On what ground.',
    ),
    reason: told('core', text(1_000), 'Why it needs to be on the case.'),
    contribution: optional(told('core', text(1_000), 'What it holds or can do for the child.')),
  },
});

export const JoinAccepted = caseEvent('JoinAccepted', {
  action: 'acceptJoining',
  means:
    'The lead agreed that an organisation joins the case. It will see the past too, from its joining on.',
  kindOfWork: 'joining',
  recordedBy: 'any',
  relations: { about: { to: ['JoinRequested'] } },
  fields: {
    organisation: inHeader(coded('core', organisation(), 'The organisation that may join.')),
    expectation: optional(told('core', text(1_000), 'What is expected of it.')),
  },
});

export const JoinDeclined = caseEvent('JoinDeclined', {
  action: 'declineJoining',
  means: 'The lead did not agree that an organisation joins the case.',
  kindOfWork: 'joining',
  recordedBy: 'any',
  decision: true,
  relations: { about: { to: ['JoinRequested'] } },
  fields: {
    organisation: inHeader(coded('core', organisation(), 'The organisation that asked.')),
    reason: coded(
      'core',
      code('JoinDeclinedReason', [
        'no-role-for-the-child',
        'conflict-of-interest',
        'risk-to-the-child',
        'child-objects',
        'wrong-case',
        'other',
      ]),
      'Why not.',
    ),
  },
});

export const AgencyJoinedCase = caseEvent('AgencyJoinedCase', {
  means: 'An organisation came onto the case.',
  kindOfWork: 'joining',
  recordedBy: 'system',
  fields: {
    organisation: inHeader(coded('core', organisation(), 'The organisation that joined.')),
    through: coded(
      'core',
      code('JoinedThrough', ['referral', 'request']),
      'What was accepted: a referral or a request.',
    ),
  },
});

/** What only ends somebody's sight of a case is recorded even when the case is closed. */
export const AgencyLeftCase = caseEvent('AgencyLeftCase', {
  action: 'leaveCase',
  means: 'An organisation ended its part in the case. It sees nothing more from then on.',
  kindOfWork: 'leaving',
  recordedBy: 'any',
  afterClosure: true,
  narrows: true,
  fields: {
    reason: coded(
      'core',
      code('LeavingReason', [
        'work-completed',
        'child-moved-away',
        'another-service-took-over',
        'child-asked',
        'joined-in-error',
        'other',
      ]),
      'Why it left.',
    ),
    handover: optional(told('care', text(), 'What it handed over, and to whom.')),
  },
});

export const WorkerAllocated = caseEvent('WorkerAllocated', {
  action: 'allocateWorker',
  means: 'An organisation gave the case to one of its workers.',
  kindOfWork: 'allocation',
  recordedBy: 'any',
  fields: {
    worker: inHeader(coded('core', person(), 'The person who now works with the child.')),
    capacity: coded(
      'core',
      code('WorkerCapacity', [
        'allocated-worker',
        'co-worker',
        'duty-cover',
        'support-worker',
        'safeguarding-lead',
        'reviewing-officer',
        'case-worker',
      ]),
      'In what capacity.',
    ),
    reason: optional(told('core', text(1_000), 'Why this worker, or why the worker changed.')),
    childTold: coded('core', flag(), 'Whether the child has been told who it is.'),
  },
});

export const WorkerReleased = caseEvent('WorkerReleased', {
  action: 'releaseWorker',
  means: 'A worker no longer has the case.',
  kindOfWork: 'allocation',
  recordedBy: 'any',
  afterClosure: true,
  narrows: true,
  fields: {
    worker: inHeader(coded('core', person(), 'The person who no longer works with the child.')),
    reason: coded(
      'core',
      code('WorkerReleaseReason', [
        'left-the-organisation',
        'moved-team',
        'caseload',
        'absence',
        'child-asked',
        'conflict-of-interest',
        'case-completed',
      ]),
      'Why.',
    ),
    handover: optional(told('care', text(), 'What was handed over.')),
  },
});

export const InvestigatorAssigned = caseEvent('InvestigatorAssigned', {
  action: 'assignInvestigator',
  means: 'A police force put an investigator on the investigation.',
  kindOfWork: 'investigation',
  recordedBy: ['police'],
  relations: { about: { to: ['InvestigationOpened', 'CrimeRecorded'] } },
  fields: {
    investigator: inHeader(coded('core', person(), 'The investigator.')),
    capacity: coded(
      'core',
      code('InvestigatorCapacity', [
        'officer-in-the-case',
        'senior-investigating-officer',
        'supervisor',
        'disclosure-officer',
        'family-liaison',
      ]),
      'In what capacity.',
    ),
    specialist: coded('core', flag(), 'Whether trained to investigate crimes against children.'),
    investigationReference: optional(told('police', name(), "The force's reference of the investigation.")),
  },
});

export const InvestigatorReleased = caseEvent('InvestigatorReleased', {
  action: 'releaseInvestigator',
  means: 'An investigator is no longer on the investigation.',
  kindOfWork: 'investigation',
  recordedBy: ['police'],
  afterClosure: true,
  narrows: true,
  fields: {
    investigator: inHeader(coded('core', person(), 'The investigator.')),
    reason: coded(
      'core',
      code('InvestigatorReleaseReason', [
        'investigation-closed',
        'moved-post',
        'workload',
        'absence',
        'conflict-of-interest',
      ]),
      'Why.',
    ),
    handover: optional(told('police', text(), 'What was handed over.')),
  },
});

const responsibilityBasis = code('ResponsibilityBasis', [
  'child-lives-in-the-area',
  'child-found-in-the-area',
  'looked-after-by-the-authority',
  'national-transfer-scheme',
  'agreed-between-authorities',
  'court-order',
]);

export const ResponsibilityTransferred = caseEvent('ResponsibilityTransferred', {
  action: 'transferResponsibility',
  means:
    'An authority asked another to become responsible for the child. It stays responsible until the other accepts.',
  kindOfWork: 'responsibility',
  recordedBy: ['children-services'],
  decision: true,
  fields: {
    to: inHeader(coded('core', organisation(), 'The authority that is to become responsible.')),
    basis: coded('core', responsibilityBasis, 'On what basis.'),
    proposedFrom: optional(coded('core', date(), 'From when.')),
    openWork: told('care', text(), 'What is under way and must not stop: plans, visits, enquiries, risks.'),
    childsView: optional(told('voice', text(), 'What the child thinks of the move.')),
  },
});

export const ResponsibilityAccepted = caseEvent('ResponsibilityAccepted', {
  action: 'acceptResponsibility',
  means: 'An authority became responsible for the child, and leads the case from then on.',
  kindOfWork: 'responsibility',
  recordedBy: ['children-services'],
  relations: { about: { to: ['ResponsibilityTransferred'] } },
  narrows: true,
  fields: {
    basis: coded('core', responsibilityBasis, 'On what basis.'),
    from: coded('core', date(), 'From when.'),
    conditions: optional(told('core', text(1_000), 'What was agreed, for example who pays and who visits.')),
  },
});

export const ResponsibilityDeclined = caseEvent('ResponsibilityDeclined', {
  action: 'declineResponsibility',
  means: 'An authority did not take responsibility for the child.',
  kindOfWork: 'responsibility',
  recordedBy: ['children-services'],
  decision: true,
  relations: { about: { to: ['ResponsibilityTransferred'] } },
  fields: {
    reason: coded(
      'core',
      code('ResponsibilityDeclinedReason', [
        'another-authority-is-responsible',
        'child-not-in-the-area',
        'believed-adult',
        'no-capacity',
        'information-missing',
        'other',
      ]),
      'Why not.',
    ),
    authorityThoughtResponsible: optional(
      coded('core', organisation(), 'The authority that it holds to be responsible.'),
    ),
  },
});

export const peopleEvents = [
  JoinRequested,
  JoinAccepted,
  JoinDeclined,
  AgencyJoinedCase,
  AgencyLeftCase,
  WorkerAllocated,
  WorkerReleased,
  InvestigatorAssigned,
  InvestigatorReleased,
  ResponsibilityTransferred,
  ResponsibilityAccepted,
  ResponsibilityDeclined,
];
