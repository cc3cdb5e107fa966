import type { CaseState } from '../case-state.js';
import { rule, type Rule } from '../decision/rule.js';
import { ConclusiveGroundsDecided, DecisionServed, ReasonableGroundsDecided } from './events.js';

const reasonableGroundsNeedAReferral = rule<CaseState>(
  'reasonable-grounds-need-a-referral',
  [ReasonableGroundsDecided],
  'Reasonable grounds are decided on a referral to the National Referral Mechanism, and none was submitted.',
  (kase, _proposal, { linked }) => [kase, ...linked].some(({ mechanism }) => mechanism.referrals.length > 0),
);

const conclusiveGroundsNeedReasonableGrounds = rule<CaseState>(
  'conclusive-grounds-need-reasonable-grounds',
  [ConclusiveGroundsDecided],
  'Conclusive grounds are decided after a positive reasonable-grounds decision, or on a reconsideration.',
  (kase, _proposal, { linked }) =>
    [kase, ...linked].some(
      ({ mechanism }) =>
        mechanism.positiveReasonableGrounds.length > 0 || mechanism.reconsiderations.length > 0,
    ),
);

/** A child must not learn of it by a letter alone, and traffickers read a child's letters. */
const neverServedOnTheChildAlone = rule<CaseState>(
  'decision-is-not-served-on-the-child-alone',
  [DecisionServed],
  'A decision is served on a representative or the authority, never on the child alone.',
  (_kase, { details }) => (details.servedOn as readonly string[]).some((recipient) => recipient !== 'child'),
);

export const mechanismRules: readonly Rule<CaseState>[] = [
  reasonableGroundsNeedAReferral,
  conclusiveGroundsNeedReasonableGrounds,
  neverServedOnTheChildAlone,
];
