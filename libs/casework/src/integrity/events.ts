import { caseEvent } from '../declaration/case-event.js';
import { coded, inHeader, optional, told } from '../declaration/fields.js';
import { code, date, list, text } from '../declaration/kinds.js';
import { partNames } from '../vocabulary/parts.js';

/**
 * The corrected event stays readable and is marked to everyone who had it. What is right stands in the category to
 * which it belongs, so that a correction never tells more than the event that it corrects; nor, to whoever has some of
 * its parts, which others there are.
 */
export const EventCorrected = caseEvent('EventCorrected', {
  action: 'correctEvent',
  means: 'The organisation that recorded an event put right what was wrong in it.',
  kindOfWork: 'correction',
  recordedBy: 'any',
  afterClosure: true,
  relations: { corrects: { required: true }, reliesOn: {} },
  fields: {
    cause: coded(
      'core',
      code('CorrectionCause', [
        'misread-document',
        'misheard-or-mistranslated',
        'typing-error',
        'wrong-date',
        'wrong-person-named',
        'incomplete',
        'later-information',
      ]),
      'How the mistake came about.',
    ),
    partsCorrected: coded(
      'audit',
      list(code('Part', partNames), partNames.length),
      'The parts of the event that were wrong.',
    ),
    correctDate: optional(coded('core', date(), 'When it really occurred, where the date was wrong.')),
    discovered: optional(coded('core', date(), 'When the mistake was found.')),
    correction: told('core', text(), 'That and why it was wrong, and what is right.'),
    identity: optional(told('identity', text(), 'What is right: names, dates of birth, documents.')),
    care: optional(told('care', text(), 'What is right: welfare.')),
    voice: optional(told('voice', text(), "What is right: the child's words.")),
    health: optional(told('health', text(), 'What is right: clinical.')),
    police: optional(told('police', text(), 'What is right: police-restricted.')),
    immigration: optional(told('immigration', text(), 'What is right: asylum and immigration.')),
    location: optional(told('location', text(), 'What is right: where the child is or will be.')),
  },
});

/**
 * `recorded-in-error`: the original stays, marked. `wrong-child`: it is visible no more to any but its recorder and a
 * board; who had it until then stands in the access log and is not copied here.
 */
export const EventRetracted = caseEvent('EventRetracted', {
  action: 'retractEvent',
  means: 'The organisation that recorded an event took it back.',
  kindOfWork: 'correction',
  recordedBy: 'any',
  afterClosure: true,
  narrows: true,
  relations: { withdraws: { required: true } },
  fields: {
    reason: inHeader(
      coded('core', code('RetractionReason', ['recorded-in-error', 'wrong-child']), 'Why it was taken back.'),
    ),
    discovered: optional(coded('core', date(), 'When the mistake was found.')),
    explanation: told('core', text(), 'How it came about, and what is done about it.'),
    harmDone: optional(told('care', text(), 'What followed from it for a child.')),
  },
});
