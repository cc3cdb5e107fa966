import { caseEvent, type CaseEventOptions } from '../declaration/case-event.js';
import { coded, inHeader, optional, told, type Fields } from '../declaration/fields.js';
import {
  caseReference,
  code,
  date,
  eventReference,
  group,
  list,
  member,
  name,
  organisation,
  person,
  text,
  wholeNumber,
} from '../declaration/kinds.js';
import {
  agencyFunctions,
  purposes,
  rolesByFunction,
  rolesOfEveryOrganisation,
} from '../vocabulary/agencies.js';
import { partNames } from '../vocabulary/parts.js';

const roles = () => [...new Set([...Object.values(rolesByFunction).flat(), ...rolesOfEveryOrganisation])];

const reader = {
  readerOrganisation: inHeader(coded('audit', organisation(), 'The organisation that asked.')),
  readerPerson: inHeader(coded('audit', person(), 'The person who asked; for a system, its own id.')),
  readerRole: coded('audit', code('Role', roles()), 'The role in which they asked.'),
  purpose: coded('audit', code('Purpose', purposes), 'For what purpose.'),
  request: coded('audit', name(), 'The id of the request; all records of one request have the same.'),
} satisfies Fields;

const decidedUnder = {
  policyInForce: coded('audit', name(), 'The version of the sharing policy that was in force.'),
  decidingPolicies: coded('audit', list(name(), 200), 'The ids of the policies that decided, sorted.'),
} satisfies Fields;

const viewPosition = () =>
  coded('audit', name(), "The position of the reader's view from which the answer was drawn.");

const ofTheAccessRecord = {
  kindOfWork: 'access record',
  recordedBy: 'system',
  stream: 'access',
  retention: 'access-record',
} satisfies Partial<CaseEventOptions<Fields>>;

/** Written before an answer is given: one for each case that the answer touches. Without it nothing is answered. */
export const RecordRead = caseEvent('RecordRead', {
  ...ofTheAccessRecord,
  means: 'Parts of the record of a case were handed over to a reader.',
  fields: {
    ...reader,
    caseRead: inHeader(coded('audit', caseReference(), 'The case that was read.')),
    by: coded(
      'audit',
      code('HandedOverBy', ['query', 'subscription', 'feed', 'notification', 'export', 'access-log']),
      'How it was handed over.',
    ),
    handedOver: coded(
      'audit',
      list(
        group('HandedOver', {
          event: member(eventReference(), 'The event.'),
          parts: member(
            list(code('Part', partNames), partNames.length),
            'The parts selected by the query and permitted; none: no more than that the event exists.',
          ),
        }),
        10_000,
      ),
      'The events and the parts of them that were handed over.',
    ),
    asOf: optional(coded('audit', date(), 'The day to which the reader looked back.')),
    viewPosition: viewPosition(),
    ...decidedUnder,
    outcome: coded(
      'audit',
      code('ReadOutcome', ['given', 'given-in-part', 'nothing-to-give']),
      'Whether all that was asked for was given.',
    ),
  },
});

export const SearchPerformed = caseEvent('SearchPerformed', {
  ...ofTheAccessRecord,
  means: 'Somebody searched for a child.',
  fields: {
    ...reader,
    casesFound: inHeader(coded('audit', list(caseReference(), 100), 'The cases whose existence was told.')),
    searchedBy: coded(
      'audit',
      list(
        code('SearchKey', [
          'name',
          'alias',
          'date-of-birth',
          'age',
          'nationality',
          'reference-number',
          'telephone',
        ]),
      ),
      'By what was searched; never what was typed.',
    ),
    hits: coded('audit', wholeNumber(0, 100), 'How many cases were told of.'),
    viewPosition: viewPosition(),
    ...decidedUnder,
  },
});

/** Says in codes what was asked, never what it would have shown. An unknown and a hidden case leave the same record. */
export const AccessDenied = caseEvent('AccessDenied', {
  ...ofTheAccessRecord,
  means: 'A reader was refused.',
  fields: {
    ...reader,
    caseAsked: optional(
      inHeader(coded('audit', caseReference(), 'The case that was asked for, as it was asked.')),
    ),
    eventAsked: optional(coded('audit', eventReference(), 'The event that was asked for, as it was asked.')),
    asked: coded(
      'audit',
      code('AskedFor', [
        'case',
        'cases',
        'timeline',
        'entry',
        'access-log',
        'search',
        'feed',
        'export',
        'knowledge',
        'statistics',
        'removal-check',
        'action',
      ]),
      'What was asked for.',
    ),
    denial: coded(
      'audit',
      code('DenialReason', ['not-found', 'forbidden', 'purpose-not-allowed', 'suspended', 'unavailable']),
      'The answer that was given.',
    ),
    ...decidedUnder,
  },
});

const ofTheGrant = {
  kindOfWork: 'emergency access',
  recordedBy: 'system',
  stream: 'grant',
  retention: 'access-record',
} satisfies Partial<CaseEventOptions<Fields>>;

const grant = {
  grantedTo: inHeader(coded('audit', person(), 'The person who has the emergency access.')),
  organisation: inHeader(coded('audit', organisation(), 'The organisation of that person.')),
  caseOpened: inHeader(coded('audit', caseReference(), 'The case.')),
} satisfies Fields;

export const BreakGlassOpened = caseEvent('BreakGlassOpened', {
  ...ofTheGrant,
  means: 'Somebody without a relationship to the case got emergency access to it for some hours.',
  fields: {
    ...grant,
    until: inHeader(coded('audit', date(), 'When the access ends by itself.')),
    ground: coded(
      'audit',
      code('BreakGlassGround', [
        'threat-to-life',
        'missing-child',
        'imminent-significant-harm',
        'medical-emergency',
        'removal-under-way',
      ]),
      'The emergency.',
    ),
    agencyFunction: coded(
      'audit',
      code('AgencyFunction', agencyFunctions),
      'The function of the organisation.',
    ),
    supervisorTold: optional(coded('audit', person(), 'The supervisor who was told at once.')),
    justification: told('audit', text(), 'Why it could not wait.'),
  },
});

export const BreakGlassEnded = caseEvent('BreakGlassEnded', {
  ...ofTheGrant,
  means: 'An emergency access ended.',
  narrows: true,
  relations: { about: { required: true, to: ['BreakGlassOpened'] } },
  fields: {
    ...grant,
    endedBy: coded(
      'audit',
      code('BreakGlassEnd', [
        'time-ran-out',
        'given-back',
        'ended-by-supervisor',
        'ended-by-responsible-authority',
      ]),
      'How it ended.',
    ),
  },
});

/** Reviewed by somebody of another team within 72 hours; else the right of that organisation rests until it is. */
export const BreakGlassReviewed = caseEvent('BreakGlassReviewed', {
  ...ofTheGrant,
  means: 'Somebody of another team judged whether an emergency access was justified.',
  relations: { about: { required: true, to: ['BreakGlassOpened'] } },
  fields: {
    ...grant,
    reviewer: coded('audit', person(), 'Who reviewed it.'),
    outcome: coded(
      'audit',
      code('BreakGlassOutcome', [
        'justified',
        'justified-but-too-wide',
        'not-justified',
        'referred-for-discipline',
      ]),
      'The judgement.',
    ),
    inTime: coded(
      'audit',
      code('BreakGlassReviewTime', ['in-time', 'late']),
      'Whether it was reviewed in 72 hours.',
    ),
    reasons: told('audit', text(), 'Why it was judged so.'),
  },
});
