import { managesTeams, type Directory } from '#identity';
import type { PersonFacts, Reader as PolicyReader } from '#sharing-policy';
import type { Reader } from '../api.js';
import type { KnownCase } from './moment.js';

/** How a reader is related to a case. */
export type RelatedTo = Omit<PersonFacts, 'neverTo'>;

/**
 * How the reader is related to a case at this moment; as a reviewer where any review of the case names them. Whoever manages the team, or supervises somebody, that works with
 * the child is related to it through them; which role may make use of that is for the policy.
 */
export const personFactsOn = (
  { principal, purpose }: Reader,
  directory: Directory,
  kase: KnownCase | undefined,
): RelatedTo => {
  const relationships = kase?.relationships ?? [];
  const managed = managesTeams.has(principal.role) ? principal.team : null;
  const is = (kind: string) =>
    relationships.some((one) => one.kind === kind && one.person === principal.person);
  return {
    role: principal.role,
    purpose,
    allocated: is('allocated'),
    investigating: is('investigating'),
    guardian: is('guardian'),
    reviewing: is('reviewing'),
    elevated: is('elevated'),
    supervising: relationships.some(({ person: id, kind }) => {
      // Whoever reads in an emergency does not work with the child, and their manager does not through them.
      if (kind === 'elevated') return false;
      const person = directory.person(id);
      if (person === undefined || person.id === principal.person || person.suspended) return false;
      if (person.organisation !== principal.organisation) return false;
      return person.supervisor === principal.person || (managed !== null && person.team === managed);
    }),
  };
};

/** Whether the reader reviews, in one of these reviews: each looks at a time of its own. */
export const reviewsIn = (
  { principal: { person } }: Reader,
  kase: KnownCase | undefined,
  reviews: readonly string[],
): boolean =>
  reviews.length > 0 &&
  (kase?.relationships ?? []).some(
    (one) => one.kind === 'reviewing' && one.person === person && reviews.includes(one.through),
  );

/** Whether `neverTo` is about this reader. A system acts for everybody in its organisation, so it is about any of them. */
export const neverToReader = (
  { principal }: Reader,
  directory: Directory,
  neverTo: readonly string[],
): boolean => {
  if (neverTo.length === 0) return false;
  if (neverTo.includes(principal.person)) return true;
  return (
    principal.role === 'system' &&
    neverTo.some((id) => directory.person(id)?.organisation === principal.organisation)
  );
};

export const policyReader = ({ principal }: Reader, person: PersonFacts): PolicyReader => ({
  function: principal.function,
  person,
});
