import { emptyLink, evolveLink, linkedCases, type EventHeader, type LinkState } from '#casework';
import type { CaseId, EventId, OrganisationId } from '#kernel';
import { beginCase, evolveCaseNow, evolveGrants, evolveReviews, type CaseNow } from './case-now.js';
import { isOfGrant, isOfReview, type Entry } from './entry.js';
import { saysScope } from './scopes-of-reviews.js';
import type { AgencyCase, CaseStanding } from './standing.js';

/**
 * Everything from which the view of one group follows: cases that were ever named together by a link, with their
 * events. A group only grows, so that every effect of one event on another stays inside it; which of its cases are
 * joined at present is `standings`.
 */
export interface Group {
  readonly cases: Map<CaseId, CaseNow>;
  readonly links: Map<string, LinkState>;
  /** The cases in scope of each review that was ever opened on one of them, by its stream. */
  readonly scopes: Map<string, readonly CaseId[]>;
  /** In log order. */
  readonly entries: Entry[];
  readonly byId: Map<EventId, Entry>;
  readonly byCase: Map<CaseId, Entry[]>;
  /** The entries that name an event in a relation, by that event. */
  readonly namedBy: Map<EventId, Entry[]>;
  /** Entries that name an event which has only now come into the same group: those relations have to be told. */
  reunited: readonly Entry[];
  standings: ReadonlyMap<CaseId, CaseStanding>;
  /** How many rows each organisation has on each case now. */
  readonly rowCounts: Map<CaseId, Map<OrganisationId, number>>;
  /** What each organisation's list of cases holds, by case. */
  readonly agencyCases: Map<CaseId, Map<OrganisationId, AgencyCase>>;
}

export const emptyGroup = (): Group => ({
  cases: new Map(),
  links: new Map(),
  scopes: new Map(),
  entries: [],
  byId: new Map(),
  byCase: new Map(),
  namedBy: new Map(),
  reunited: [],
  standings: new Map(),
  rowCounts: new Map(),
  agencyCases: new Map(),
});

/** Adds an event to the group's lists; what it means is folded apart. */
export const addEntry = (group: Group, entry: Entry): void => {
  group.entries.push(entry);
  index(group, entry);
};

const index = (group: Group, entry: Entry): void => {
  group.byId.set(entry.id, entry);
  for (const id of entry.cases) listIn(group.byCase, id).push(entry);
  for (const { event } of entry.relations) listIn(group.namedBy, event).push(entry);
};

const listIn = <Key, Value>(lists: Map<Key, Value[]>, key: Key): Value[] => {
  const there = lists.get(key);
  if (there !== undefined) return there;
  const fresh: Value[] = [];
  lists.set(key, fresh);
  return fresh;
};

/** Makes one group of several that a link named together. What each organisation has does not change by that alone. */
export const mergeGroups = (groups: readonly Group[]): Group => {
  const [only] = groups;
  if (only !== undefined && groups.length === 1) return only;
  const merged = emptyGroup();
  const standings = new Map<CaseId, CaseStanding>();
  for (const group of groups) {
    for (const [id, kase] of group.cases) merged.cases.set(id, kase);
    for (const [id, link] of group.links) merged.links.set(id, link);
    for (const [review, cases] of group.scopes) merged.scopes.set(review, cases);
    for (const [id, standing] of group.standings) standings.set(id, standing);
    for (const [id, counts] of group.rowCounts) merged.rowCounts.set(id, counts);
    for (const [id, agencies] of group.agencyCases) merged.agencyCases.set(id, agencies);
    for (const entry of group.entries) merged.entries.push(entry);
  }
  merged.standings = standings;
  merged.entries.sort((a, b) => (a.position < b.position ? -1 : 1));
  for (const entry of merged.entries) index(merged, entry);
  merged.reunited = groups.flatMap(({ entries, byId }) =>
    entries.filter(({ relations }) =>
      relations.some(({ event }) => !byId.has(event) && merged.byId.has(event)),
    ),
  );
  return merged;
};

/** A change of a case on which visibility, or who works with the child, depends. */
export interface CaseChange {
  readonly caseId: CaseId;
  readonly before: CaseNow;
  readonly after: CaseNow;
}

export interface FoldedHeader {
  /** Who is on which case, or what a case is linked with, may have changed. */
  readonly standings: boolean;
  readonly changes: readonly CaseChange[];
}

const unchanged: FoldedHeader = { standings: false, changes: [] };

/** Folds what an event means for the cases, links, reviews and emergency accesses of the group. */
export const foldHeader = (group: Group, header: EventHeader, cases: readonly CaseId[]): FoldedHeader => {
  if (header.stream.startsWith('link-')) {
    group.links.set(header.stream, evolveLink(group.links.get(header.stream) ?? emptyLink, header));
    for (const id of cases) if (!group.cases.has(id)) group.cases.set(id, beginCase);
    return { standings: true, changes: [] };
  }
  if (isOfReview(header)) {
    if (saysScope(header)) group.scopes.set(header.stream, cases);
    return folded(cases.map((id) => changeCase(group, id, (kase) => evolveReviews(kase, header))));
  }
  const [caseId] = cases;
  if (caseId === undefined) return unchanged;
  if (isOfGrant(header)) return folded([changeCase(group, caseId, (kase) => evolveGrants(kase, header))]);
  let changed = false;
  const change = changeCase(group, caseId, (kase) => {
    const evolved = evolveCaseNow(kase, header);
    changed = evolved.changed;
    return evolved.after;
  });
  return changed ? folded([change]) : unchanged;
};

const folded = (changes: readonly CaseChange[]): FoldedHeader => ({ standings: true, changes });

const changeCase = (group: Group, caseId: CaseId, evolve: (kase: CaseNow) => CaseNow): CaseChange => {
  const before = group.cases.get(caseId) ?? beginCase;
  const after = evolve(before);
  group.cases.set(caseId, after);
  return { caseId, before, after };
};

export interface Joins {
  /** Pairs of cases whose organisations see one another's. */
  readonly joined: readonly (readonly [CaseId, CaseId])[];
  /** Pairs of cases: to those on the first, the second shows as stubs. */
  readonly stubbed: readonly (readonly [CaseId, CaseId])[];
}

/** What the links of a group join at present. */
export const joinsOf = (group: Group): Joins => {
  const joined: [CaseId, CaseId][] = [];
  const stubbed: [CaseId, CaseId][] = [];
  for (const link of group.links.values()) {
    const now = linkedCases(link);
    const [first, ...others] = now.joined;
    if (first === undefined) continue;
    for (const other of others) joined.push([first, other]);
    for (const contested of now.disputed) {
      // Those who agreed have to know whom to ask about the case in dispute. Who never agreed shared in nothing, so a
      // dispute shows them nothing of the others.
      stubbed.push([first, contested]);
      if (link.agreed.has(contested)) stubbed.push([contested, first]);
    }
  }
  return { joined, stubbed };
};
