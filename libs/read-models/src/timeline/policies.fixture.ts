import { loadSharingPolicies, type SharingPolicies, type SharingPolicy } from '#sharing-policy';

/**
 * The policy that ships, under the name `shipped`, and one besides that differs from it by giving the police stubs
 * only: a test needs two to adopt one after the other.
 */
export const twoPolicies = (): SharingPolicies => {
  const shipped = loadSharingPolicies({
    onAlarm: (reason) => {
      throw new Error(`The sharing policy raised an alarm: ${reason}`);
    },
  });
  const named: SharingPolicy = { ...shipped.current, version: 'shipped' };
  const narrower: SharingPolicy = {
    ...named,
    version: 'narrower',
    entryForOrganisation: (agency, ...rest) => {
      const decision = named.entryForOrganisation(agency, ...rest);
      return agency === 'police' && decision.level !== 'none'
        ? { ...decision, level: 'stub', handed: 0, withheld: [] }
        : decision;
    },
  };
  const versions = new Map([named, narrower].map((policy) => [policy.version, policy]));
  return { ...shipped, current: named, byVersion: (version) => versions.get(version) };
};
