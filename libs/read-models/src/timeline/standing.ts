import type { CaseId, Instant, OrganisationId } from '#kernel';
import { joinsOf, type Group } from './group.js';
import { caseFlags } from './what-an-organisation-may-have.js';

/** How an organisation stands to a case, as bits: `caseFlags`, and two that concern the view only. */
export const standingFlags = {
  ...caseFlags,
  /** Its own case is linked with this one in dispute. */
  disputed: 16,
  leads: 32,
} as const;

/** The bits of a standing that policy is told of. */
export const toldToPolicy = caseFlags.onCase | caseFlags.responsible | caseFlags.reviewInScope;

export interface CaseStanding {
  /** The child is missing, on this case or one joined with it. */
  readonly childMissing: boolean;
  /** The first, by id, of the cases joined with this one: the same for all of one child. */
  readonly child: CaseId;
  /** The first, by id, of the cases joined with this one or linked with it in dispute: one timeline shows them. */
  readonly timeline: CaseId;
  readonly organisations: ReadonlyMap<OrganisationId, number>;
}

/** A case as it stands in an organisation's list of cases. */
export interface AgencyCase {
  readonly flags: number;
  readonly child: CaseId;
  readonly timeline: CaseId;
  readonly visibleFrom: Instant;
}

/**
 * How every organisation stands to every case of the group. Being on one case is being on those joined with it; being
 * responsible for a child is being so on all that child's cases; and a child missing on one is missing on all.
 */
export const standingsOf = (group: Group): ReadonlyMap<CaseId, CaseStanding> => {
  const ids = [...group.cases.keys()].sort();
  const { joined, disputed } = joinsOf(group);
  const child = components(ids, joined);
  const timeline = components(ids, [...joined, ...disputed]);
  const members = new Map<CaseId, OrganisationId[]>();
  const responsible = new Set<string>();
  const missing = new Set<CaseId>();
  for (const id of ids) {
    const { people, childMissing } = group.cases.get(id)!;
    const of = child.get(id)!;
    members.set(of, [...(members.get(of) ?? []), ...people.organisations.keys()]);
    if (people.responsible !== null) responsible.add(`${of} ${people.responsible}`);
    if (childMissing) missing.add(of);
  }
  const contested = contestedWith(disputed, child);
  const standings = new Map<CaseId, CaseStanding>();
  for (const id of ids) {
    const of = child.get(id)!;
    const organisations = new Map<OrganisationId, number>();
    for (const other of contested.get(of) ?? []) {
      for (const organisation of members.get(other) ?? [])
        organisations.set(organisation, standingFlags.disputed);
    }
    for (const organisation of members.get(of) ?? []) {
      const authority = responsible.has(`${of} ${organisation}`) ? standingFlags.responsible : 0;
      organisations.set(organisation, standingFlags.onCase | authority);
    }
    const { lead } = group.cases.get(id)!.people;
    for (const { board } of group.cases.get(id)!.reviews.values()) {
      organisations.set(board, (organisations.get(board) ?? 0) | standingFlags.reviewInScope);
    }
    if (lead !== null && organisations.has(lead)) {
      organisations.set(lead, organisations.get(lead)! | standingFlags.leads);
    }
    standings.set(id, {
      childMissing: missing.has(of),
      child: of,
      timeline: timeline.get(id)!,
      organisations,
    });
  }
  return standings;
};

/** The first id of the component that each id belongs to. */
const components = (
  ids: readonly CaseId[],
  pairs: readonly (readonly [CaseId, CaseId])[],
): ReadonlyMap<CaseId, CaseId> => {
  const first = new Map(ids.map((id) => [id, id]));
  const root = (id: CaseId): CaseId => {
    let at = id;
    while (first.get(at) !== undefined && first.get(at) !== at) at = first.get(at)!;
    return at;
  };
  for (const [a, b] of pairs) {
    const [ra, rb] = [root(a), root(b)];
    if (ra < rb) first.set(rb, ra);
    else if (rb < ra) first.set(ra, rb);
  }
  return new Map(ids.map((id) => [id, root(id)]));
};

/** For each child, by its first case: those that a dispute sets beside it. */
const contestedWith = (
  disputed: readonly (readonly [CaseId, CaseId])[],
  child: ReadonlyMap<CaseId, CaseId>,
): ReadonlyMap<CaseId, ReadonlySet<CaseId>> => {
  const beside = new Map<CaseId, Set<CaseId>>();
  const add = (of: CaseId, other: CaseId) => beside.set(of, (beside.get(of) ?? new Set()).add(other));
  for (const [a, b] of disputed) {
    const [ofA, ofB] = [child.get(a), child.get(b)];
    if (ofA === undefined || ofB === undefined || ofA === ofB) continue;
    add(ofA, ofB);
    add(ofB, ofA);
  }
  return beside;
};
