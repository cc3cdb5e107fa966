import { caseEvent } from '../declaration/case-event.js';
import { coded, optional, told } from '../declaration/fields.js';
import { code, date, flag, list, name, text } from '../declaration/kinds.js';
import { agencyFunctions } from '../vocabulary/agencies.js';

const kindOfWork = 'child protection';
const agencies = () => list(code('AgencyFunction', agencyFunctions));
const harm = () =>
  list(
    code('CategoryOfHarm', ['neglect', 'physical-abuse', 'sexual-abuse', 'emotional-abuse', 'exploitation']),
  );

export const StrategyDiscussionHeld = caseEvent('StrategyDiscussionHeld', {
  action: 'recordStrategyDiscussion',
  means: 'Agencies discussed whether the child suffers or is likely to suffer significant harm.',
  kindOfWork,
  recordedBy: ['children-services'],
  decision: true,
  relations: { about: {}, reliesOn: {} },
  fields: {
    present: coded('core', agencies(), 'The agencies that took part.'),
    absent: coded('core', agencies(), 'The agencies that were asked and did not come.'),
    outcome: coded(
      'core',
      code('StrategyDecision', [
        'section-47-jointly-with-police',
        'section-47-by-childrens-services',
        'police-investigation-only',
        'assessment-goes-on',
        'reconvene',
        'no-further-action',
      ]),
      'What was decided.',
    ),
    immediateProtection: optional(coded('core', flag(), 'Whether the child had to be made safe at once.')),
    medicalNeeded: optional(coded('core', flag(), 'Whether a medical examination was decided on.')),
    attendees: optional(told('core', list(name(), 40), 'Who took part, by name.')),
    informationShared: optional(told('care', text(8_000), 'What each agency brought.')),
    actions: optional(told('care', text(), 'Who does what by when.')),
    safeContact: optional(told('location', text(1_000), 'Where the child is, and how to reach them safely.')),
    policeInformation: optional(told('police', text(), 'Suspects, risks of the enquiry and evidence.')),
    healthInformation: optional(told('health', text(), 'What health services brought.')),
  },
});

/** Section 47 of the Children Act 1989. */
export const Section47Started = caseEvent('Section47Started', {
  action: 'startSection47',
  means: "Children's services began an enquiry into significant harm.",
  kindOfWork,
  recordedBy: ['children-services'],
  decision: true,
  relations: { about: { to: ['StrategyDiscussionHeld', 'ReferralDecisionMade'] }, reliesOn: {} },
  fields: {
    jointlyWithPolice: coded('core', flag(), 'Whether police and social workers enquire together.'),
    conferenceDue: optional(
      coded('core', date(), 'When a child protection conference is due, if it comes to that.'),
    ),
    harmSuspected: coded('care', harm(), 'The harm that is suspected.'),
    enquiryPlan: optional(
      told('care', text(), 'Who is to be seen, in what order, and how the child is kept safe.'),
    ),
  },
});

export const Section47Concluded = caseEvent('Section47Concluded', {
  action: 'concludeSection47',
  means: "Children's services concluded an enquiry into significant harm.",
  kindOfWork,
  recordedBy: ['children-services'],
  decision: true,
  relations: { about: { to: ['Section47Started'] }, reliesOn: {} },
  fields: {
    outcome: coded(
      'core',
      code('Section47Outcome', [
        'substantiated-continuing-risk',
        'substantiated-no-continuing-risk',
        'not-substantiated',
      ]),
      'Whether the concern was borne out.',
    ),
    conferenceCalled: coded('core', flag(), 'Whether an initial child protection conference follows.'),
    childSeenAlone: coded('core', flag(), 'Whether the child was seen alone.'),
    interpreterUsed: optional(coded('core', flag(), 'Whether an interpreter was used.')),
    harmFound: optional(coded('care', harm(), 'The harm that was found.')),
    findings: told('care', text(8_000), 'What was found.'),
    childsWords: optional(told('voice', text(8_000), 'What the child said.')),
    medicalFindings: optional(told('health', text(), 'What a medical examination found.')),
    policeFindings: optional(told('police', text(), 'What the police found.')),
  },
});

export const ChildProtectionConferenceHeld = caseEvent('ChildProtectionConferenceHeld', {
  action: 'recordChildProtectionConference',
  means: 'A child protection conference was held.',
  kindOfWork,
  recordedBy: ['children-services'],
  decision: true,
  relations: { about: {}, reliesOn: {} },
  fields: {
    conference: coded(
      'core',
      code('ConferenceKind', ['initial', 'review', 'transfer-in']),
      'Which conference.',
    ),
    outcome: coded(
      'core',
      code('ConferenceOutcome', ['plan-needed', 'plan-goes-on', 'plan-ends', 'no-plan', 'adjourned']),
      'What was decided.',
    ),
    present: coded('core', agencies(), 'The agencies that took part.'),
    absent: coded('core', agencies(), 'The agencies that were asked and did not come.'),
    childTookPart: coded(
      'core',
      code('ChildTookPart', ['in-person', 'through-an-advocate', 'views-read-out', 'not-heard']),
      'How the child was heard.',
    ),
    nextConference: optional(coded('core', date(), 'When the next conference is due.')),
    categoriesOfHarm: optional(coded('care', harm(), 'The categories of harm.')),
    minutes: told('care', text(8_000), 'What was said of strengths and dangers.'),
    childsViews: optional(told('voice', text(), "The child's views.")),
    policeInformation: optional(told('police', text(), 'What the police brought.')),
    healthInformation: optional(told('health', text(), 'What health services brought.')),
    attendees: optional(told('core', list(name(), 40), 'Who took part, by name.')),
  },
});

export const ProtectionPlanStarted = caseEvent('ProtectionPlanStarted', {
  action: 'startProtectionPlan',
  means: 'The child became the subject of a child protection plan.',
  kindOfWork,
  recordedBy: ['children-services'],
  relations: { about: { to: ['ChildProtectionConferenceHeld'] } },
  fields: {
    categoriesOfHarm: coded('care', harm(), 'The categories of harm.'),
    coreGroupDue: optional(coded('core', date(), 'When the core group must first meet.')),
    reviewDue: optional(coded('core', date(), 'When the plan must first be reviewed.')),
    plan: told('care', text(8_000), 'What must change, who does what, and what happens if it does not.'),
    childsWishes: optional(told('voice', text(), 'What the child wants of the plan.')),
    contactArrangements: optional(told('location', text(1_000), 'Where and how often the child is seen.')),
    keyWorker: optional(told('core', name(), 'The name of the key worker.')),
  },
});

export const ProtectionPlanEnded = caseEvent('ProtectionPlanEnded', {
  action: 'endProtectionPlan',
  means: 'The child protection plan of the child ended.',
  kindOfWork,
  recordedBy: ['children-services'],
  decision: true,
  relations: { about: { to: ['ProtectionPlanStarted'] } },
  fields: {
    reason: coded(
      'core',
      code('PlanEndReason', [
        'no-longer-at-risk',
        'looked-after',
        'transferred-to-another-authority',
        'reached-eighteen',
        'left-the-country',
        'died',
      ]),
      'Why the plan ended.',
    ),
    progress: optional(told('care', text(), 'What has changed for the child.')),
    childsViews: optional(told('voice', text(), "The child's views.")),
  },
});
