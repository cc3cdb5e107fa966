import type { Finding, Page } from '#read-models';
import { presentOrganisation, type OrganisationNames } from '../schema/organisation.js';

/** After the finding with this id. */
export interface FindingCursor {
  readonly finding: string;
}

export interface FindingsAsked {
  readonly kinds: readonly string[] | null;
  readonly first: number;
  readonly after: FindingCursor | null;
}

/** A page of what was found; a finding that is not there any more begins no page. */
export const pageOfFindings = (
  findings: readonly Finding[],
  { kinds, first, after }: FindingsAsked,
): Page<Finding, FindingCursor> => {
  const chosen = kinds === null ? findings : findings.filter(({ kind }) => kinds.includes(kind));
  const begin = after === null ? 0 : chosen.findIndex(({ id }) => id === after.finding) + 1;
  const rest = after !== null && begin === 0 ? [] : chosen.slice(begin);
  return {
    edges: rest.slice(0, first).map((node) => ({ node, cursor: { finding: node.id } })),
    hasNextPage: rest.length > first,
  };
};

export const presentFinding = (directory: OrganisationNames) => (finding: Finding) => ({
  ...finding,
  agencies: finding.agencies.map((id) => presentOrganisation(directory, id)),
  held: finding.held.map(({ agency, counts, unshared }) => ({
    agency: presentOrganisation(directory, agency),
    states: Object.entries(counts).map(([state, events]) => ({ state, events })),
    unshared,
  })),
  facts: Object.entries(finding.facts).map(([name, value]) => ({ name, value: String(value) })),
});
