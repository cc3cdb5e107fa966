import { purposesByFunction, type Purpose, type RegisteredWebhook } from '#casework';
import type { FollowedDirectory } from '#identity';
import { accepted, randomId, refused, type OrganisationId } from '#kernel';
import type { CurrentReader } from '#read-models';
import type { SharingPolicy } from '#sharing-policy';
import { caseworkPurposes } from '../purpose-stated.js';

export interface SoftwarePorts {
  readonly directory: Pick<FollowedDirectory, 'person' | 'functionOf' | 'isCurrent'>;
  /** The policy in force now. */
  readonly policy: () => Pick<SharingPolicy, 'mayUsePurpose'>;
}

const isCasework = (purpose: Purpose): boolean => (caseworkPurposes as readonly Purpose[]).includes(purpose);

/** The purpose that goes with the function of an organisation, where its software may follow cases for it; else null. */
export const purposeOfSoftware = (
  {
    directory,
    policy,
  }: Pick<SoftwarePorts, 'policy'> & { readonly directory: Pick<FollowedDirectory, 'functionOf'> },
  organisation: OrganisationId,
): Purpose | null => {
  const agency = directory.functionOf(organisation);
  if (agency === undefined) return null;
  const [purpose] = purposesByFunction[agency];
  return isCasework(purpose) && policy().mayUsePurpose(agency, 'system', purpose).allowed ? purpose : null;
};

/** The software of an organisation as the directory has it now, for the purpose that the policy in force allows. */
export const softwareReading =
  (
    ports: SoftwarePorts,
    { organisation, readsAs }: Pick<RegisteredWebhook, 'organisation' | 'readsAs'>,
  ): CurrentReader =>
  async () => {
    // Somebody who was suspended might be read for as long as the directory does not follow.
    if (!ports.directory.isCurrent()) return refused('view-unavailable');
    const person = ports.directory.person(readsAs);
    const agency = ports.directory.functionOf(organisation);
    const enrolled = person?.organisation === organisation && person.role === 'system' && !person.suspended;
    if (!enrolled || agency === undefined) return refused('no-longer-authenticated');
    const purpose = purposeOfSoftware(ports, organisation);
    if (purpose === null) return refused('purpose-no-longer-allowed');
    const { team, supervisor, vetting } = person;
    const author = { person: readsAs, organisation, function: agency, role: 'system' } as const;
    const principal = { ...author, team, supervisor, vetting, acr: null, author };
    return accepted({ principal, purpose, correlation: randomId() });
  };
