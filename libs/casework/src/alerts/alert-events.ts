import { caseEvent, type CaseEventOptions } from '../declaration/case-event.js';
import { coded, inHeader, optional, told, type Fields } from '../declaration/fields.js';
import {
  caseReference,
  code,
  eventReference,
  list,
  organisation,
  person,
  text,
} from '../declaration/kinds.js';
import { rolesByFunction, rolesOfEveryOrganisation } from '../vocabulary/agencies.js';

/** What an organisation is alerted to. */
export const alertKinds = [
  'missing-child',
  'removal-hold-placed',
  'removal-hold-lifted',
  'emergency-access',
  'overdue-emergency-review',
  'overdue-review',
] as const;
export type AlertKind = (typeof alertKinds)[number];

/** Whom an alert is for: who works with the child or has the duty, then who supervises them, then who answers for the service. */
export const alertLevels = ['first', 'supervisors', 'service'] as const;
export type AlertLevel = (typeof alertLevels)[number];

/** Why an alert ended without an acknowledgement: what it told of is over, or is not this organisation's to know any more. */
export const alertEnds = ['over', 'not-theirs'] as const;
export type AlertEnd = (typeof alertEnds)[number];

const roles = () => [...new Set([...Object.values(rolesByFunction).flat(), ...rolesOfEveryOrganisation])];

const ofTheAlert = {
  kindOfWork: 'alert',
  stream: 'alert',
  retention: 'access-record',
  afterClosure: true,
} satisfies Partial<CaseEventOptions<Fields>>;

/** The same event alerts each organisation by an alert of its own, so none learns of another by it. */
const alert = {
  organisation: inHeader(coded('audit', organisation(), 'The organisation that is alerted.')),
  caseConcerned: inHeader(coded('audit', caseReference(), 'The case.')),
  kind: inHeader(coded('audit', code('AlertKind', alertKinds), 'What it is alerted to.')),
  event: inHeader(coded('audit', eventReference(), 'The event that it is alerted to.')),
} satisfies Fields;

const addressed = {
  level: inHeader(coded('audit', code('AlertLevel', alertLevels), 'Whom it is for.')),
  people: inHeader(coded('audit', list(person(), 200), 'The people whom it is for by name.')),
  roles: inHeader(
    coded('audit', list(code('Role', roles())), 'The roles in the organisation whose holders it is for.'),
  ),
} satisfies Fields;

export const AlertRaised = caseEvent('AlertRaised', {
  ...ofTheAlert,
  means: 'An organisation was alerted to something about a child that cannot wait.',
  recordedBy: 'system',
  relations: { about: { required: true } },
  fields: { ...alert, ...addressed },
});

export const AlertEscalated = caseEvent('AlertEscalated', {
  ...ofTheAlert,
  means: 'Nobody of the organisation had acknowledged an alert in time, so it went to those above.',
  recordedBy: 'system',
  relations: { about: { required: true } },
  fields: { ...alert, ...addressed },
});

export const AlertAcknowledged = caseEvent('AlertAcknowledged', {
  ...ofTheAlert,
  means: 'A person took an alert up for their organisation.',
  recordedBy: 'system',
  relations: { about: { required: true } },
  fields: {
    ...alert,
    acknowledgedBy: inHeader(coded('audit', person(), 'Who took it up.')),
    note: optional(told('audit', text(1_000), 'What they do about it.')),
  },
});

export const AlertEnded = caseEvent('AlertEnded', {
  ...ofTheAlert,
  means: 'What an organisation was alerted to is over, or is not its to know any more.',
  recordedBy: 'system',
  relations: { about: { required: true } },
  fields: {
    ...alert,
    because: inHeader(coded('audit', code('AlertEnd', alertEnds), 'Why it ended.')),
  },
});
