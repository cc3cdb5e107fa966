import { caseEvent } from '../declaration/case-event.js';
import { coded, optional, told } from '../declaration/fields.js';
import { code, date, flag, list, name, text } from '../declaration/kinds.js';
import { childSeen } from '../vocabulary/child-seen.js';

/**
 * The return home interview: an independent person asks the child what happened. Good practice at first; since the
 * statutory guidance of 2014 on children who run away or go missing, within 72 hours of the return.
 */
const kindOfWork = 'return interview';
const interviewer = code('ReturnInterviewer', [
  'independent-person',
  'advocate',
  'guardian',
  'allocated-worker',
  'placement-staff',
]);
const aboutTheReturn = { about: { to: ['ChildLocated', 'ChildReportedMissing'] } };

export const ReturnInterviewOffered = caseEvent('ReturnInterviewOffered', {
  action: 'offerReturnInterview',
  means: 'The child was offered an interview by somebody independent after coming back.',
  kindOfWork,
  recordedBy: ['children-services', 'voluntary'],
  relations: aboutTheReturn,
  fields: {
    offeredBy: coded('core', interviewer, 'Who is to hold the interview.'),
    appointment: optional(coded('core', date(), 'When the interview is planned.')),
    interpreterBooked: optional(coded('core', flag(), 'Whether an interpreter was booked.')),
    arrangements: optional(told('care', text(1_000), 'How the offer was made, and what the child needs.')),
    meetingPlace: optional(told('location', text(1_000), 'Where the interview is to be.')),
  },
});

export const ReturnInterviewHeld = caseEvent('ReturnInterviewHeld', {
  action: 'recordReturnInterview',
  means: 'The child was asked, by somebody independent, why and where they had gone and what happened.',
  kindOfWork,
  recordedBy: ['children-services', 'voluntary'],
  relations: aboutTheReturn,
  fields: {
    interviewer: coded('core', interviewer, 'Who held the interview.'),
    childSeen: coded('core', childSeen(), 'Whether the child was seen, and alone.'),
    interpreterPresent: coded('core', flag(), 'Whether an interpreter was there.'),
    furtherEnquiryNeeded: coded('core', flag(), 'Whether what was heard calls for a strategy discussion.'),
    reasonsForGoing: optional(
      coded(
        'care',
        list(
          code('ReasonForGoingMissing', [
            'taken',
            'called-or-met-by-traffickers',
            'debt',
            'threats-to-family',
            'fear-of-removal',
            'unhappy-in-placement',
            'to-work',
            'to-be-with-friends-or-family',
            'age-dispute',
            'not-said',
          ]),
        ),
        'Why the child went.',
      ),
    ),
    harm: optional(
      coded(
        'care',
        list(
          code('HarmOnMissingEpisode', [
            'sexual-exploitation',
            'forced-labour',
            'criminal-exploitation',
            'domestic-servitude',
            'physical-abuse',
            'neglect',
            'threats',
            'none-told',
          ]),
        ),
        'What the child came to harm by.',
      ),
    ),
    childsWords: optional(told('voice', text(8_000), 'What the child said, in their own words.')),
    assessment: told('care', text(), 'What the interviewer makes of it, and how to lower the risk.'),
    whereTheChildHadBeen: optional(told('location', text(), 'Where the child had been.')),
    peopleAndPlaces: optional(
      told('police', text(), 'People, addresses, vehicles and numbers, for the police.'),
    ),
    healthNeeds: optional(told('health', text(1_000), 'Injuries, illness, pregnancy, substances.')),
    interviewerName: optional(told('core', name(), 'The name of the interviewer.')),
  },
});

export const ReturnInterviewDeclined = caseEvent('ReturnInterviewDeclined', {
  action: 'recordReturnInterviewDeclined',
  means: 'The return interview that was offered did not take place because it was declined.',
  kindOfWork,
  recordedBy: ['children-services', 'voluntary'],
  relations: aboutTheReturn,
  fields: {
    declinedBy: coded(
      'core',
      code('ReturnInterviewDecliner', [
        'child',
        'parent-or-carer',
        'child-left-again',
        'interviewer-not-found',
      ]),
      'Who or what stood against it.',
    ),
    offeredAgain: coded('core', flag(), 'Whether the offer stands or was made again.'),
    reason: optional(
      told('care', text(), 'Why it was declined, and how the information was sought otherwise.'),
    ),
    childsWords: optional(told('voice', text(), 'What the child said about it.')),
  },
});
