import {
  agencyFunctions,
  rolesOf,
  type Details,
  type OrganisationRegistered,
  type PersonEnrolled,
  type PersonSuspended,
} from '#casework';
import type { Principal } from '#identity';
import type { Instant, OrganisationId, PersonId } from '#kernel';
import { entriesOf, given, instantOf, listOf, mappingOf, oneOf, SampleMistake, textOf } from './shape.js';

/** One fact of the directory or the policy, and when it was recorded. */
export type SampleFact = { readonly at: Instant } & (
  | { readonly kind: 'policy-adopted' }
  | { readonly kind: 'organisation-registered'; readonly details: Details<typeof OrganisationRegistered> }
  | {
      readonly kind: 'issuer-bound';
      readonly issuer: string;
      readonly organisations: readonly OrganisationId[];
    }
  | { readonly kind: 'person-enrolled'; readonly details: Details<typeof PersonEnrolled> }
  | { readonly kind: 'person-suspended'; readonly details: Details<typeof PersonSuspended> }
);

export interface SampleDirectory {
  /** In the order in which they are recorded. */
  readonly facts: readonly SampleFact[];
  /** Everyone by handle, as a verified token would present them. */
  readonly people: ReadonlyMap<PersonId, Principal>;
  readonly organisations: ReadonlySet<OrganisationId>;
}

const handle = /^[a-z0-9]+(-[a-z0-9]+)+$/;
const vettings = [
  'none',
  'enhanced-disclosure',
  'police-vetted',
  'security-cleared',
  'developed-vetting',
] as const;
const causes = [
  'left',
  'moved',
  'long-absence',
  'under-investigation',
  'credentials-lost',
  'linked-to-a-suspect',
] as const;

const organisationFrom = (id: string, value: unknown): Details<typeof OrganisationRegistered> => {
  const where = `Organisation ${id}`;
  const entries = entriesOf(value, where, {
    required: ['function', 'name', 'contactPoint'],
    optional: ['area'],
  });
  return {
    organisation: id,
    function: oneOf(agencyFunctions)(entries.function, `${where}, function,`),
    name: textOf(entries.name, `${where}, name,`),
    contactPoint: textOf(entries.contactPoint, `${where}, contactPoint,`),
    area: given(entries.area, `${where}, area,`, textOf),
  };
};

type Registered = ReadonlyMap<OrganisationId, Details<typeof OrganisationRegistered>>;

const personFrom = (value: unknown, position: number, organisations: Registered) => {
  const entries = entriesOf(value, `Person ${position + 1}`, {
    required: ['handle', 'organisation', 'role', 'name', 'enrolled'],
    optional: ['team', 'supervisor', 'vetting', 'workContact'],
  });
  const person = textOf(entries.handle, `Person ${position + 1}, handle,`);
  const where = `Person ${person}`;
  if (!handle.test(person)) throw new SampleMistake(where, 'needs a handle such as amina-lantern');
  const organisation = organisations.get(textOf(entries.organisation, `${where}, organisation,`));
  if (organisation === undefined) throw new SampleMistake(where, 'is of an organisation that is not listed');
  const details: Details<typeof PersonEnrolled> = {
    person,
    organisation: organisation.organisation,
    role: oneOf(rolesOf(organisation.function))(entries.role, `${where}, role,`),
    name: textOf(entries.name, `${where}, name,`),
    team: given(entries.team, `${where}, team,`, textOf),
    supervisor: given(entries.supervisor, `${where}, supervisor,`, textOf),
    vetting: given(entries.vetting, `${where}, vetting,`, oneOf(vettings)),
    workContact: given(entries.workContact, `${where}, workContact,`, textOf),
  };
  return { at: instantOf(entries.enrolled, `${where}, enrolled,`), details, function: organisation.function };
};

const principalFrom = ({ details, function: agency }: ReturnType<typeof personFrom>): Principal => {
  const { person, organisation, role, team, supervisor, vetting } = details;
  return {
    person,
    organisation,
    function: agency,
    role,
    team: team ?? null,
    supervisor: supervisor ?? null,
    vetting: vetting ?? null,
    acr: null,
    author: { organisation, person, role, function: agency },
  };
};

const suspensionFrom = (
  value: unknown,
  position: number,
  people: ReadonlyMap<PersonId, Principal>,
): SampleFact => {
  const where = `Suspension ${position + 1}`;
  const entries = entriesOf(value, where, {
    required: ['person', 'at', 'cause'],
    optional: ['from', 'circumstances'],
  });
  const principal = people.get(textOf(entries.person, `${where}, person,`));
  if (principal === undefined) throw new SampleMistake(where, 'is of a person who is not listed');
  return {
    kind: 'person-suspended',
    at: instantOf(entries.at, `${where}, at,`),
    details: {
      person: principal.person,
      organisation: principal.organisation,
      cause: oneOf(causes)(entries.cause, `${where}, cause,`),
      from: given(entries.from, `${where}, from,`, textOf),
      circumstances: given(entries.circumstances, `${where}, circumstances,`, textOf),
    },
  };
};

/**
 * Reads the directory of the samples: the policy in force first of all, then the organisations and their issuer, then
 * each person on the day they were enrolled.
 * @throws SampleMistake
 */
export const directoryFrom = (file: unknown): SampleDirectory => {
  const entries = entriesOf(file, 'The directory', {
    required: ['adopted', 'registered', 'issuer', 'organisations', 'people'],
    optional: ['suspensions'],
  });
  const organisations: Registered = new Map(
    Object.entries(mappingOf(entries.organisations, 'The organisations')).map(([id, value]) => [
      id,
      organisationFrom(id, value),
    ]),
  );
  const enrolled = listOf(entries.people, 'The people').map((value, position) =>
    personFrom(value, position, organisations),
  );
  const people = new Map(enrolled.map((person) => [person.details.person, principalFrom(person)]));
  if (people.size !== enrolled.length) throw new SampleMistake('The people', 'have a handle twice');
  for (const { person, supervisor, organisation } of people.values()) {
    if (supervisor !== null && people.get(supervisor)?.organisation !== organisation)
      throw new SampleMistake(`Person ${person}`, 'has a supervisor who is not of the same organisation');
  }
  const registered = instantOf(entries.registered, 'The directory, registered,');
  const facts: readonly SampleFact[] = [
    { kind: 'policy-adopted', at: instantOf(entries.adopted, 'The directory, adopted,') },
    ...[...organisations.values()].map((details) => ({
      kind: 'organisation-registered' as const,
      at: registered,
      details,
    })),
    {
      kind: 'issuer-bound',
      at: registered,
      issuer: textOf(entries.issuer, 'The directory, issuer,'),
      organisations: [...organisations.keys()],
    },
    ...enrolled.map(({ at, details }) => ({ kind: 'person-enrolled' as const, at, details })),
    ...listOf(entries.suspensions ?? [], 'The suspensions').map((value, position) =>
      suspensionFrom(value, position, people),
    ),
  ];
  return { facts, people, organisations: new Set(organisations.keys()) };
};
