import type { AgencyFunction } from '#casework';
import type { OrganisationId, PersonId } from '#kernel';
import type { RecordUnderReview, ReviewedEvent } from '../record-under-review.js';
import type { ChronologyOptions, ChronologyWords, CodedAgency, CodedPerson } from './chronology.js';
import { namesIn, replacing, wordsOfAgencies, type Name } from './names-in-text.js';
import { asHeading } from './words.js';

/** How agencies and people are called in a chronology, and what is done to words that name them. */
export interface Identities {
  readonly agency: (organisation: OrganisationId) => string;
  /** Short, for where many stand together: `A3`. */
  readonly agencyCode: (organisation: OrganisationId) => string;
  readonly person: (person: PersonId) => string;
  /** Text as it may be shown: anonymised, without what the record holds as names. */
  readonly text: (text: string) => string;
  /** Whether values that only identify (names, numbers of documents) may stand in the chronology. */
  readonly tellsIdentity: boolean;
  readonly agencies: readonly CodedAgency[];
  readonly people: readonly CodedPerson[];
}

/**
 * Codes are given in the order in which people and agencies first came onto the record. What is recorded later is given
 * later codes, so that a code means the same person in every chronology of a review. `naming` are the texts that hold names.
 */
export const identitiesIn = (
  record: RecordUnderReview,
  naming: readonly string[],
  { identities }: Pick<ChronologyOptions, 'identities'>,
  { personName }: Pick<ChronologyWords, 'personName'>,
): Identities => {
  const anonymised = identities === 'anonymised';
  const inOrder = [...record.events].sort((a, b) => (a.position < b.position ? -1 : 1));
  const agencies = agencyNames(record, inOrder, anonymised);
  const agency = (organisation: OrganisationId) => agencies.get(organisation) ?? 'Another organisation';
  const people = new Map<PersonId, CodedPerson>();
  for (const { person, role, organisation } of inOrder) {
    if (person === null || people.has(person)) continue;
    const name = anonymised ? null : personName(person);
    people.set(person, { code: `P${people.size + 1}`, name, role, agency: agency(organisation) });
  }
  const codeOf = (person: PersonId) => people.get(person)?.code ?? (anonymised ? 'another person' : person);
  const replace = anonymised
    ? withoutNames(record, naming, people, agencies, personName)
    : (text: string) => text;
  const codes = new Map([...agencies.keys()].map((id, index) => [id, `A${index + 1}`]));
  return {
    agency,
    agencyCode: (organisation) => codes.get(organisation) ?? 'another',
    person: codeOf,
    text: replace,
    tellsIdentity: !anonymised,
    agencies: [...agencies].map(([id, name]) => ({ code: codes.get(id) ?? '', name })),
    people: [...people.values()],
  };
};

const agencyNames = (
  record: RecordUnderReview,
  inOrder: readonly ReviewedEvent[],
  anonymised: boolean,
): ReadonlyMap<OrganisationId, string> => {
  const names = new Map<OrganisationId, string>();
  const ofFunction = new Map<AgencyFunction, number>();
  const seen = new Set([
    ...inOrder.map(({ organisation }) => organisation),
    ...[...record.agencies.keys()].sort(),
  ]);
  for (const id of seen) {
    const agency = record.agencies.get(id);
    if (agency === undefined) continue;
    const number = (ofFunction.get(agency.function) ?? 0) + 1;
    ofFunction.set(agency.function, number);
    names.set(id, anonymised ? `${asHeading(agency.function)} ${number}` : agency.name);
  }
  return names;
};

/** Everything that the record holds as a name or a number, and the names of agencies and of those who recorded. */
const withoutNames = (
  record: RecordUnderReview,
  naming: readonly string[],
  people: ReadonlyMap<PersonId, CodedPerson>,
  agencies: ReadonlyMap<OrganisationId, string>,
  personName: ChronologyWords['personName'],
): ((text: string) => string) => {
  const names: Name[] = [];
  for (const { organisation, name } of record.agencies.values())
    names.push(...namesIn(name, `[${agencies.get(organisation) ?? 'agency'}]`, wordsOfAgencies));
  for (const [id, { code }] of people) {
    const name = personName(id);
    if (name !== null) names.push(...namesIn(name, `[${code}]`));
  }
  for (const text of naming) names.push(...namesIn(text, '[name]'));
  return replacing(names);
};
