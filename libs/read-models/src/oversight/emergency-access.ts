import type { Directory } from '#identity';
import type { OrganisationId, PersonId } from '#kernel';
import type { EmergencyAccessFacts } from '#sharing-policy';
import type { Reader } from '../api.js';
import { managesTeams } from '../reading/person-facts.js';

/** Whose emergency access it is. */
export interface Holder {
  readonly organisation: OrganisationId;
  readonly person: PersonId;
}

/** How a reader stands to an emergency access. Two who are in no team are of one. */
export const emergencyAccessFacts = (
  { principal, purpose }: Reader,
  directory: Directory,
  { organisation, person: id }: Holder,
  responsibleAuthority: boolean,
): EmergencyAccessFacts => {
  const person = directory.person(id);
  const sameOrganisation = organisation === principal.organisation;
  const sameTeam = sameOrganisation && (person?.team ?? null) === principal.team;
  const manages = managesTeams.has(principal.role) && principal.team !== null && sameTeam;
  const holder = id === principal.person;
  return {
    function: principal.function,
    role: principal.role,
    purpose,
    holder,
    sameOrganisation,
    sameTeam,
    supervisesHolder: !holder && sameOrganisation && (person?.supervisor === principal.person || manages),
    responsibleAuthority,
  };
};
