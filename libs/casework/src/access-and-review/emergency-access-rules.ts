import type { CaseState } from '../case-state.js';
import type { EventDeclaration } from '../declaration/case-event.js';
import type { Circumstances } from '../decision/proposal.js';
import { rule, type Rule } from '../decision/rule.js';
import { occurredBeforeRecorded, recordedAtNeverGoesBack } from '../decision/rules-of-every-action/time.js';
import { BreakGlassEnded, BreakGlassOpened, BreakGlassReviewed } from './access-events.js';
import { isOpenAt, type EmergencyAccessState } from './emergency-access.js';

/** What the rules of an emergency access may ask beyond its own stream. */
export interface AroundEmergencyAccess extends Circumstances<CaseState> {
  /** The recorder's organisation has an emergency access that nobody has reviewed in time. */
  readonly reviewIsOverdue: boolean;
  /** The recorder is of the team of the person who has the access, or where there is no other, supervises or is supervised by them. */
  readonly ofHoldersTeam: boolean;
}

type EmergencyAccessRule = Rule<EmergencyAccessState, CaseState, AroundEmergencyAccess>;

const emergencyAccessRule = (
  name: string,
  on: EventDeclaration,
  message: string,
  holds: EmergencyAccessRule['holds'],
): EmergencyAccessRule =>
  rule<EmergencyAccessState, CaseState, AroundEmergencyAccess>(name, [on], message, holds);

/** Only what is looked at afterwards may be opened without asking first. */
const rightIsNotSuspended = emergencyAccessRule(
  'emergency-access-is-suspended',
  BreakGlassOpened,
  'The right of your organisation to emergency access rests: one of its emergency accesses was not reviewed in 72 hours. It returns with that review.',
  (_access, _proposal, { reviewIsOverdue }) => !reviewIsOverdue,
);

const oneAtATime = emergencyAccessRule(
  'one-emergency-access-at-a-time',
  BreakGlassOpened,
  'You have an emergency access to this case already, and it is open.',
  ({ opened }) => opened === null,
);

/** It ends once: by somebody before its time, or by itself. */
export const emergencyAccessIsOpen = emergencyAccessRule(
  'emergency-access-is-open',
  BreakGlassEnded,
  'This emergency access is not one to end: it is over, or its time has not run out.',
  (access, { recordedAt }) => isOpenAt(access, recordedAt),
);

const holderDoesNotReview = emergencyAccessRule(
  'holder-does-not-review-an-emergency-access',
  BreakGlassReviewed,
  'An emergency access is never reviewed by the person who had it.',
  ({ opened }, { recorder }) => opened?.holder !== recorder.person,
);

const anotherTeamReviews = emergencyAccessRule(
  'another-team-reviews-an-emergency-access',
  BreakGlassReviewed,
  'An emergency access is reviewed by somebody of the same organisation and of another team than that of the person who had it; where there is no other team, by somebody who neither supervises that person nor is supervised by them.',
  ({ opened }, { recorder }, { ofHoldersTeam }) =>
    opened?.organisation === recorder.organisation && !ofHoldersTeam,
);

/** What is still to happen cannot be judged, and would never be once the review is made. */
const isOver = emergencyAccessRule(
  'emergency-access-is-over-before-its-review',
  BreakGlassReviewed,
  'This emergency access is still open: it is reviewed when it is over.',
  (access, { recordedAt }) => !isOpenAt(access, recordedAt),
);

const reviewedOnce = emergencyAccessRule(
  'emergency-access-is-reviewed-once',
  BreakGlassReviewed,
  'This emergency access has been reviewed.',
  ({ reviewedAt }) => reviewedAt === null,
);

export const emergencyAccessRules: readonly EmergencyAccessRule[] = [
  rightIsNotSuspended,
  oneAtATime,
  emergencyAccessIsOpen,
  holderDoesNotReview,
  anotherTeamReviews,
  isOver,
  reviewedOnce,
];

/** With those that hold of every event. */
export const everyEmergencyAccessRule: readonly EmergencyAccessRule[] = [
  ...emergencyAccessRules,
  occurredBeforeRecorded,
  recordedAtNeverGoesBack,
];
