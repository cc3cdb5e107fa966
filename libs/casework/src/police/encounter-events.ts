import { caseEvent } from '../declaration/case-event.js';
import { coded, optional, told } from '../declaration/fields.js';
import { code, date, flag, name, text, wholeNumber } from '../declaration/kinds.js';
import { childSeen } from '../vocabulary/child-seen.js';

export const PoliceEncounterRecorded = caseEvent('PoliceEncounterRecorded', {
  action: 'recordPoliceEncounter',
  means: 'Police officers met the child: at a raid, on the street, in custody or at a door.',
  kindOfWork: 'police encounter',
  recordedBy: ['police'],
  beginsCase: true,
  fields: {
    setting: coded(
      'core',
      code('PoliceEncounterSetting', [
        'warrant-or-raid',
        'street',
        'traffic-stop',
        'custody',
        'home',
        'workplace',
        'shop',
        'call-for-help',
        'police-station-desk',
        'other',
      ]),
      'Where or how the officers met the child.',
    ),
    dealtWithAs: coded(
      'core',
      code('DealtWithAs', [
        'victim',
        'witness',
        'suspect',
        'immigration-matter',
        'missing-person',
        'not-recorded',
      ]),
      'As what the child was dealt with.',
    ),
    arrested: coded('core', flag(), 'Whether the child was arrested.'),
    childSeen: optional(coded('core', childSeen(), 'Whether the child was spoken to, and alone.')),
    interpreterPresent: optional(coded('core', flag(), 'Whether an interpreter was there.')),
    appropriateAdultPresent: optional(coded('core', flag(), 'Whether an appropriate adult was there.')),
    childrensServicesTold: optional(coded('core', flag(), "Whether children's services were told that day.")),
    apparentAge: optional(coded('identity', wholeNumber(0, 99), 'The age written down, in years.')),
    nameGiven: optional(told('identity', name(), 'The name that was given.')),
    custodyNumber: optional(told('identity', name(), 'The number of the custody record.')),
    welfareConcerns: optional(told('care', text(), 'What gave cause for worry, and what was done.')),
    childsWords: optional(told('voice', text(), 'What the child said.')),
    circumstances: told('police', text(8_000), 'What officers saw, found and did.'),
    othersPresent: optional(told('police', text(), 'Who else was there.')),
    immigrationCheck: optional(told('immigration', text(1_000), 'What an immigration check gave.')),
    injuries: optional(told('health', text(1_000), 'Injuries and illness seen.')),
    place: optional(told('location', text(500), 'Where it was.')),
  },
});

/** Section 46 of the Children Act 1989: at most 72 hours. */
export const PoliceProtectionUsed = caseEvent('PoliceProtectionUsed', {
  action: 'usePoliceProtection',
  means: 'A constable took the child into police protection.',
  kindOfWork: 'police protection',
  recordedBy: ['police'],
  decision: true,
  relations: { about: {} },
  fields: {
    began: coded('core', date(), 'When it began; it ends after 72 hours at the latest.'),
    ground: coded(
      'core',
      code('PoliceProtectionGround', ['removed-to-safety', 'kept-where-safe']),
      'Whether the child was removed to safety, or kept from being taken away.',
    ),
    authorityTold: coded('core', flag(), "Whether the children's services of the area were told."),
    childTold: coded(
      'core',
      flag(),
      'Whether the child was told what happens and why, in a language they understand.',
    ),
    initiatingOfficer: optional(told('core', name(), 'The officer who took the child into protection.')),
    designatedOfficer: optional(told('core', name(), 'The designated officer who enquires into the case.')),
    harmFeared: told('care', text(), 'The significant harm that was feared.'),
    childsWishes: optional(told('voice', text(), "The child's wishes and feelings.")),
    takenTo: optional(told('location', text(500), 'Where the child was taken.')),
    policeDetail: optional(told('police', text(), 'From whom the child had to be protected.')),
  },
});

export const VictimInterviewed = caseEvent('VictimInterviewed', {
  action: 'recordVictimInterview',
  means: 'The child was interviewed as a victim or witness.',
  kindOfWork: 'investigation',
  recordedBy: ['police'],
  relations: { about: { to: ['InvestigationOpened', 'CrimeRecorded'] } },
  fields: {
    method: coded(
      'core',
      code('VictimInterviewMethod', [
        'video-recorded',
        'written-statement',
        'first-account',
        'intermediary-assisted',
      ]),
      'How the account was taken (Achieving Best Evidence prefers video).',
    ),
    trainedInterviewer: coded('core', flag(), 'Whether the interviewer is trained to interview children.'),
    interpreterPresent: coded('core', flag(), 'Whether an interpreter was there.'),
    supporterPresent: coded('core', flag(), 'Whether somebody was there for the child alone.'),
    jointWithSocialWorker: optional(coded('core', flag(), 'Whether a social worker took part.')),
    willingToSupport: optional(
      coded(
        'police',
        code('SupportForProsecution', ['supports', 'undecided', 'does-not-support', 'retracted']),
        'Whether the child supports a prosecution.',
      ),
    ),
    childsAccount: told('voice', text(8_000), "The child's account."),
    evidentialSummary: optional(told('police', text(8_000), 'Suspects, offences and lines of enquiry.')),
    welfareDuringInterview: optional(
      told('care', text(), 'How the child bore it, and what support followed.'),
    ),
    medicalDisclosure: optional(told('health', text(), 'Injuries and treatment that came up.')),
    place: optional(told('location', text(500), 'Where the interview was held.')),
  },
});
