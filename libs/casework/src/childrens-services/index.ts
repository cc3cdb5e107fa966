import { AssessmentCompleted, AssessmentStarted, ToolkitRiskAssessed } from './assessment-events.js';
import {
  ChildProtectionConferenceHeld,
  ProtectionPlanEnded,
  ProtectionPlanStarted,
  Section47Concluded,
  Section47Started,
  StrategyDiscussionHeld,
} from './child-protection-events.js';
import {
  LookedAfterEnded,
  LookedAfterReviewHeld,
  LookedAfterStarted,
  PlacementEnded,
  PlacementMade,
  SafetyPlanAgreed,
} from './looked-after-events.js';
import {
  PrivateFosteringNotified,
  PrivateFosteringVisited,
  UnnotifiedArrangementIdentified,
} from './private-fostering-events.js';
import { childrensServicesRules } from './rules.js';

export const childrensServicesProcess = {
  folder: 'childrens-services',
  title: "Children's services",
  events: [
    AssessmentStarted,
    AssessmentCompleted,
    ToolkitRiskAssessed,
    StrategyDiscussionHeld,
    Section47Started,
    Section47Concluded,
    ChildProtectionConferenceHeld,
    ProtectionPlanStarted,
    ProtectionPlanEnded,
    LookedAfterStarted,
    LookedAfterEnded,
    LookedAfterReviewHeld,
    PlacementMade,
    PlacementEnded,
    SafetyPlanAgreed,
    PrivateFosteringNotified,
    UnnotifiedArrangementIdentified,
    PrivateFosteringVisited,
  ],
  rules: childrensServicesRules,
};
