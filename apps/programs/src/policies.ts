import type { Logger, Telemetry } from '#platform';
import { loadSharingPolicies, type SharingPolicies } from '#sharing-policy';
import { countAlarm, watchPolicies } from '../../observation/src/index.js';

/** The policy engine failed on a question; what it was about is in no message. */
export class PolicyCouldNotDecide extends Error {
  override readonly name = 'PolicyCouldNotDecide';
}

/** The policies that ship; where the engine fails, it denies and the operator hears of it. */
export const openPolicies = (log: Logger, telemetry: Telemetry): SharingPolicies => {
  const policies = loadSharingPolicies({
    onAlarm: (reason) => {
      countAlarm('policy-undecided', telemetry);
      log.error('the sharing policy could not decide, and denied', {
        component: 'sharing-policy',
        error: new PolicyCouldNotDecide(reason),
      });
    },
  });
  watchPolicies(policies, telemetry);
  return policies;
};
