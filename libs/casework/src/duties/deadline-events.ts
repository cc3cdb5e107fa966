import { caseEvent, type CaseEventOptions } from '../declaration/case-event.js';
import { coded, inHeader, optional, told, type Fields } from '../declaration/fields.js';
import { code, date, name, organisation, text, wholeNumber } from '../declaration/kinds.js';
import { agencyFunctions } from '../vocabulary/agencies.js';
import { dutyStrengths } from './duty-rule.js';

/** The duties that have a clock; which rule and how long is data of a deployment. */
const duties = [
  'referral-decision',
  'referral-acknowledgement',
  'assessment',
  'strategy-discussion',
  'child-protection-conference',
  'core-group',
  'protection-plan-review',
  'police-protection',
  'looked-after-review',
  'private-fostering-notice',
  'private-fostering-visit',
  'mechanism-referral',
  'reasonable-grounds',
  'conclusive-grounds',
  'decision-service',
  'missing-review',
  'safety-plan',
  'return-interview',
  'guardian',
  'national-transfer',
  'crime-recording',
  'serious-incident-notice',
  'rapid-review',
  'evidence-perishing',
  'age-assessment',
  'asylum-claim',
  'review-publication',
] as const;
export type Duty = (typeof duties)[number];

const ofTheDuty = {
  duty: inHeader(coded('core', code('Duty', duties), 'The duty.')),
  rule: coded('core', name(), 'The rule that was in force, with its version.'),
  strength: coded(
    'core',
    code('DutyStrength', dutyStrengths),
    'Whether the rule is law, guidance or good practice.',
  ),
  responsible: optional(
    inHeader(coded('core', organisation(), 'The organisation that had to act, where the case tells which.')),
  ),
  responsibleFunction: optional(
    inHeader(
      coded('core', code('AgencyFunction', agencyFunctions), 'The function whose organisations had to act.'),
    ),
  ),
  due: coded('core', date(), 'The last moment at which it is in time.'),
} satisfies Fields;

/**
 * The case may be closed by then: a clock that was running at the closure does not stop for it, or closing would hide
 * every duty that was missed.
 */
const ofEveryDeadline = {
  version: 2,
  /** Version 1 always named an organisation, which is still allowed; the function is only given where none is known. */
  upcasts: { 1: (older) => older },
  kindOfWork: 'deadline',
  recordedBy: 'system',
  afterClosure: true,
} satisfies Partial<CaseEventOptions<Fields>>;

export const DeadlineSet = caseEvent('DeadlineSet', {
  ...ofEveryDeadline,
  means: 'Something happened that started the clock of a duty.',
  relations: { about: { required: true } },
  fields: ofTheDuty,
});

/** A late event never deletes a missed deadline: this says how late it was met. */
export const DeadlineMet = caseEvent('DeadlineMet', {
  ...ofEveryDeadline,
  means: 'What a duty demanded was done, in time or late.',
  relations: { about: { required: true }, reliesOn: { required: true } },
  fields: {
    ...ofTheDuty,
    met: coded('core', date(), 'When it was done.'),
    minutesLate: optional(coded('core', wholeNumber(0, 100_000_000), 'How late it was, in minutes.')),
  },
});

export const DeadlineMissed = caseEvent('DeadlineMissed', {
  ...ofEveryDeadline,
  means: 'The time for a duty passed, and what it demanded was not on record.',
  relations: { about: { required: true } },
  fields: ofTheDuty,
});

export const DeadlineExtended = caseEvent('DeadlineExtended', {
  ...ofEveryDeadline,
  means: 'The time for a duty was extended under the rule that allows it.',
  relations: { about: { required: true }, reliesOn: {} },
  fields: {
    ...ofTheDuty,
    dueBefore: coded('core', date(), 'When it was due before.'),
    reason: optional(told('core', text(1_000), 'Why it was extended.')),
  },
});
