import type { EventId, Instant, OrganisationId, PersonId } from '#kernel';
import type { OpenedEvent } from '../declaration/case-event.js';
import type { Process } from '../decision/process.js';
import { addresseeFields } from '../vocabulary/addressed-events.js';
import type { EventHeader } from '../vocabulary/event-header.js';

/** A referral of the child to an organisation, and what became of it. */
export interface ReferralState {
  readonly to: OrganisationId;
  readonly answer: 'accepted' | 'rejected' | null;
}

/** Who is on the case, and as what. All of it follows from headers alone, so a reader without keys can know it too. */
export interface PeopleState {
  /** Organisations on the case, and since when. */
  readonly organisations: ReadonlyMap<OrganisationId, Instant>;
  /** Who began the case, until an authority accepts responsibility; null before the first event. */
  readonly lead: OrganisationId | null;
  /** The authority that has accepted responsibility for the child. */
  readonly responsible: OrganisationId | null;
  /** The authority to which responsibility was transferred, and which has not answered. */
  readonly responsibilityOfferedTo: OrganisationId | null;
  readonly referrals: ReadonlyMap<EventId, ReferralState>;
  /** Organisations that know of the case: referred to, offered responsibility, or disclosed to or asked to disclose. */
  readonly told: ReadonlySet<OrganisationId>;
  /** Organisations of which something about the child was asked. */
  readonly asked: ReadonlySet<OrganisationId>;
  /** Organisations that asked to join and have had no answer. */
  readonly joinRequests: ReadonlySet<OrganisationId>;
  readonly workers: ReadonlyMap<PersonId, OrganisationId>;
  readonly investigators: ReadonlyMap<PersonId, OrganisationId>;
  readonly guardian: { readonly person: PersonId; readonly organisation: OrganisationId } | null;
}

const nobody: PeopleState = {
  organisations: new Map(),
  lead: null,
  responsible: null,
  responsibilityOfferedTo: null,
  referrals: new Map(),
  told: new Set(),
  asked: new Set(),
  joinRequests: new Set(),
  workers: new Map(),
  investigators: new Map(),
  guardian: null,
};

const withEntry = <K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> =>
  new Map(map).set(key, value);

const withoutEntry = <K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> => {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
};

const withMember = <T>(set: ReadonlySet<T>, member: T): ReadonlySet<T> => new Set(set).add(member);

const withoutMember = <T>(set: ReadonlySet<T>, member: T): ReadonlySet<T> => {
  const rest = new Set(set);
  rest.delete(member);
  return rest;
};

/** The field of each type's header that says whom it is about; types of other processes by name, not by import. */
export const concernedFields: ReadonlyMap<string, string> = new Map([
  ...addresseeFields,
  ['AgencyJoinedCase', 'organisation'],
  ['WorkerAllocated', 'worker'],
  ['WorkerReleased', 'worker'],
  ['InvestigatorAssigned', 'investigator'],
  ['InvestigatorReleased', 'investigator'],
  ['GuardianAppointed', 'guardian'],
]);

/** Whom the event is about: an organisation or a person. */
const concerned = (header: EventHeader): string => {
  const value = header.concerns[concernedFields.get(header.type) ?? ''];
  return typeof value === 'string' ? value : '';
};

type Change = (known: PeopleState, header: EventHeader, by: OrganisationId) => PeopleState;

const referred: Change = (known, header) => {
  const to = concerned(header);
  return {
    ...known,
    referrals: withEntry(known.referrals, header.id, { to, answer: null }),
    told: withMember(known.told, to),
  };
};

const answered =
  (answer: 'accepted' | 'rejected'): Change =>
  (known, header) => {
    const referrals = new Map(known.referrals);
    for (const { kind, event } of header.relations) {
      const referral = kind === 'about' ? referrals.get(event) : undefined;
      if (referral) referrals.set(event, { ...referral, answer });
    }
    return { ...known, referrals };
  };

