import type { CaseState } from '../case-state.js';
import { rule, type Rule } from '../decision/rule.js';
import { CaseClosed } from '../intake/case-management-events.js';
import { ChildLocated, MissingReviewHeld, MissingRiskGraded } from './events.js';
import {
  ReturnInterviewDeclined,
  ReturnInterviewHeld,
  ReturnInterviewOffered,
} from './return-interview-events.js';
import { childIsMissing, childWasLocated, childWasReportedMissing } from './state.js';

/** Nobody may close a case while its child is missing: closing ends every agency's duty to look. */
export const noClosureWhileMissing = rule<CaseState>(
  'child-is-missing',
  [CaseClosed],
  'The child is missing, so neither this case nor one linked to it can be closed: record that the child was located first.',
  (kase, _proposal, { linked }) => ![kase, ...linked].some(({ missing }) => childIsMissing(missing)),
);

/** The episode stands on one case; the locating belongs beside it, or the episode would stay open there. */
export const onlyAMissingChildIsLocated = rule<CaseState>(
  'located-child-was-missing',
  [ChildLocated],
  'No episode of this child being missing is open on this case.',
  ({ missing }) => childIsMissing(missing),
);

/** A grade or a review may be written up after the child is back, but not where nobody was ever reported missing. */
export const onlyAReportedChildIsGraded = rule<CaseState>(
  'missing-child-was-reported',
  [MissingRiskGraded, MissingReviewHeld],
  'The child has not been reported missing.',
  (kase, _proposal, { linked }) => [kase, ...linked].some(({ missing }) => childWasReportedMissing(missing)),
);

/** About the last return, even when the child has gone again since. */
export const returnInterviewFollowsTheReturn = rule<CaseState>(
  'return-interview-follows-the-return',
  [ReturnInterviewOffered, ReturnInterviewHeld, ReturnInterviewDeclined],
  'A return interview is for a child who was missing and has been located.',
  (kase, _proposal, { linked }) => [kase, ...linked].some(({ missing }) => childWasLocated(missing)),
);

export const missingRules: readonly Rule<CaseState>[] = [
  noClosureWhileMissing,
  onlyAMissingChildIsLocated,
  onlyAReportedChildIsGraded,
  returnInterviewFollowsTheReturn,
];
