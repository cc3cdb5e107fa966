import { caseEvent } from '../declaration/case-event.js';
import { coded, inHeader, optional, told } from '../declaration/fields.js';
import {
  code,
  date,
  flag,
  group,
  list,
  member,
  name,
  optionalMember,
  organisation,
  text,
} from '../declaration/kinds.js';

export const BorderEncounterRecorded = caseEvent('BorderEncounterRecorded', {
  action: 'recordBorderEncounter',
  means: 'A child was met at the border, arriving, leaving or passing through.',
  kindOfWork: 'border encounter',
  recordedBy: ['border'],
  beginsCase: true,
  fields: {
    direction: coded(
      'core',
      code('TravelDirection', ['arriving', 'leaving', 'in-transit', 'found-in-vehicle']),
      'Which way.',
    ),
    travellingAs: coded(
      'core',
      code('TravellingAs', [
        'alone',
        'with-parent',
        'with-relative',
        'with-unrelated-adult',
        'with-other-children',
        'in-a-group',
      ]),
      'With whom the child travelled.',
    ),
    relationshipVerified: optional(
      coded('core', flag(), 'Whether it was checked that the adult is who they said they were to the child.'),
    ),
    outcome: coded(
      'core',
      code('BorderOutcome', [
        'admitted',
        'admitted-temporarily',
        'refused-entry',
        'held',
        'handed-to-childrens-services',
      ]),
      'What was decided at the control.',
    ),
    port: told('location', name(), 'The port or place.'),
    nameGiven: optional(told('identity', name(), 'The name on which the child travelled.')),
    dateOfBirthGiven: optional(coded('identity', date(), 'The date of birth on which the child travelled.')),
    nationality: optional(told('identity', name(), 'The nationality on which the child travelled.')),
    accompanyingAdult: optional(
      told(
        'police',
        group('AccompanyingAdult', {
          name: member(name(), 'The name that the adult gave.'),
          relationshipStated: member(name(), 'What the adult said to be to the child.'),
          address: optionalMember(text(500), 'The address that the adult gave.'),
          document: optionalMember(name(), "The number of the adult's document."),
        }),
        'The adult with whom the child travelled.',
      ),
    ),
    immigrationBasis: optional(
      coded(
        'immigration',
        code('EntryBasis', [
          'visit-visa',
          'student-visa',
          'family-visa',
          'asylum',
          'transit',
          'resident',
          'none',
          'other',
        ]),
        'On what basis entry was sought.',
      ),
    ),
    addressInTheCountry: optional(told('location', text(500), 'Where the child was said to be going.')),
    observations: optional(
      told('care', text(), "What was seen of the child's state, and of how the adult treated them."),
    ),
    childsWords: optional(told('voice', text(), 'What the child said, word for word.')),
  },
});

export const TravelDocumentExamined = caseEvent('TravelDocumentExamined', {
  action: 'recordTravelDocumentExamination',
  means: 'An officer examined a document on which a child travelled.',
  kindOfWork: 'document examination',
  recordedBy: ['border'],
  beginsCase: true,
  relations: { about: { to: ['BorderEncounterRecorded'] } },
  fields: {
    documentKind: coded(
      'core',
      code('TravelDocumentKind', [
        'passport',
        'identity-card',
        'visa',
        'residence-permit',
        'landing-record',
        'birth-certificate',
        'other',
      ]),
      'What kind of document.',
    ),
    finding: coded(
      'core',
      code('DocumentFinding', [
        'genuine',
        'genuine-not-the-holders',
        'altered',
        'counterfeit',
        'fraudulently-obtained',
        'inconclusive',
        'not-examined-in-depth',
      ]),
      'What was found.',
    ),
    held: coded('core', flag(), 'Whether the document was kept.'),
    issuingCountry: told('identity', name(), 'The country that issued it, as it says.'),
    documentNumber: optional(told('identity', name(), 'Its number.')),
    nameShown: optional(told('identity', name(), 'The name that it shows.')),
    dateOfBirthShown: optional(coded('identity', date(), 'The date of birth that it shows.')),
    travelHistory: optional(
      told(
        'immigration',
        list(
          group('TravelEntry', {
            when: member(date(), 'When.'),
            where: member(name(), 'Where, as the stamp or record says.'),
          }),
          50,
        ),
        'Entries and exits that it shows.',
      ),
    ),
    grounds: told('core', text(), 'On what the finding rests.'),
  },
});

export const ChildWelfareReferralSent = caseEvent('ChildWelfareReferralSent', {
  action: 'sendChildWelfareReferral',
  means:
    "The border referred a child to children's services. Its recipient sees this referral alone until it accepts.",
  kindOfWork: 'referral',
  recordedBy: ['border'],
  relations: { about: { to: ['BorderEncounterRecorded', 'TravelDocumentExamined'] }, reliesOn: {} },
  fields: {
    to: inHeader(coded('core', organisation(), 'The authority to which the child was referred.')),
    concerns: coded(
      'core',
      list(
        code('BorderConcern', [
          'trafficking',
          'unaccompanied',
          'adult-not-verified',
          'private-fostering',
          'forged-document',
          'coached-answers',
          'fearful-of-adult',
          'injury-or-illness',
          'other',
        ]),
        9,
      ),
      'Why the child was referred.',
    ),
    heldUntilCollected: coded('core', flag(), 'Whether the child stays at the port until somebody comes.'),
    childsName: optional(told('identity', name(), 'The name by which the child is referred.')),
    dateOfBirth: optional(coded('identity', date(), 'The date of birth as it was given.')),
    circumstances: told('care', text(), 'What was seen and said, and why there is concern.'),
    destinationAddress: optional(told('location', text(500), 'Where the child was said to be going.')),
  },
});

export const borderEvents = [BorderEncounterRecorded, TravelDocumentExamined, ChildWelfareReferralSent];
