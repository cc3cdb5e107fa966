import { engine } from './cedar.js';
import type {
  PolicyAdoption,
  PolicyStatistics,
  SharingPolicies,
  SharingPolicy,
  SharingPolicyOptions,
} from './policy.js';
import { sharingPolicy } from './sharing-policy.js';
import { digestsOf, readPolicyTexts, shippedVersions } from './texts.js';

/**
 * Every version of the sharing agreement that ships. The newest is prepared at once (about half a second), an older one
 * when it is first asked for. Throws where no version is found; a version that does not parse denies everything and
 * raises an alarm.
 */
export const loadSharingPolicies = (options: SharingPolicyOptions): SharingPolicies => {
  const versions = shippedVersions();
  const newest = versions.at(-1);
  if (newest === undefined) throw new Error('No version of the sharing policy was found beside the program.');

  const prepared = new Map<string, SharingPolicy>();
  const byVersion = (version: string): SharingPolicy => {
    const known = prepared.get(version);
    if (known) return known;
    const policy = sharingPolicy(readPolicyTexts(version), options);
    prepared.set(version, policy);
    return policy;
  };
  const statistics = (): PolicyStatistics =>
    [...prepared.values()]
      .map((policy) => policy.statistics())
      .reduce(
        (all, { hits, misses, kept }) => ({
          hits: all.hits + hits,
          misses: all.misses + misses,
          kept: all.kept + kept,
        }),
        { hits: 0, misses: 0, kept: 0 },
      );
  const adoptionOf = (version: string): PolicyAdoption => {
    const { text, schema } = digestsOf(readPolicyTexts(version), engine);
    return { version, digestOfText: text, digestOfSchema: schema, engine };
  };
  return {
    current: byVersion(newest),
    byVersion: (version) => (versions.includes(version) ? byVersion(version) : undefined),
    adoption: adoptionOf(newest),
    adoptionOf: (version) => (versions.includes(version) ? adoptionOf(version) : undefined),
    statistics,
  };
};
