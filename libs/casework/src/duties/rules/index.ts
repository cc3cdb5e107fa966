import type { DutyRule } from '../duty-rule.js';
import { assessmentRules } from './assessment.js';
import { childProtectionRules } from './child-protection.js';
import { lookedAfterRules } from './looked-after.js';
import { mechanismRules } from './mechanism.js';
import { missingRules } from './missing.js';
import { policeRules } from './police.js';
import { privateFosteringRules } from './private-fostering.js';
import { referralRules } from './referral.js';
import { rulesElsewhere } from './elsewhere.js';

/** Every rule of every duty; a table of them stands in docs/duties.md. */
export const dutyRules: readonly DutyRule[] = [
  ...referralRules,
  ...assessmentRules,
  ...childProtectionRules,
  ...lookedAfterRules,
  ...privateFosteringRules,
  ...mechanismRules,
  ...policeRules,
  ...missingRules,
  ...rulesElsewhere,
];
