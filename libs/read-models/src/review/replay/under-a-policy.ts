import type { SharingPolicies } from '#sharing-policy';
import { throughout } from './folding.js';
import type { HistoryEvent } from './history.js';
import { replay, type Replay } from './replay.js';

/** The same history under one policy from its beginning, made once for each; undefined where no such version ships. */
export const replaysUnder = (
  events: readonly HistoryEvent[],
  policies: SharingPolicies,
): ((policyVersion: string) => Replay | undefined) => {
  const made = new Map<string, Replay>();
  return (policyVersion) => {
    const known = made.get(policyVersion);
    if (known !== undefined) return known;
    const policy = policies.byVersion(policyVersion);
    if (policy === undefined) return undefined;
    const fresh = replay(events, throughout(policy, policies));
    made.set(policyVersion, fresh);
    return fresh;
  };
};
