import type { Purpose, Role } from '#casework';
import type { Directory } from '#identity';
import type { CaseId, Instant, OrganisationId, PersonId } from '#kernel';
import type { Reader } from '../../api.js';
import { holds, type KnownCase, type Relationship } from '../../reading/moment.js';
import { agencyCase } from '../../timeline/cases-of-organisations.js';
import type { Group } from '../../timeline/group.js';
import { relationshipsIn } from '../../timeline/relationships.js';
import { standingFlags } from '../../timeline/standing.js';
import type { StateAt } from '../replay/state-at.js';

export interface ReaderSaid {
  readonly organisation: OrganisationId;
  readonly person: PersonId;
  readonly role: Role;
  readonly purpose: Purpose;
}

/**
 * Somebody who read, as far as it can be known: role and purpose are on record, what their organisation was for is in the
 * history. The team that they were in then is not, and is taken as it is now. Undefined where the organisation was not
 * registered.
 */
export const readerThen = (
  { organisation, person, role, purpose }: ReaderSaid,
  { view }: StateAt,
  directory: Directory,
): Reader | undefined => {
  const agencyFunction = view.functions.get(organisation);
  if (agencyFunction === undefined) return undefined;
  const now = directory.person(person);
  return {
    purpose,
    correlation: '',
    principal: {
      ...{ person, organisation, role, function: agencyFunction },
      team: now?.team ?? null,
      supervisor: now?.supervisor ?? null,
      vetting: null,
      acr: null,
      author: { organisation, person, role, function: agencyFunction },
    },
  };
};

/** How an organisation and its people stood to a case, as their list of cases had it. */
export const knownCaseThen = (
  group: Group,
  caseId: CaseId,
  organisation: OrganisationId,
  at: Instant,
): KnownCase | undefined => {
  const listed = agencyCase(group, caseId, organisation, '');
  if (listed === null) return undefined;
  return {
    caseId,
    flags: listed.flags,
    child: listed.child,
    timeline: listed.timeline,
    visibleFrom: listed.visibleFrom,
    relationships: relationshipsThen(group, organisation, listed, at),
  };
};

/** Who works with the child on one of its cases works with it on all of them, as `withRelationships` reads it. */
const relationshipsThen = (
  group: Group,
  organisation: OrganisationId,
  { flags, child, timeline }: { readonly flags: number; readonly child: CaseId; readonly timeline: CaseId },
  at: Instant,
): readonly Relationship[] => {
  const found: Relationship[] = [];
  for (const [id, kase] of group.cases) {
    const other = agencyCase(group, id, organisation, '');
    if (other === null) continue;
    const together =
      other.child === child || ((flags & standingFlags.disputed) !== 0 && other.timeline === timeline);
    if (!together) continue;
    for (const one of relationshipsIn(kase).values()) {
      const { person, relationship, through, endsAt } = one;
      const lasts = endsAt === null || endsAt > at;
      if (one.organisation === organisation && lasts && holds(relationship, other.flags))
        found.push({ person, kind: relationship, through });
    }
  }
  return found;
};
