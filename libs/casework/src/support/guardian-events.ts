import { caseEvent } from '../declaration/case-event.js';
import { coded, inHeader, optional, told } from '../declaration/fields.js';
import { code, date, flag, person, text } from '../declaration/kinds.js';

export const GuardianAppointed = caseEvent('GuardianAppointed', {
  action: 'appointGuardian',
  means: 'An independent guardian was appointed to the child.',
  kindOfWork: 'guardianship',
  recordedBy: ['guardianship'],
  relations: { about: {} },
  fields: {
    guardian: inHeader(coded('core', person(), 'The guardian.')),
    scheme: coded(
      'core',
      code('GuardianScheme', [
        'scottish-guardianship',
        'independent-child-trafficking-guardian',
        'independent-child-trafficking-advocate',
        'northern-ireland-independent-guardian',
        'court-appointed',
        'other',
      ]),
      'The scheme.',
    ),
    interpreterNeeded: optional(coded('core', flag(), 'Whether guardian and child need an interpreter.')),
    introduced: optional(coded('core', date(), 'When guardian and child were to meet.')),
    purposeOfAppointment: optional(told('care', text(), 'What the guardian is to do first.')),
    childsViews: optional(told('voice', text(), 'What the child says about having a guardian.')),
  },
});

/** Ends the guardian's sight of the case from then on, and so may be recorded even when the case is closed. */
export const GuardianEnded = caseEvent('GuardianEnded', {
  action: 'endGuardian',
  means: "A guardian's appointment to the child ended.",
  kindOfWork: 'guardianship',
  recordedBy: ['guardianship'],
  afterClosure: true,
  narrows: true,
  relations: { about: { to: ['GuardianAppointed'] } },
  fields: {
    guardian: inHeader(coded('core', person(), 'The guardian whose appointment ended.')),
    reason: coded(
      'core',
      code('GuardianEndReason', [
        'reached-eighteen',
        'moved-out-of-the-scheme',
        'child-asked',
        'guardian-left',
        'replaced',
        'conflict-of-interest',
        'child-left-the-country',
        'child-missing-for-long',
        'died',
      ]),
      'Why it ended.',
    ),
    replacedLater: optional(coded('core', flag(), 'Whether another guardian is to follow.')),
    handover: optional(told('care', text(), 'What is handed over, and to whom.')),
    childsViews: optional(told('voice', text(), 'What the child says about it.')),
  },
});

export const GuardianReferralDeclined = caseEvent('GuardianReferralDeclined', {
  action: 'declineGuardianReferral',
  means: 'A guardianship service did not appoint a guardian to the child.',
  kindOfWork: 'guardianship',
  recordedBy: ['guardianship'],
  decision: true,
  relations: { about: {} },
  fields: {
    reason: coded(
      'core',
      code('GuardianDeclinedReason', [
        'no-scheme-in-the-area',
        'not-eligible-by-age',
        'not-eligible-by-ground',
        'no-capacity',
        'child-declined',
        'parental-responsibility-held-here',
      ]),
      'Why not.',
    ),
    signpostedTo: optional(told('core', text(1_000), 'Where else help was suggested.')),
    circumstances: optional(told('care', text(), 'What was said of the need of the child.')),
  },
});
