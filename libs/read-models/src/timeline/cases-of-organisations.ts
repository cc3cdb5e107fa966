import type { CaseId, Instant, OrganisationId } from '#kernel';
import type { Group } from './group.js';
import type { RowChange } from './row-change.js';
import { standingFlags, type AgencyCase } from './standing.js';
import type { Written } from './view.js';

/** What changes in organisations' lists of cases: a case stands there while they stand to it or have something of it. */
export const changesOfCases = (
  group: Group,
  changes: readonly RowChange[],
  standings: boolean,
  at: Instant,
  written: Written,
): readonly RowChange[] => {
  const toLookAt = standings ? new Set(group.cases.keys()) : casesIn(changes);
  const found: RowChange[] = [];
  for (const caseId of toLookAt) {
    const standing = group.standings.get(caseId);
    const listed = group.agencyCases.get(caseId) ?? new Map<OrganisationId, AgencyCase>();
    group.agencyCases.set(caseId, listed);
    const organisations = new Set([
      ...listed.keys(),
      ...(standing?.organisations.keys() ?? []),
      ...(group.rowCounts.get(caseId)?.keys() ?? []),
    ]);
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

const casesIn = (changes: readonly RowChange[]): ReadonlySet<CaseId> => {
  const cases = new Set<CaseId>();
  for (const change of changes) {
    if (change.kind === 'published') cases.add(change.row.caseId);
    if (change.kind !== 'ended' && change.kind !== 'facts-changed') continue;
    for (const id of change.entry.cases) cases.add(id);
  }
  return cases;
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

/** Named by a case that the organisation stands to: a dispute may show a case to others and not them to it. */
const firstKnownTo = (group: Group, organisation: OrganisationId, cases: readonly CaseId[]): CaseId =>
  cases.find((id) => group.standings.get(id)?.organisations.has(organisation)) ?? cases[0]!;

const same = (a: AgencyCase | undefined, b: AgencyCase | null): boolean =>
  a === undefined || b === null
    ? a === undefined && b === null
    : a.flags === b.flags && a.child === b.child && a.timeline === b.timeline;
