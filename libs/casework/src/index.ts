export { BreakGlassEnded, BreakGlassOpened, BreakGlassReviewed } from './access-and-review/access-events.js';
export * from './access-and-review/board-review.js';
export type { AroundReview } from './access-and-review/board-review-rules.js';
export { showsItselfTo } from './access-and-review/case-that-shows-itself.js';
export * from './access-and-review/decide-oversight.js';
export * from './access-and-review/emergency-access.js';
export type { AroundEmergencyAccess } from './access-and-review/emergency-access-rules.js';
export {
  DecisionHistoryExported,
  ReviewClosed,
  ReviewFindingRecorded,
  ReviewOpened,
} from './access-and-review/review-events.js';
export {
  AlertAcknowledged,
  AlertEnded,
  AlertEscalated,
  alertEnds,
  alertKinds,
  alertLevels,
  AlertRaised,
  type AlertEnd,
  type AlertKind,
  type AlertLevel,
} from './alerts/alert-events.js';
export * from './alerts/alert-rules.js';
export * from './alerts/alert-state.js';
export * from './alerts/matters.js';
export * from './alerts/next-of-an-alert.js';
export * from './case-state.js';
export { cataloguePage } from './catalogue-page.js';
export * from './catalogue.js';
export * from './decide.js';
export * from './declaration/case-event.js';
export * from './declaration/fields.js';
export * from './declaration/kinds.js';
export * from './declaration/parts-of.js';
export * from './decision/process.js';
export * from './decision/proposal.js';
export * from './decision/rule.js';
export type { SeenEvent, Sight } from './decision/sight.js';
export * from './directory-and-policy/events.js';
export {
  DeadlineExtended,
  DeadlineMet,
  DeadlineMissed,
  DeadlineSet,
  type Duty,
} from './duties/deadline-events.js';
export { dutiesPage } from './duties/duties-page.js';
export * from './duties/duties-to-record.js';
export { ruleName, type DutyRule, type DutyStrength } from './duties/duty-rule.js';
export { dutyRules } from './duties/rules/index.js';
export { typesThatMoveClocks } from './duties/state.js';
export * from './event-schema.js';
export { childIsMissing, missing, type MissingState } from './missing/state.js';
export { leads, people, type PeopleState, type ReferralState } from './people-on-the-case/state.js';
export { processes } from './processes.js';
export * from './record-links/link-state.js';
export * from './subscribing/full-content.js';
export * from './subscribing/webhook-events.js';
export * from './subscribing/webhook-rules.js';
export * from './subscribing/webhook-state.js';
export * from './validation/validate-details.js';
export { addresseeFields } from './vocabulary/addressed-events.js';
export * from './vocabulary/agencies.js';
export * from './vocabulary/event-header.js';
export * from './vocabulary/part-set.js';
export * from './vocabulary/parts.js';
