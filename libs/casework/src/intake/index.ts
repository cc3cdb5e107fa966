import type { FollowOn } from '../decision/process.js';
import { AgencyJoinedCase } from '../people-on-the-case/events.js';
import {
  CaseOpened,
  CaseClosed,
  CaseReopened,
  EscalationRaised,
  InterpreterUsed,
  ManagementOversightRecorded,
} from './case-management-events.js';
import { ContactReceived, ContactTurnedAway, ContactAccountDisputed } from './contact-events.js';
import {
  ReferralMade,
  ReferralAcknowledged,
  ReferralAccepted,
  ReferralRejected,
  ReferralDecisionMade,
} from './referral-events.js';
import { intakeRules } from './rules.js';

const acceptanceJoins: FollowOn = {
  after: ReferralAccepted,
  event: AgencyJoinedCase,
  details: ({ recorder }) => ({ organisation: recorder.organisation, through: 'referral' }),
};

export const intakeProcess = {
  folder: 'intake',
  title: 'Intake',
  events: [
    ContactReceived,
    ContactTurnedAway,
    ContactAccountDisputed,
    ReferralMade,
    ReferralAcknowledged,
    ReferralAccepted,
    ReferralRejected,
    ReferralDecisionMade,
    CaseOpened,
    CaseClosed,
    CaseReopened,
    EscalationRaised,
    InterpreterUsed,
    ManagementOversightRecorded,
  ],
  rules: intakeRules,
  followOns: [acceptanceJoins],
};
