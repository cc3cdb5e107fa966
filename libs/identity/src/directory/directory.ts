import {
  IssuerBound,
  OrganisationRegistered,
  PersonEnrolled,
  PersonSuspended,
  type AgencyFunction,
  type Details,
  type OpenedEvent,
  type Role,
} from '#casework';
import type { OrganisationId, PersonId } from '#kernel';

export interface Organisation {
  readonly id: OrganisationId;
  readonly function: AgencyFunction;
  readonly name: string;
  /** How to reach it about a child; it is shown where an entry is a stub. */
  readonly contactPoint: string;
  readonly area: string | null;
}

export interface Person {
  readonly id: PersonId;
  readonly organisation: OrganisationId;
  /** The one role that the person holds. */
  readonly role: Role;
  readonly team: string | null;
  readonly supervisor: PersonId | null;
  readonly name: string;
  readonly vetting: string | null;
  readonly suspended: boolean;
}

export type SigningAlgorithm = Details<typeof IssuerBound>['algorithms'][number];

/** A token issuer, and for whom it may speak. */
export interface IssuerBinding {
  readonly issuer: string;
  readonly organisations: ReadonlySet<OrganisationId>;
  /** The URL of its key set. */
  readonly keySet: string;
  readonly algorithms: readonly SigningAlgorithm[];
  /** The audience that its tokens must name. */
  readonly audience: string;
}

/** Organisations, people and issuers, as the events of the directory have made them. */
export interface Directory {
  organisation(id: OrganisationId): Organisation | undefined;
  person(id: PersonId): Person | undefined;
  issuer(url: string): IssuerBinding | undefined;
  /** Where a person is enrolled and not suspended. */
  organisationOf(person: PersonId): OrganisationId | undefined;
  functionOf(organisation: OrganisationId): AgencyFunction | undefined;
  /** In the order in which they were registered. */
  organisations(): Iterable<Organisation>;
  /** In the order in which they were enrolled, suspended ones included. */
  people(): Iterable<Person>;
}

/** A directory that learns from events. */
export interface DirectoryFold extends Directory {
  /** Events that do not belong to the directory change nothing. They come in log order. */
  apply(event: OpenedEvent): void;
}

export const emptyDirectory = (): DirectoryFold => {
  const organisations = new Map<OrganisationId, Organisation>();
  const people = new Map<PersonId, Person>();
  const issuers = new Map<string, IssuerBinding>();

  const suspend = (person: PersonId, by: OrganisationId): void => {
    const known = people.get(person);
    // The organisation that somebody has left for another one does not suspend them there.
    if (known?.organisation === by) people.set(person, { ...known, suspended: true });
  };

  return {
    organisation: (id) => organisations.get(id),
    person: (id) => people.get(id),
    issuer: (url) => issuers.get(url),
    organisationOf: (id) => {
      const person = people.get(id);
      return person === undefined || person.suspended ? undefined : person.organisation;
    },
    functionOf: (id) => organisations.get(id)?.function,
    organisations: () => organisations.values(),
    people: () => people.values(),
    apply: (event) => {
      if (OrganisationRegistered.is(event))
        organisations.set(event.details.organisation, organisationFrom(event.details));
      else if (PersonEnrolled.is(event)) people.set(event.details.person, personFrom(event.details));
      else if (PersonSuspended.is(event)) suspend(event.details.person, event.details.organisation);
      else if (IssuerBound.is(event)) issuers.set(event.details.issuer, issuerFrom(event.details));
    },
  };
};

const organisationFrom = (details: Details<typeof OrganisationRegistered>): Organisation => ({
  id: details.organisation,
  function: details.function,
  name: details.name,
  contactPoint: details.contactPoint,
  area: details.area ?? null,
});

/** To be enrolled anew is also how a suspension ends. */
const personFrom = (details: Details<typeof PersonEnrolled>): Person => ({
  id: details.person,
  organisation: details.organisation,
  role: details.role,
  team: details.team ?? null,
  supervisor: details.supervisor ?? null,
  name: details.name,
  vetting: details.vetting ?? null,
  suspended: false,
});

const issuerFrom = (details: Details<typeof IssuerBound>): IssuerBinding => ({
  issuer: details.issuer,
  organisations: new Set(details.organisations),
  keySet: details.keySet,
  algorithms: details.algorithms,
  audience: details.audience,
});
