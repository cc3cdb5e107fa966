import { colleagueOf, type Directory } from '#identity';
import type { OrganisationId, PersonId } from '#kernel';
import type { EmergencyAccessFacts } from '#sharing-policy';
import type { Reader } from '../api.js';

/** Whose emergency access it is. */
export interface Holder {
  readonly organisation: OrganisationId;
  readonly person: PersonId;
}

/** How a reader stands to an emergency access. */
export const emergencyAccessFacts = (
  { principal, purpose }: Reader,
  directory: Directory,
  { organisation, person: id }: Holder,
  responsibleAuthority: boolean,
): EmergencyAccessFacts => {
  const sameOrganisation = organisation === principal.organisation;
  const { sameTeam, supervises } = colleagueOf(principal, directory, id);
  return {
    function: principal.function,
    role: principal.role,
    purpose,
    holder: id === principal.person,
    sameOrganisation,
    sameTeam: sameOrganisation && sameTeam,
    supervisesHolder: sameOrganisation && supervises,
    responsibleAuthority,
  };
};
