import type { AgencyFunction } from '#casework';
import type { OrganisationId, PersonId } from '#kernel';
import type { Details } from '../../reading/opening.js';
import type { RecordUnderReview, ReviewedEvent } from '../record-under-review.js';
import type { ChronologyOptions, ChronologyWords, CodedPerson } from './chronology.js';
import { asHeading } from './words.js';

/** How agencies and people are called in a chronology, and what is done to words that name them. */
export interface Identities {
  readonly agency: (organisation: OrganisationId) => string;
  readonly person: (person: PersonId) => string;
  /** Text as it may be shown: anonymised, without what the record holds as names. */
  readonly text: (text: string) => string;
  /** Whether values that only identify (names, numbers of documents) may stand in the chronology. */
  readonly tellsIdentity: boolean;
  readonly people: readonly CodedPerson[];
}

interface Found {
  readonly events: readonly ReviewedEvent[];
  readonly details: ReadonlyMap<string, Details>;
}

/**
 * Codes are given in the order in which people and agencies first came onto the record. What is recorded later is given
 * later codes, so that a code means the same person in every chronology of a review.
 */
export const identitiesIn = (
  record: RecordUnderReview,
  found: Found,
  { identities }: Pick<ChronologyOptions, 'identities'>,
  { personName }: Pick<ChronologyWords, 'personName'>,
): Identities => {
  const anonymised = identities === 'anonymised';
  const inOrder = [...found.events].sort((a, b) => (a.position < b.position ? -1 : 1));
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
    ? withoutNames(record, found, people, agencies, personName)
    : (text: string) => text;
  return {
    agency,
    person: codeOf,
    text: replace,
    tellsIdentity: !anonymised,
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

/** Shorter than this a name is a word of the language too often: a child called Bo would take letters out of `board`. */
const shortestName = 3;

/** Everything that the record holds as a name or a number, and the names of agencies and of those who recorded. */
const withoutNames = (
  record: RecordUnderReview,
  { events, details }: Found,
  people: ReadonlyMap<PersonId, CodedPerson>,
  agencies: ReadonlyMap<OrganisationId, string>,
  personName: ChronologyWords['personName'],
): ((text: string) => string) => {
  const replacements = new Map<string, string>();
  const add = (name: string, by: string) => {
    const plain = name.trim().toLowerCase();
    if (plain.length >= shortestName && !replacements.has(plain)) replacements.set(plain, by);
  };
  const addName = (name: string, by: string) => {
    add(name, by);
    // A name and its single words: `Mr Udoh` is named as clearly as `Patience Udoh`.
    for (const word of name.split(/[^\p{L}\p{M}'’-]+/u)) if (/^\p{Lu}/u.test(word)) add(word, by);
  };
  for (const { organisation, name } of record.agencies.values())
    add(name, `[${agencies.get(organisation) ?? 'agency'}]`);
  for (const [id, { code }] of people) {
    const name = personName(id);
    if (name !== null) addName(name, `[${code}]`);
  }
  for (const { eventId, declaration } of events) {
    for (const [field, value] of Object.entries(details.get(eventId) ?? {})) {
      const declared = declaration?.fields[field];
      if (declared?.category !== 'identity' || declared.grade !== 'told') continue;
      for (const text of [value].flat()) if (typeof text === 'string') addName(text, '[name]');
    }
  }
  if (replacements.size === 0) return (text) => text;
  const longestFirst = [...replacements.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const named = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${longestFirst.map(escaped).join('|')})(?![\\p{L}\\p{N}])`,
    'giu',
  );
  return (text) => text.replace(named, (match) => replacements.get(match.toLowerCase()) ?? '[name]');
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
