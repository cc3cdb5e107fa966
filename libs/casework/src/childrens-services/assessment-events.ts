import { caseEvent } from '../declaration/case-event.js';
import { coded, optional, told } from '../declaration/fields.js';
import { code, date, flag, group, list, member, name, text, wholeNumber } from '../declaration/kinds.js';
import { traffickingIndicator } from '../national-referral-mechanism/trafficking-indicators.js';

const kindOfWork = 'assessment';
const assessmentKind = () => code('AssessmentKind', ['child-and-family', 'age']);

export const AssessmentStarted = caseEvent('AssessmentStarted', {
  action: 'startAssessment',
  means: "Children's services began an assessment of the child.",
  kindOfWork,
  recordedBy: ['children-services'],
  fields: {
    kind: coded('core', assessmentKind(), 'An assessment of child and family, or of age.'),
    due: optional(coded('core', date(), 'When it is due.')),
    workers: optional(coded('core', wholeNumber(1, 9), 'How many social workers assess.')),
    appropriateAdult: optional(coded('core', flag(), 'Whether an appropriate adult was arranged.')),
    interpreterArranged: optional(coded('core', flag(), 'Whether an interpreter was arranged.')),
    childInformed: optional(
      coded('core', flag(), 'Whether the child was told, in a language they understand, what it is for.'),
    ),
    reasons: optional(told('care', text(), 'Why the assessment was begun, and what it will look at.')),
    assessors: optional(told('core', list(name(), 10), 'The names of the assessors.')),
  },
});

/** An age assessment ends here too; what age it came to is an `AgeDeterminationAsserted` of its own. */
export const AssessmentCompleted = caseEvent('AssessmentCompleted', {
  action: 'completeAssessment',
  means: "Children's services completed an assessment of the child.",
  kindOfWork,
  recordedBy: ['children-services'],
  decision: true,
  relations: { about: { to: ['AssessmentStarted'] }, reliesOn: {} },
  fields: {
    kind: coded('core', assessmentKind(), 'An assessment of child and family, or of age.'),
    outcome: coded(
      'core',
      code('AssessmentOutcome', [
        'child-in-need-plan',
        'strategy-discussion',
        'looked-after',
        'early-help',
        'age-determined',
        'no-further-action',
        'transferred',
      ]),
      'What follows.',
    ),
    childSeenAlone: coded('core', flag(), 'Whether the child was seen alone.'),
    interpreterUsed: coded('core', flag(), 'Whether an interpreter was used.'),
    appropriateAdultPresent: optional(coded('core', flag(), 'Whether an appropriate adult was present.')),
    workingDaysTaken: optional(coded('core', wholeNumber(0, 999), 'How many working days it took.')),
    reasonForDelay: optional(told('core', text(1_000), 'Why it took longer than the time allowed.')),
    developmentalNeeds: optional(told('care', text(8_000), "The child's developmental needs.")),
    parentingAndCarers: optional(told('care', text(8_000), 'Who cares for the child, and how well.')),
    familyAndEnvironment: optional(told('care', text(8_000), 'Family, history, household and community.')),
    analysis: told('care', text(8_000), 'What it all means for the child.'),
    childsWishesAndFeelings: optional(told('voice', text(8_000), "The child's wishes and feelings.")),
    healthNeeds: optional(told('health', text(), 'Physical and mental health.')),
    immigrationPosition: optional(told('immigration', text(), 'Status, claims and representation.')),
  },
});

/** Each indicator is answered by itself, so that two assessments can be laid side by side. */
export const ToolkitRiskAssessed = caseEvent('ToolkitRiskAssessed', {
  action: 'assessToolkitRisk',
  means: 'A social worker went through the trafficked children toolkit and answered each indicator.',
  kindOfWork,
  recordedBy: ['children-services'],
  relations: { reliesOn: {} },
  fields: {
    formVersion: coded(
      'core',
      code('ToolkitVersion', ['2009-pilot', '2011', 'local-form']),
      'The version of the form.',
    ),
    conclusion: coded(
      'core',
      code('ToolkitConclusion', [
        'refer-to-the-mechanism',
        'strategy-discussion',
        'more-information-needed',
        'no-trafficking-concern',
      ]),
      'What the assessor concludes.',
    ),
    indicators: coded(
      'care',
      list(
        group('AssessedIndicator', {
          indicator: member(traffickingIndicator(), 'The indicator.'),
          finding: member(code('IndicatorFinding', ['yes', 'suspected', 'no']), 'What was found.'),
        }),
        60,
      ),
      'Each indicator with its finding.',
    ),
    interpreterUsed: optional(coded('core', flag(), 'Whether an interpreter was used.')),
    analysis: told('care', text(8_000), 'What the indicators mean together, and what speaks against them.'),
    childsWords: optional(told('voice', text(), 'What the child said.')),
    policeDetail: optional(told('police', text(), 'People, premises and routes for the police.')),
  },
});
