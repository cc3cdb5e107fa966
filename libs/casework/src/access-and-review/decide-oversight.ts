import { accepted, refused, type Result } from '#kernel';
import type { DecidedEvent } from '../decide.js';
import type { Proposal } from '../decision/proposal.js';
import { firstBroken, type Refusal } from '../decision/rule.js';
import type { ReviewState } from './board-review.js';
import { everyReviewRule, type AroundReview } from './board-review-rules.js';
import { hasRunOutAt, type EmergencyAccessState } from './emergency-access.js';
import {
  emergencyAccessIsOpen,
  everyEmergencyAccessRule,
  type AroundEmergencyAccess,
} from './emergency-access-rules.js';

const decided = (
  broken: Refusal | undefined,
  { declaration, details }: Pick<Proposal, 'declaration' | 'details'>,
): Result<readonly DecidedEvent[], Refusal> =>
  broken ? refused(broken) : accepted([{ declaration, details, causedBy: null }]);

/** Decides whether an emergency access may be opened, ended or reviewed. The refusal is the first rule broken. */
export const decideEmergencyAccess = (
  access: EmergencyAccessState,
  proposal: Proposal,
  around: AroundEmergencyAccess,
): Result<readonly DecidedEvent[], Refusal> =>
  decided(firstBroken(everyEmergencyAccessRule, access, proposal, around), proposal);

/** Decides whether something may be recorded of a review of a board. */
export const decideReview = (
  review: ReviewState,
  proposal: Proposal,
  around: AroundReview,
): Result<readonly DecidedEvent[], Refusal> =>
  decided(firstBroken(everyReviewRule, review, proposal, around), proposal);

/** Decides whether the system may record that the time of an emergency access has run out. */
export const decideRunningOut = (
  access: EmergencyAccessState,
  ending: Pick<Proposal, 'declaration' | 'details' | 'recordedAt'>,
): Result<readonly DecidedEvent[], Refusal> => {
  const { name, message } = emergencyAccessIsOpen;
  return decided(hasRunOutAt(access, ending.recordedAt) ? undefined : { rule: name, message }, ending);
};
