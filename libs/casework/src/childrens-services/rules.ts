import type { CaseState } from '../case-state.js';
import { isUnderWay } from '../decision/matters.js';
import { rule, type Rule } from '../decision/rule.js';
import type { EventDeclaration } from '../declaration/case-event.js';
import { ToolkitRiskAssessed } from './assessment-events.js';
import { ProtectionPlanEnded, Section47Concluded } from './child-protection-events.js';
import { LookedAfterEnded, PlacementEnded } from './looked-after-events.js';
import type { ProtectionState } from './state.js';

const endsWhatIsUnderWay = (
  name: string,
  ending: EventDeclaration,
  matters: keyof ProtectionState,
  message: string,
): Rule<CaseState> =>
  rule<CaseState>(name, [ending], message, (kase, { relations }, { linked }) =>
    isUnderWay(
      kase.protection[matters],
      linked.map(({ protection }) => protection[matters]),
      relations,
    ),
  );

/** Two answers to one indicator would let each reader see the one that suits. */
const eachIndicatorIsAnsweredOnce = rule<CaseState>(
  'each-indicator-is-answered-once',
  [ToolkitRiskAssessed],
  'Each indicator of the toolkit is answered once.',
  (_kase, { details }) => {
    const answered = (details.indicators as readonly { indicator: string }[]).map(
      ({ indicator }) => indicator,
    );
    return new Set(answered).size === answered.length;
  },
);

export const childrensServicesRules: readonly Rule<CaseState>[] = [
  endsWhatIsUnderWay(
    'section-47-enquiry-is-under-way',
    Section47Concluded,
    'enquiries',
    'No section 47 enquiry is under way that could be concluded.',
  ),
  endsWhatIsUnderWay(
    'protection-plan-is-in-force',
    ProtectionPlanEnded,
    'plans',
    'No child protection plan is in force that could end.',
  ),
  endsWhatIsUnderWay(
    'child-is-looked-after',
    LookedAfterEnded,
    'lookedAfter',
    'The child is not on record as looked after.',
  ),
  endsWhatIsUnderWay(
    'child-is-placed',
    PlacementEnded,
    'placements',
    'No placement of the child is on record that could end.',
  ),
  eachIndicatorIsAnsweredOnce,
];
