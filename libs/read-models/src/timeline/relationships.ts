import type { PeopleState } from '#casework';
import type { Instant, OrganisationId, PersonId } from '#kernel';
import type { PeopleChange } from './group.js';
import type { RelationshipKind, RowChange } from './row-change.js';
import type { Written } from './view.js';

/** Who came to work with the child, and who ceased to. */
export const changesOfRelationships = (
  people: PeopleChange | null,
  at: Instant,
  written: Written,
): readonly RowChange[] => {
  if (people === null) return [];
  const { caseId } = people;
  const before = relationshipsIn(people.before);
  const after = relationshipsIn(people.after);
  const changes: RowChange[] = [];
  const add = ({ organisation, person, relationship }: Relationship, begins: boolean) => {
    if (written !== null && !written.has(organisation)) return;
    changes.push({ kind: 'relationship', organisation, caseId, person, relationship, begins, at });
  };
  for (const [key, ended] of before) if (!after.has(key)) add(ended, false);
  for (const [key, begun] of after) if (!before.has(key)) add(begun, true);
  return changes;
};

export interface Relationship {
  readonly organisation: OrganisationId;
  readonly person: PersonId;
  readonly relationship: RelationshipKind;
}

/** Who works with the child now, each once. */
export const relationshipsIn = (people: PeopleState): ReadonlyMap<string, Relationship> => {
  const found = new Map<string, Relationship>();
  const add = (relationship: RelationshipKind, person: PersonId, organisation: OrganisationId) =>
    found.set(JSON.stringify([relationship, person, organisation]), { organisation, person, relationship });
  for (const [person, organisation] of people.workers) add('allocated', person, organisation);
  for (const [person, organisation] of people.investigators) add('investigating', person, organisation);
  if (people.guardian !== null) add('guardian', people.guardian.person, people.guardian.organisation);
  return found;
};
