import { caseEvent } from '../declaration/case-event.js';
import { coded, optional, told } from '../declaration/fields.js';
import { code, date, flag, list, text, wholeNumber } from '../declaration/kinds.js';
import { childSeen } from '../vocabulary/child-seen.js';

/**
 * In the child's own words where they were written down; from the child's account, so by default never for
 * immigration. It may be recorded years after what it tells of.
 */
export const ChildDisclosureRecorded = caseEvent('ChildDisclosureRecorded', {
  action: 'recordChildDisclosure',
  means: 'The child told somebody what was done to them.',
  kindOfWork: 'support',
  recordedBy: 'any',
  beginsCase: true,
  fields: {
    toldOn: coded('core', date(), 'When the child told it.'),
    toldTo: coded(
      'core',
      code('DisclosureToldTo', [
        'support-worker',
        'social-worker',
        'guardian',
        'teacher',
        'health-professional',
        'police',
        'legal-representative',
        'carer',
        'interpreter',
        'friend',
        'other',
      ]),
      'To whom the child told it.',
    ),
    harm: coded(
      'care',
      list(
        code('HarmDisclosed', [
          'domestic-servitude',
          'sexual-abuse',
          'sexual-exploitation',
          'forced-labour',
          'forced-crime',
          'physical-abuse',
          'emotional-abuse',
          'neglect',
          'locked-in',
          'threats',
          'debt',
          'forced-marriage',
          'female-genital-mutilation',
          'trafficked-across-borders',
          'turned-away-by-an-agency',
        ]),
        20,
      ),
      'What kinds of harm the child told of.',
    ),
    believed: coded(
      'core',
      code('AccountBelieved', ['believed', 'believed-in-part', 'undecided', 'not-believed']),
      'Whether whoever heard it believed it.',
    ),
    childSeen: coded('core', childSeen(), 'Whether the child was seen, and alone.'),
    interpreterPresent: coded('core', flag(), 'Whether an interpreter was there.'),
    accountForm: coded(
      'core',
      code('AccountForm', [
        'word-for-word',
        'notes-made-at-the-time',
        'notes-made-later',
        'written-by-the-child',
        'drawn',
      ]),
      'How it was written down.',
    ),
    verbatim: optional(told('voice', text(8_000), "The child's own words.")),
    listenersNotes: told('care', text(8_000), 'What whoever heard it noted, and what was done.'),
    childsAgeAtTheTime: optional(
      coded('identity', wholeNumber(0, 25), 'How old the child says they were then.'),
    ),
    namesGiven: optional(
      told('identity', text(1_000), 'Names by which the child was called, and names of family.'),
    ),
    peopleNamed: optional(told('police', text(), 'Who did it, as the child told it.')),
    healthMatters: optional(told('health', text(), 'Injuries, pregnancy, illness that the child told of.')),
    journey: optional(told('immigration', text(), 'How the child came, with whom and on what papers.')),
    places: optional(told('location', text(1_000), 'Where the child was kept, and where the child is now.')),
  },
});

export const ChildViewRecorded = caseEvent('ChildViewRecorded', {
  action: 'recordChildView',
  means: 'What the child wants, thinks or feels was written down.',
  kindOfWork: "child's view",
  recordedBy: 'any',
  relations: { about: {} },
  fields: {
    matter: coded(
      'core',
      code('ChildViewMatter', [
        'placement',
        'safety',
        'contact-with-family',
        'education',
        'health',
        'age',
        'immigration-claim',
        'police-and-court',
        'who-may-know',
        'support',
        'other',
      ]),
      'On what.',
    ),
    heardHow: coded(
      'core',
      code('ViewHeardHow', ['spoken', 'written', 'drawn', 'through-an-advocate', 'observed']),
      'How it was heard.',
    ),
    childSeen: coded('core', childSeen(), 'Whether the child was seen, and alone.'),
    interpreterPresent: optional(coded('core', flag(), 'Whether an interpreter was there.')),
    view: told('voice', text(8_000), 'The view in the words of the child.'),
    workersReading: optional(told('care', text(), 'How the worker reads it, and what follows.')),
  },
});
