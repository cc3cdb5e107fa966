import { caseEvent } from '../declaration/case-event.js';
import { coded, optional, told } from '../declaration/fields.js';
import { code, date, flag, name, text } from '../declaration/kinds.js';

/** For a decision that has no type of its own; those that have one carry the same fields. */
export const DecisionRecorded = caseEvent('DecisionRecorded', {
  action: 'recordDecision',
  means: 'An agency took a decision about the child.',
  kindOfWork: 'decision',
  recordedBy: 'any',
  decision: true,
  relations: { about: {}, reliesOn: {} },
  fields: {
    matter: coded(
      'core',
      code('DecisionMatter', [
        'safety',
        'accommodation',
        'support-and-services',
        'contact-with-family',
        'education',
        'health',
        'legal-proceedings',
        'return-and-reunification',
        'transfer',
        'finance',
        'information-sharing',
        'other',
      ]),
      'What it was about.',
    ),
    takenBy: coded(
      'core',
      code('DecisionTakenBy', [
        'worker',
        'manager',
        'senior-manager',
        'panel',
        'multi-agency-meeting',
        'court',
      ]),
      'At what level it was taken.',
    ),
    inForceFrom: optional(coded('core', date(), 'From when it holds.')),
    reviewOn: optional(coded('core', date(), 'When it is to be looked at again.')),
    childConsulted: optional(coded('core', flag(), 'Whether the child was asked first.')),
    decision: told('core', text(), 'What was decided.'),
    decisionMaker: optional(told('core', name(), 'Who decided, by name or office.')),
    effectOnTheChild: optional(told('care', text(), 'What it means for the child.')),
    childsViews: optional(told('voice', text(), 'What the child thinks of it.')),
    immigrationMatters: optional(told('immigration', text(), 'What it means for status and claims.')),
  },
});
