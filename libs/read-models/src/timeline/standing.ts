import { childIsMissing } from '#casework';
import type { CaseId, Instant, OrganisationId } from '#kernel';
import { joinsOf, type Group } from './group.js';
import { caseFlags } from './what-an-organisation-may-have.js';

/** How an organisation stands to a case, as bits: `caseFlags`, and two that concern the view only. */
export const standingFlags = {
  ...caseFlags,
  /** Its own case is linked with this one in dispute, and it sees stubs of this one. */
  disputed: 32,
  leads: 64,
} as const;

const ofPolicy = caseFlags.onCase | caseFlags.responsible | caseFlags.reviewInScope | caseFlags.emergency;

/**
 * What policy is told of a standing. A case in dispute is looked at from one's own case: that the link is in dispute
 * is told of each event, and leaves a stub.
 */
export const toldToPolicy = (flags: number): number =>
  (flags & ofPolicy) | ((flags & standingFlags.disputed) !== 0 ? caseFlags.onCase : 0);

export interface CaseStanding {
  /** The child is missing, on this case or one joined with it. */
  readonly childMissing: boolean;
  /** The first, by id, of the cases joined with this one: the same for all of one child. */
  readonly child: CaseId;
  /** The cases joined with this one or linked with it in dispute: one timeline shows those that the reader may know. */
  readonly timeline: readonly CaseId[];
  readonly organisations: ReadonlyMap<OrganisationId, number>;
}

/** A case as it stands in an organisation's list of cases. */
export interface AgencyCase {
  readonly flags: number;
  readonly child: CaseId;
  /** The first, by id, of the cases that its timeline shows together. */
  readonly timeline: CaseId;
  readonly visibleFrom: Instant;
}

/** How an organisation stood to a case when something of it ended. */
export interface StandingThen {
  readonly caseId: CaseId;
  /** `standingFlags`, added together. */
  readonly flags: number;
  /** The child of the case (`CaseStanding`). */
  readonly child: CaseId;
}

/** How it stood to each case that its timeline of one showed together, as text for a column. */
export const standingsAsText = (standings: readonly StandingThen[]): string =>
  JSON.stringify(standings.map(({ caseId, flags, child }) => [caseId, flags, child]));

export const standingsFromText = (text: string): readonly StandingThen[] =>
  (JSON.parse(text) as readonly [CaseId, number, CaseId][]).map(([caseId, flags, child]) => ({
    ...{ caseId, flags, child },
  }));

/**
 * How every organisation stands to every case of the group. Being on one case is being on those joined with it; being
 * responsible for a child is being so on all that child's cases; a child missing on one is missing on all; and an
 * emergency on one is one on all.
 */
export const standingsOf = (group: Group): ReadonlyMap<CaseId, CaseStanding> => {
  const ids = [...group.cases.keys()].sort();
  const { joined, stubbed } = joinsOf(group);
  const child = components(ids, joined);
  const timelines = gathered(components(ids, [...joined, ...stubbed]));
  const members = new Map<CaseId, OrganisationId[]>();
  const responsible = new Set<string>();
  const missing = new Set<CaseId>();
  const emergencies = new Map<CaseId, OrganisationId[]>();
  for (const id of ids) {
    const { people, missing: episodes, grants } = group.cases.get(id)!;
    const of = child.get(id)!;
    members.set(of, [...(members.get(of) ?? []), ...people.organisations.keys()]);
    if (people.responsible !== null) responsible.add(`${of} ${people.responsible}`);
    if (childIsMissing(episodes)) missing.add(of);
    for (const { organisation } of grants.values())
      emergencies.set(of, [...(emergencies.get(of) ?? []), organisation]);
  }
  const contested = seenAsStubs(stubbed, child);
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
    // It is the child who is in danger, and whose cases these are.
    for (const organisation of emergencies.get(of) ?? []) {
      organisations.set(organisation, (organisations.get(organisation) ?? 0) | standingFlags.emergency);
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
      timeline: timelines.get(id)!,
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

/** For each id, all ids of its component. */
const gathered = (components: ReadonlyMap<CaseId, CaseId>): ReadonlyMap<CaseId, readonly CaseId[]> => {
  const members = new Map<CaseId, CaseId[]>();
  for (const [id, first] of components) members.set(first, [...(members.get(first) ?? []), id]);
  return new Map([...components].map(([id, first]) => [id, members.get(first)!]));
};

/** For each child, by its first case: those whose organisations see stubs of it, because of a dispute. */
const seenAsStubs = (
  stubbed: readonly (readonly [CaseId, CaseId])[],
  child: ReadonlyMap<CaseId, CaseId>,
): ReadonlyMap<CaseId, ReadonlySet<CaseId>> => {
  const seenBy = new Map<CaseId, Set<CaseId>>();
  for (const [seeing, seen] of stubbed) {
    const [ofSeeing, ofSeen] = [child.get(seeing), child.get(seen)];
    if (ofSeeing === undefined || ofSeen === undefined || ofSeeing === ofSeen) continue;
    seenBy.set(ofSeen, (seenBy.get(ofSeen) ?? new Set()).add(ofSeeing));
  }
  return seenBy;
};