/** An authority that has the case through a link only comes onto it by accepting responsibility: a lead is on its case. */
const joined = (known: PeopleState, joining: OrganisationId, at: Instant): PeopleState =>
  known.organisations.has(joining)
    ? known
    : { ...known, organisations: withEntry(known.organisations, joining, at) };

const joinAnswered: Change = (known, header) => ({
  ...known,
  joinRequests: withoutMember(known.joinRequests, concerned(header)),
});

const told: Change = (known, header) => ({ ...known, told: withMember(known.told, concerned(header)) });

const ofOthers = (people: ReadonlyMap<PersonId, OrganisationId>, leaving: OrganisationId) =>
  new Map([...people].filter(([, organisation]) => organisation !== leaving));

const left: Change = (known, _header, by) => ({
  ...known,
  organisations: withoutEntry(known.organisations, by),
  workers: ofOthers(known.workers, by),
  investigators: ofOthers(known.investigators, by),
  guardian: known.guardian?.organisation === by ? null : known.guardian,
});

/** By the name of the type: what happens on another process's events too, without importing it. */
const changes = new Map<string, Change>([
  ['ReferralMade', referred],
  ['ChildWelfareReferralSent', referred],
  ['ReferralAccepted', answered('accepted')],
  ['ReferralRejected', answered('rejected')],
  ['DisclosureMade', told],
  [
    'DisclosureRequested',
    (known, header, by) => ({
      ...told(known, header, by),
      asked: withMember(known.asked, concerned(header)),
    }),
  ],
  ['JoinRequested', (known, _header, by) => ({ ...known, joinRequests: withMember(known.joinRequests, by) })],
  ['JoinAccepted', joinAnswered],
  ['JoinDeclined', joinAnswered],
  ['AgencyJoinedCase', (known, header) => joined(known, concerned(header), header.recordedAt)],
  ['AgencyLeftCase', left],
  [
    'WorkerAllocated',
    (known, header, by) => ({
      ...known,
      workers: withEntry(known.workers, concerned(header), by),
    }),
  ],
  [
    'WorkerReleased',
    (known, header) => ({ ...known, workers: withoutEntry(known.workers, concerned(header)) }),
  ],
  [
    'InvestigatorAssigned',
    (known, header, by) => ({
      ...known,
      investigators: withEntry(known.investigators, concerned(header), by),
    }),
  ],
  [
    'InvestigatorReleased',
    (known, header) => ({
      ...known,
      investigators: withoutEntry(known.investigators, concerned(header)),
    }),
  ],
  [
    'ResponsibilityTransferred',
    (known, header, by) => ({
      ...told(known, header, by),
      responsibilityOfferedTo: concerned(header),
    }),
  ],
  [
    'ResponsibilityAccepted',
    (known, header, by) => ({
      ...joined(known, by, header.recordedAt),
      lead: by,
      responsible: by,
      responsibilityOfferedTo: null,
    }),
  ],
  [
    'ResponsibilityDeclined',
    (known, _header, by) =>
      known.responsibilityOfferedTo === by ? { ...known, responsibilityOfferedTo: null } : known,
  ],
  [
    'GuardianAppointed',
    (known, header, by) => ({
      ...known,
      guardian: { person: concerned(header), organisation: by },
    }),
  ],
  ['GuardianEnded', (known) => ({ ...known, guardian: null })],
]);

const begun = (known: PeopleState, header: EventHeader): PeopleState => ({
  ...known,
  lead: header.recordedBy.organisation,
  organisations: new Map([[header.recordedBy.organisation, header.recordedAt]]),
});

export const people: Process<PeopleState> = {
  begin: nobody,
  evolve: (known, { header }: OpenedEvent) => {
    const present = known.lead === null ? begun(known, header) : known;
    const change = changes.get(header.type);
    return change ? change(present, header, header.recordedBy.organisation) : present;
  },
};

/** Whether the organisation decides for the case: it leads it. */
export const leads = (known: PeopleState, organisation: OrganisationId): boolean =>
  known.lead === organisation;
