import { caseEvent } from '../declaration/case-event.js';
import { coded, optional, told } from '../declaration/fields.js';
import { code, date, flag, list, name, text, wholeNumber } from '../declaration/kinds.js';
import { agencyFunctions } from '../vocabulary/agencies.js';
import { childSeen } from '../vocabulary/child-seen.js';

const kindOfWork = 'missing child';
const agencies = list(code('AgencyFunction', agencyFunctions));
const harmWhileMissing = code('HarmWhileMissing', ['none-known', 'suspected', 'disclosed', 'evident']);

/** The episode opens here. Several agencies may report the same absence; one `ChildLocated` ends it. */
export const ChildReportedMissing = caseEvent('ChildReportedMissing', {
  action: 'reportChildMissing',
  means: 'Somebody told an agency that the child is missing.',
  kindOfWork,
  recordedBy: 'any',
  beginsCase: true,
  fields: {
    lastSeen: coded('core', date(), 'When the child was last seen.'),
    reporter: coded(
      'core',
      code('MissingReporter', [
        'placement-staff',
        'foster-carer',
        'private-foster-carer',
        'parent',
        'social-worker',
        'guardian',
        'support-worker',
        'school',
        'health',
        'police',
        'friend',
        'member-of-the-public',
      ]),
      'Who noticed that the child was gone.',
    ),
    traffickersSuspected: coded(
      'core',
      flag(),
      'Whether it is feared that traffickers have taken, called or met the child.',
    ),
    earlierEpisodes: optional(
      coded('core', wholeNumber(0, 999), 'How often the child is known to have been missing before.'),
    ),
    hoursInPlacement: optional(
      coded('core', wholeNumber(0, 87_600), 'How many hours the child had been in the placement.'),
    ),
    concerns: optional(
      coded(
        'care',
        list(
          code('MissingConcern', [
            'trafficking',
            'sexual-exploitation',
            'criminal-exploitation',
            'domestic-servitude',
            'debt-to-traffickers',
            'forced-marriage',
            'self-harm',
            'fear-of-removal',
            'age-dispute',
            'family-conflict',
            'bullying',
          ]),
        ),
        'What the reporter fears.',
      ),
    ),
    circumstances: told('care', text(), 'How the child went missing, and why there is concern.'),
    appearance: optional(told('identity', text(1_000), 'What the child looks like and was wearing.')),
    numbersAndAccounts: optional(
      told('identity', text(1_000), 'Telephone numbers and accounts that the child uses.'),
    ),
    lastSeenAt: optional(told('location', text(1_000), 'Where the child was last seen.')),
    placesToLook: optional(told('location', text(1_000), 'Where the child might be or be taken.')),
    lastSeenWith: optional(
      told('police', text(1_000), 'Who was with the child, and vehicles or callers that were noticed.'),
    ),
    healthNeeds: optional(told('health', text(1_000), 'Medicine, pregnancy, injury or other urgent need.')),
    wordsBeforeLeaving: optional(told('voice', text(), 'What the child had said or written before.')),
    policeLogNumber: optional(told('core', name(), 'The number of the police log.')),
  },
});

/** Risk does not fall with frequency: a child who goes often is not for that reason at less risk. */
export const MissingRiskGraded = caseEvent('MissingRiskGraded', {
  action: 'gradeMissingRisk',
  means: 'The police graded the risk to the missing child.',
  kindOfWork,
  recordedBy: ['police'],
  decision: true,
  relations: { about: { to: ['ChildReportedMissing'] } },
  fields: {
    risk: coded(
      'core',
      code('MissingRisk', ['no-apparent-risk', 'low', 'medium', 'high']),
      'The grade of risk.',
    ),
    decidedByRank: optional(
      coded(
        'core',
        code('PoliceRank', [
          'constable',
          'sergeant',
          'inspector',
          'chief-inspector',
          'superintendent',
          'police-staff',
        ]),
        'The rank of the officer who decided.',
      ),
    ),
    reviewDue: optional(coded('core', date(), 'When the grade is to be looked at again.')),
    riskToTheChild: optional(told('care', text(), 'What could happen to the child.')),
    linesOfEnquiry: optional(told('police', text(), 'What is being done to find the child.')),
  },
});

