import { caseEvent } from '../declaration/case-event.js';
import { coded, optional, told } from '../declaration/fields.js';
import { code, date, flag, list, name, text, wholeNumber } from '../declaration/kinds.js';
import { childSeen } from '../vocabulary/child-seen.js';

export const HealthAttendanceRecorded = caseEvent('HealthAttendanceRecorded', {
  action: 'recordHealthAttendance',
  means: 'A health service saw the child.',
  kindOfWork: 'health',
  recordedBy: ['health'],
  beginsCase: true,
  fields: {
    service: coded(
      'core',
      code('HealthService', [
        'emergency-department',
        'general-practice',
        'walk-in-centre',
        'sexual-health-clinic',
        'maternity',
        'mental-health',
        'sexual-assault-referral-centre',
        'dentist',
        'ward',
        'looked-after-health-assessment',
        'ambulance',
      ]),
      'The kind of service.',
    ),
    childSeen: coded('core', childSeen(), 'Whether the child was seen, and alone.'),
    interpreterPresent: optional(coded('core', flag(), 'Whether a professional interpreter was there.')),
    safeguardingConcern: coded('care', flag(), 'Whether the staff had a safeguarding concern.'),
    broughtBy: optional(
      coded(
        'core',
        code('BroughtBy', [
          'alone',
          'parent',
          'claimed-relative',
          'carer',
          'friend',
          'police',
          'social-worker',
          'ambulance',
          'other-adult',
        ]),
        'Who came with the child.',
      ),
    ),
    childProtectionChecksMade: optional(
      coded('core', flag(), "Whether staff checked with children's services."),
    ),
    presentation: coded(
      'health',
      code('HealthPresentation', [
        'injury',
        'illness',
        'pregnancy',
        'sexual-health',
        'self-harm',
        'mental-health',
        'malnutrition',
        'substance-misuse',
        'health-check',
        'immunisation',
      ]),
      'What the child came with.',
    ),
    discharge: optional(
      coded(
        'health',
        code('HealthDischarge', [
          'home',
          'admitted',
          'left-before-treatment',
          'referred',
          'transferred',
          'died',
        ]),
        'How it ended.',
      ),
    ),
    clinicalFindings: told('health', text(8_000), 'History, examination and treatment.'),
    explanationGiven: optional(
      told('health', text(), 'How the injury or illness was explained, and by whom.'),
    ),
    concern: optional(told('care', text(), 'What worried the staff, and what they did.')),
    nameGiven: optional(told('identity', name(), 'The name that was given.')),
    dateOfBirthGiven: optional(coded('identity', date(), 'The date of birth that was given.')),
    healthNumber: optional(told('identity', name(), 'The hospital or NHS number.')),
    accompanyingAdult: optional(told('identity', text(500), 'Who the adult said they were.')),
    childsWords: optional(told('voice', text(), 'What the child said.')),
    addressGiven: optional(told('location', text(500), 'The address that was given.')),
  },
});

export const SchoolAbsenceRecorded = caseEvent('SchoolAbsenceRecorded', {
  action: 'recordSchoolAbsence',
  means: 'A school or the education service found the child absent, or on no roll.',
  kindOfWork: 'education',
  recordedBy: ['education'],
  beginsCase: true,
  fields: {
    absence: coded(
      'core',
      code('SchoolAbsenceKind', [
        'unexplained-absence',
        'repeated-absence',
        'removed-from-roll',
        'never-enrolled',
        'did-not-arrive',
        'missing-from-education',
      ]),
      'The kind of absence.',
    ),
    period: coded('core', date(), 'From when to when, as far as is known.'),
    sessionsMissed: optional(coded('core', wholeNumber(0, 999), 'How many half days were missed.')),
    enquiriesMade: coded(
      'core',
      list(
        code('AbsenceEnquiry', [
          'telephone',
          'home-visit',
          'education-welfare',
          'childrens-services',
          'other-schools',
          'police',
          'none',
        ]),
      ),
      'What was done to find the child.',
    ),
    explanationGiven: optional(told('care', text(), 'What explanation was given, and by whom.')),
    concern: optional(told('care', text(), 'What worried the school.')),
    nameOnRoll: optional(told('identity', name(), 'The name on the roll.')),
    collectedBy: optional(told('identity', text(500), 'Who used to bring or fetch the child.')),
    childsWords: optional(told('voice', text(), 'What the child had said.')),
    lastAddress: optional(told('location', text(500), 'The last address that the school had.')),
  },
});
