export { counterfactualQuestion, type Counterfactual } from './counterfactual/counterfactual-question.js';
export { clocksQuestion, type ClocksOfAnEvent } from './clocks/clocks-question.js';
export { decisionsQuestion, type DecisionUnderReview } from './decisions/decisions-question.js';
export { findingKinds, findingsQuestion, type Finding } from './findings/index.js';
export { isUncertain } from './knowledge/dates.js';
export {
  knowledgeQuestion,
  type KnowledgeOfAnAgency,
  type KnownEvent,
} from './knowledge/knowledge-question.js';
export { overviewQuestion, type ReviewOverview } from './overview-question.js';
export {
  notDecidedAgainReasons,
  reExecutionQuestion,
  type ReExecution,
} from './re-execution/re-execution-question.js';
export * from './record-under-review.js';
export {
  relianceAsGraph,
  relianceOfDecision,
  relianceQuestion,
  type RelianceGraph,
} from './reliance/index.js';
export {
  always,
  type AskReview,
  type MakeQuestion,
  type OfTheRecord,
  type ReviewAsked,
} from './reviewing.js';
export * from './chronology/chronology-row.js';
export * from './chronology/chronology.js';
export { chronologyQuestion } from './chronology/chronology-question.js';
export { visualTimelineQuestion } from './visual-timeline/visual-timeline.js';
export type { RecordedOfReview, ReadWorkOfTheBoard, WorkOfTheBoard } from './work-of-the-board.js';
