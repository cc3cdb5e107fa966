import { rolesOfEveryOrganisation, type Role } from '#casework';
import type { PersonId } from '#kernel';
import type { Principal } from '../principal.js';
import type { Directory, Person } from './directory.js';

/** Who answers for the work of a team. A colleague in the same team does not. */
export const managesTeams: ReadonlySet<Role> = new Set<Role>(['team-manager', 'supervisor', 'coordinator']);

/** How somebody stands to a colleague of the same organisation. */
export interface Colleague {
  /** The two share a team; where all who work with children there are of one or of none, one supervises the other. */
  readonly sameTeam: boolean;
  /** Supervises them, or manages their team. */
  readonly supervises: boolean;
}

const worksWithChildren = ({ role, suspended }: Person): boolean =>
  !suspended && !(rolesOfEveryOrganisation as readonly Role[]).includes(role);

/**
 * How a principal stands to somebody of their own organisation, as the directory is now. Where there is no other team, nobody
 * would ever be of another one; then those who neither supervise nor are supervised stand apart.
 */
export const colleagueOf = (
  { person, organisation, role, team, supervisor }: Principal,
  directory: Pick<Directory, 'person' | 'people'>,
  other: PersonId,
): Colleague => {
  const found = directory.person(other);
  const theirs = found?.team ?? null;
  const together = team === theirs;
  const supervisedByThem = supervisor === other;
  const supervises =
    person !== other &&
    (found?.supervisor === person || (together && team !== null && managesTeams.has(role)));
  const anotherTeam = [...directory.people()].some(
    (one) => one.organisation === organisation && one.team !== theirs && worksWithChildren(one),
  );
  return {
    supervises,
    sameTeam: anotherTeam ? together : person === other || supervises || supervisedByThem,
  };
};
