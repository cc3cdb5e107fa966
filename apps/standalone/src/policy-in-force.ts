import { fromStored } from '#sealing';
import type { EventStore } from '#event-store';
import type { Administration } from '#recording';
import type { SharingPolicies, SharingPolicy } from '#sharing-policy';

/** The version adopted is not the version that ships under that name; every decision since would be explained wrongly. */
export class PolicyNotAsAdopted extends Error {
  override readonly name = 'PolicyNotAsAdopted';

  constructor(version: string) {
    super(
      `The sharing policy ${version} is in force in this data folder, but the text of it that ships with this program is ` +
        'missing or another one. Start the program with the text that was adopted.',
    );
  }
}

const details = ({ version, digestOfText, digestOfSchema, engine }: SharingPolicies['adoption']) => ({
  policyVersion: version,
  textDigest: digestOfText,
  schemaDigest: digestOfSchema,
  engine,
});

/** Records that the newest shipped policy is adopted. The same version is adopted once. */
export const adoptNewestPolicy = (administration: Administration, { adoption }: SharingPolicies) =>
  administration.record({
    type: 'PolicyAdopted',
    details: details(adoption),
    key: `policy-${adoption.version}`,
  });

/**
 * The policy that was last adopted; undefined where none was. A newer one that ships takes no force by itself: that is
 * for those who signed the agreement to decide.
 * @throws PolicyNotAsAdopted
 */
export const policyInForce = async (
  store: Pick<EventStore, 'readAll'>,
  policies: SharingPolicies,
): Promise<SharingPolicy | undefined> => {
  const last = { from: 'end', direction: 'backwards', limit: 1, streams: ['policy'] } as const;
  for await (const event of store.readAll(last)) {
    const { concerns } = fromStored(event.data).header;
    const version = String(concerns.policyVersion);
    const policy = policies.byVersion(version);
    const adopted = details(policies.adoption);
    const asAdopted =
      policies.adoption.version !== version ||
      (concerns.textDigest === adopted.textDigest && concerns.schemaDigest === adopted.schemaDigest);
    if (policy === undefined || !asAdopted) throw new PolicyNotAsAdopted(version);
    return policy;
  }
  return undefined;
};
