import type {
  AgencyFunction,
  Concerns,
  EventHeader,
  Handling,
  PartName,
  Relation,
  Role,
  SourceKind,
} from '#casework';
import { positionOf, type Position, type RecordedEvent } from '#event-store';
import { derivedId } from '#kernel';
import { toStored } from '#sealing';

/** Organisations of the stories: one of each function that the tests speak of. */
export const agencies = {
  northbridge: 'children-services',
  easthaven: 'children-services',
  riverside: 'police',
  gateway: 'border',
  casework: 'asylum-casework',
  lantern: 'voluntary',
  beacon: 'guardianship',
  clinic: 'health',
  board: 'safeguarding-board',
} as const satisfies Record<string, AgencyFunction>;
export type Agency = keyof typeof agencies;

export interface Told {
  readonly by?: Agency;
  readonly person?: string;
  readonly role?: Role;
  readonly parts?: readonly PartName[];
  readonly concerns?: Concerns;
  readonly handling?: Partial<Handling>;
  readonly relations?: readonly Relation[];
  readonly source?: SourceKind;
  readonly occurred?: string;
}

/** A header, and the event as a log would hold it. */
export interface Happened {
  readonly header: EventHeader;
  readonly event: RecordedEvent;
}

const start = Date.UTC(2010, 0, 1);

/** The period of a review that says no other. */
const timeOfTheStories = { from: '2010-01', until: '2010-12' } as const;

/** Tells a story event by event, a minute apart, the way a log would hold it. */
export const story = () => {
  const events: Happened[] = [];
  const revisions = new Map<string, number>();

  const happens = (stream: string, caseId: string | null, type: string, told: Told = {}): Happened => {
    const number = events.length;
    const organisation = told.by ?? 'northbridge';
    const recordedAt = new Date(start + number * 60_000).toISOString();
    const parts = told.parts ?? ['core.coded', 'core.told'];
    const header: EventHeader = {
      id: derivedId('story', number),
      stream,
      type,
      version: 1,
      caseId,
      recordedBy: {
        organisation,
        person: told.person ?? `${organisation}-worker`,
        role: told.role ?? 'system',
      },
      occurred: told.occurred ?? recordedAt.slice(0, 10),
      recordedAt,
      source: told.source ?? 'own-act',
      parts,
      handling: { caveats: [], releasableTo: null, neverTo: [], ...told.handling },
      lawfulBasis: 'public-task',
      correlation: `request-${number}`,
      causation: null,
      relations: told.relations ?? [],
      concerns: told.concerns ?? {},
    };
    const revision = revisions.get(stream) ?? 0;
    revisions.set(stream, revision + 1);
    const sealed = parts.map((part) => ({
      part,
      key: 'key',
      nonce: 'nonce',
      sealed: `sealed-${number}-${part}`,
    }));
    const event: RecordedEvent = {
      id: header.id,
      type,
      stream,
      revision,
      position: positionAt(number),
      data: toStored({ header, parts: sealed }),
      metadata: null,
      appendedAt: recordedAt,
    };
    const happened = { header, event };
    events.push(happened);
    return happened;
  };

  const onCase = (caseId: string) => (type: string, told?: Told) =>
    happens(`case-${caseId}`, caseId, type, told);
  const onLink =
    (link: string, cases: readonly string[]) =>
    (type: string, told: Told = {}) =>
      happens(`link-${link}`, null, type, { ...told, concerns: { cases, ...told.concerns } });
  const onReview =
    (review: string, cases: readonly string[]) =>
    (type: string, told: Told = {}) =>
      happens(`review-${review}`, null, type, {
        ...told,
        concerns: { cases, ...timeOfTheStories, ...told.concerns },
      });
  /** What is recorded in a review once it is open, without the cases. */
  const withinReview = (review: string) => (type: string, told?: Told) =>
    happens(`review-${review}`, null, type, told);
  const onGrant = (grant: string, caseId: string) => (type: string, told?: Told) =>
    happens(`grant-${grant}`, caseId, type, told);
  const registered = (organisation: Agency) =>
    happens('directory', null, 'OrganisationRegistered', {
      concerns: { organisation, function: agencies[organisation] },
    });
  const adopted = (version: string) =>
    happens('policy', null, 'PolicyAdopted', { concerns: { policyVersion: version } });

  return {
    events,
    onCase,
    onLink,
    onReview,
    withinReview,
    onGrant,
    registered,
    adopted,
    /** Registers every organisation and adopts a policy. */
    begin: (version: string) => {
      adopted(version);
      for (const organisation of Object.keys(agencies) as Agency[]) registered(organisation);
    },
  };
};
export type Story = ReturnType<typeof story>;

export const positionAt = (number: number): Position => positionOf(BigInt(number * 7), 0n);

export const about = (...events: readonly Happened[]): readonly Relation[] =>
  events.map(({ header }) => ({ kind: 'about', event: header.id }));
export const related = (kind: Relation['kind'], ...events: readonly Happened[]): readonly Relation[] =>
  events.map(({ header }) => ({ kind, event: header.id }));

export const joins = (organisation: Agency, by: Agency = 'northbridge'): Told => ({
  by,
  concerns: { organisation },
  parts: ['core.coded'],
});

/** The header fields of a `HandlingChanged` that restricts nothing. */
export const openHandlingSaid = {
  covert: false,
  notForImmigration: [],
  releaseLimited: false,
  releasableTo: [],
  neverToOrganisations: [],
  neverToPeople: [],
} as const;
