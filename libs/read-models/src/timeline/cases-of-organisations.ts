import type { CaseId, Instant, OrganisationId } from '#kernel';
import type { Group } from './group.js';
import type { RowChange } from './row-change.js';
import { standingFlags, type AgencyCase, type StandingThen } from './standing.js';
import type { Written } from './view.js';

/** What changes in organisations' lists of cases: a case stands there while they stand to it or have something of it. */
export const changesOfCases = (
  group: Group,
  changes: readonly RowChange[],
  standings: boolean,
  at: Instant,
  written: Written,
): readonly RowChange[] => {
  const toLookAt = standings ? everybody(group) : whoseRowsChanged(changes);
  const found: RowChange[] = [];
  for (const [caseId, organisations] of toLookAt) {
    const listed = group.agencyCases.get(caseId) ?? new Map<OrganisationId, AgencyCase>();
    group.agencyCases.set(caseId, listed);
    for (const organisation of organisations) {
      if (!written(organisation)) continue;
      const before = listed.get(organisation);
      const now = agencyCase(group, caseId, organisation, before?.visibleFrom ?? at);
      if (same(before, now)) continue;
      if (now === null) listed.delete(organisation);
      else listed.set(organisation, now);
      found.push({ kind: 'case', organisation, caseId, standing: now });
    }
  }
  return found;
};

type Organisations = ReadonlyMap<CaseId, ReadonlySet<OrganisationId>>;

const everybody = (group: Group): Organisations =>
  new Map(
    [...group.cases.keys()].map((id) => [
      id,
      new Set([
        ...(group.agencyCases.get(id)?.keys() ?? []),
        ...(group.standings.get(id)?.organisations.keys() ?? []),
        ...(group.rowCounts.get(id)?.keys() ?? []),
      ]),
    ]),
  );

/** While everybody stands to every case as before, a list can only change for whom a row came, went or was moved. */
const whoseRowsChanged = (changes: readonly RowChange[]): Organisations => {
  const found = new Map<CaseId, Set<OrganisationId>>();
  for (const change of changes) {
    if (change.kind !== 'published' && change.kind !== 'ended') continue;
    for (const id of change.entry.cases) {
      const organisations = found.get(id);
      if (organisations === undefined) found.set(id, new Set([change.organisation]));
      else organisations.add(change.organisation);
    }
  }
  return found;
};

/** How a case stands in an organisation's list now; null where it does not. */
export const agencyCase = (
  group: Group,
  caseId: CaseId,
  organisation: OrganisationId,
  visibleFrom: Instant,
): AgencyCase | null => {
  const standing = group.standings.get(caseId);
  const flags = standing?.organisations.get(organisation) ?? 0;
  const has = group.rowCounts.get(caseId)?.has(organisation) ?? false;
  if (standing === undefined || (flags === 0 && !has)) return null;
  return {
    flags: flags | (standing.childMissing ? standingFlags.childMissing : 0),
    child: standing.child,
    timeline: flags === 0 ? caseId : firstKnownTo(group, organisation, standing.timeline),
    visibleFrom,
  };
};

/**
 * How an organisation stands, in its list, to a case and those that its timeline shows with it, before what is being taken
 * in has changed the list.
 */
export const listedStandings = (
  group: Group,
  caseId: CaseId,
  organisation: OrganisationId,
): readonly StandingThen[] => {
  const listed = group.agencyCases.get(caseId)?.get(organisation);
  if (listed === undefined) return [{ caseId, flags: 0, child: caseId }];
  const found: StandingThen[] = [];
  for (const [id, agencies] of group.agencyCases) {
    const one = agencies.get(organisation);
    if (one?.timeline === listed.timeline) found.push({ caseId: id, flags: one.flags, child: one.child });
  }
  return found.sort((a, b) => (a.caseId < b.caseId ? -1 : 1));
};

/** Named by a case that the organisation stands to: a dispute may show a case to others and not them to it. */
const firstKnownTo = (group: Group, organisation: OrganisationId, cases: readonly CaseId[]): CaseId =>
  cases.find((id) => group.standings.get(id)?.organisations.has(organisation)) ?? cases[0]!;

const same = (a: AgencyCase | undefined, b: AgencyCase | null): boolean =>
  a === undefined || b === null
    ? a === undefined && b === null
    : a.flags === b.flags && a.child === b.child && a.timeline === b.timeline;
