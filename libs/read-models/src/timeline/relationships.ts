import type { Instant, OrganisationId, PersonId } from '#kernel';
import type { CaseNow } from './case-now.js';
import type { CaseChange } from './group.js';
import type { RelationshipKind, RowChange } from './row-change.js';
import type { Written } from './view.js';

/** Who came to work with the child, or to review the case, and who ceased to. */
export const changesOfRelationships = (
  cases: readonly CaseChange[],
  at: Instant,
  written: Written,
): readonly RowChange[] => {
  const changes: RowChange[] = [];
  for (const { caseId, before: earlier, after: later } of cases) {
    if (earlier.people === later.people && earlier.reviews === later.reviews) continue;
    const before = relationshipsIn(earlier);
    const after = relationshipsIn(later);
    const add = ({ organisation, person, relationship }: Relationship, begins: boolean) => {
      if (!written(organisation)) return;
      changes.push({ kind: 'relationship', organisation, caseId, person, relationship, begins, at });
    };
    for (const [key, ended] of before) if (!after.has(key)) add(ended, false);
    for (const [key, begun] of after) if (!before.has(key)) add(begun, true);
  }
  return changes;
};

export interface Relationship {
  readonly organisation: OrganisationId;
  readonly person: PersonId;
  readonly relationship: RelationshipKind;
}

/** Who works with the child now, each once. */
export const relationshipsIn = ({ people, reviews }: CaseNow): ReadonlyMap<string, Relationship> => {
  const found = new Map<string, Relationship>();
  const add = (relationship: RelationshipKind, person: PersonId, organisation: OrganisationId) =>
    found.set(JSON.stringify([relationship, person, organisation]), { organisation, person, relationship });
  for (const [person, organisation] of people.workers) add('allocated', person, organisation);
  for (const [person, organisation] of people.investigators) add('investigating', person, organisation);
  if (people.guardian !== null) add('guardian', people.guardian.person, people.guardian.organisation);
  for (const { board, reviewers } of reviews.values()) {
    for (const person of reviewers) add('reviewing', person, board);
  }
  return found;
};
