import type { DutyRule } from '../duty-rule.js';
import { referralRules } from './referral.js';

/** Every rule of every duty. */
export const dutyRules: readonly DutyRule[] = [...referralRules];
