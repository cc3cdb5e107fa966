import type { CaseState } from '../case-state.js';
import { rule, type Rule } from '../decision/rule.js';
import { leads } from '../people-on-the-case/state.js';
import { CaseClosed, CaseReopened } from './case-management-events.js';
import { ReferralAccepted, ReferralAcknowledged, ReferralMade, ReferralRejected } from './referral-events.js';

/** Closing ends every agency's work, so it is for the one that answers for the whole. */
const leadClosesTheCase = rule<CaseState>(
  'lead-closes-the-case',
  [CaseClosed],
  'A case is closed by the organisation that leads it.',
  ({ people }, { recorder }) => leads(people, recorder.organisation),
);

const onlyAClosedCaseIsReopened = rule<CaseState>(
  'only-a-closed-case-is-reopened',
  [CaseReopened],
  'The case is open, so it cannot be reopened.',
  ({ intake }) => intake.closed !== null,
);

const referralGoesToAnother = rule<CaseState>(
  'referral-goes-to-another-organisation',
  [ReferralMade],
  'A child is referred to another organisation than the one that refers.',
  (_kase, { details, recorder }) => details.to !== recorder.organisation,
);

/** Who receives a referral answers it; nobody can accept in another's name and so join that other to a case. */
const recipientAnswersTheReferral = rule<CaseState>(
  'recipient-answers-the-referral',
  [ReferralAcknowledged, ReferralAccepted, ReferralRejected],
  'A referral is answered by the organisation to which it was made.',
  ({ people }, { relations, recorder }) =>
    relations
      .filter(({ kind }) => kind === 'about')
      .every(({ event }) => people.referrals.get(event)?.to === recorder.organisation),
);

const acceptedReferralStands = rule<CaseState>(
  'accepted-referral-stands',
  [ReferralAccepted, ReferralRejected],
  'The referral has been accepted already.',
  ({ people }, { relations }) =>
    relations.every(
      ({ kind, event }) => kind !== 'about' || people.referrals.get(event)?.answer !== 'accepted',
    ),
);

export const intakeRules: readonly Rule<CaseState>[] = [
  leadClosesTheCase,
  onlyAClosedCaseIsReopened,
  referralGoesToAnother,
  recipientAnswersTheReferral,
  acceptedReferralStands,
];
