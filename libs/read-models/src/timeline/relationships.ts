import type { Instant, OrganisationId, PersonId } from '#kernel';
import type { CaseNow } from './case-now.js';
import type { CaseChange } from './group.js';
import type { RelationshipKind, RowChange } from './row-change.js';
import type { Written } from './view.js';

/** Who came to work with the child, to review the case or to read it in an emergency, and who ceased to. */
export const changesOfRelationships = (
  cases: readonly CaseChange[],
  at: Instant,
  written: Written,
): readonly RowChange[] => {
  const changes: RowChange[] = [];
  for (const { caseId, before: earlier, after: later } of cases) {
    const { people, reviews, grants } = later;
    if (earlier.people === people && earlier.reviews === reviews && earlier.grants === grants) continue;
    const before = relationshipsIn(earlier);
    const after = relationshipsIn(later);
    const add = (one: Relationship, begins: boolean) => {
      if (written(one.organisation)) changes.push({ kind: 'relationship', ...one, caseId, begins, at });
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
  /** The stream of the review or the emergency access by which it is; empty for one that needs none. */
  readonly through: string;
  /** When it ends by itself, whether anybody says so or not; null where it does not. */
  readonly endsAt: Instant | null;
}

/** Who works with the child now, each once; a reviewer once for each review. */
export const relationshipsIn = ({ people, reviews, grants }: CaseNow): ReadonlyMap<string, Relationship> => {
  const found = new Map<string, Relationship>();
  const add = (
    relationship: RelationshipKind,
    person: PersonId,
    organisation: OrganisationId,
    through = '',
    endsAt: Instant | null = null,
  ) =>
    found.set(JSON.stringify([relationship, person, organisation, through]), {
      ...{ organisation, person, relationship, through, endsAt },
    });
  for (const [person, organisation] of people.workers) add('allocated', person, organisation);
  for (const [person, organisation] of people.investigators) add('investigating', person, organisation);
  if (people.guardian !== null) add('guardian', people.guardian.person, people.guardian.organisation);
  for (const [review, { board, reviewers }] of reviews) {
    for (const person of reviewers) add('reviewing', person, board, review);
  }
  for (const [grant, { organisation, person, until }] of grants)
    add('elevated', person, organisation, grant, until);
  return found;
};