export const MissingReviewHeld = caseEvent('MissingReviewHeld', {
  action: 'recordMissingReview',
  means: 'Agencies met to review the search for the missing child.',
  kindOfWork,
  recordedBy: ['police', 'children-services'],
  decision: true,
  relations: { about: { to: ['ChildReportedMissing'] } },
  fields: {
    present: coded('core', agencies, 'The agencies that took part.'),
    absent: optional(coded('core', agencies, 'Agencies invited that did not come.')),
    outcome: coded(
      'core',
      code('MissingReviewOutcome', ['search-goes-on', 'search-widened', 'risk-to-be-regraded', 'passed-on']),
      'What the review led to.',
    ),
    nextReview: optional(coded('core', date(), 'When the next review is due.')),
    actions: optional(told('care', text(), 'Who does what by when.')),
    intelligence: optional(
      told('police', text(), 'What the police and others know of where the child may be.'),
    ),
    possiblePlaces: optional(told('location', text(1_000), 'Where the child may be.')),
  },
});

/** Ends the episode. A name given on return matters: children are found under names that were imposed on them. */
export const ChildLocated = caseEvent('ChildLocated', {
  action: 'recordChildLocated',
  means: 'The missing child was found or came back.',
  kindOfWork,
  recordedBy: ['police', 'children-services'],
  relations: { about: { to: ['ChildReportedMissing'] } },
  narrows: true,
  fields: {
    how: coded(
      'core',
      code('HowLocated', [
        'came-back',
        'found-by-police',
        'found-by-carer',
        'found-by-another-agency',
        'found-by-the-public',
        'in-custody',
        'in-hospital',
        'found-abroad',
        'found-dead',
      ]),
      'How the child was found.',
    ),
    safeNow: coded('core', flag(), 'Whether the child was in a safe place when this was recorded.'),
    seenBy: optional(
      coded('core', code('AgencyFunction', agencyFunctions), 'The agency that has seen the child.'),
    ),
    harmSuspected: optional(coded('care', harmWhileMissing, 'Whether the child came to harm.')),
    account: optional(told('care', text(), 'How the child was found, and in what state.')),
    place: optional(told('location', text(1_000), 'Where the child was found, and where the child is now.')),
    nameUsed: optional(told('identity', name(), 'The name that the child gave or was found under.')),
    foundWith: optional(told('police', text(1_000), 'Who was with the child, and what was found there.')),
    healthNeeds: optional(told('health', text(1_000), 'Injuries, and medical care that is needed.')),
    childsWords: optional(told('voice', text(), 'What the child said on being found.')),
  },
});

/** The police's own talk with the child on return ("safe and well check" until 2013 or so). */
export const PreventionInterviewHeld = caseEvent('PreventionInterviewHeld', {
  action: 'recordPreventionInterview',
  means: 'The police spoke with the child after the return, to check for harm and prevent another episode.',
  kindOfWork,
  recordedBy: ['police'],
  relations: { about: { to: ['ChildLocated', 'ChildReportedMissing'] } },
  fields: {
    childSeen: coded('core', childSeen(), 'Whether the child was seen, and alone.'),
    interpreterPresent: coded('core', flag(), 'Whether an interpreter was there.'),
    crimeDisclosed: coded('core', flag(), 'Whether the child spoke of a crime.'),
    harm: optional(coded('care', harmWhileMissing, 'Whether the child came to harm.')),
    observations: optional(told('care', text(), 'How the child was.')),
    childsWords: optional(told('voice', text(), 'What the child said.')),
    peopleAndPlaces: optional(told('police', text(), 'People, places, vehicles and numbers that came up.')),
  },
});
