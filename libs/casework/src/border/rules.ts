import type { CaseState } from '../case-state.js';
import { rule, type Rule } from '../decision/rule.js';
import { ChildWelfareReferralSent } from './events.js';

/** Only a local authority has the duty to look into it (Children Act 1989, ss. 17 and 47). */
const welfareReferralGoesToAnAuthority = rule<CaseState>(
  'welfare-referral-goes-to-childrens-services',
  [ChildWelfareReferralSent],
  "A child welfare referral goes to children's services.",
  (_kase, { details }, { functionOf }) => functionOf(details.to as string) === 'children-services',
);

export const borderRules: readonly Rule<CaseState>[] = [welfareReferralGoesToAnAuthority];
