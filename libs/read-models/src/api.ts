import type { AgencyFunction, LawfulBasis, PartName, PartSet, Purpose, RelationKind } from '#casework';
import type { Position } from '#event-store';
import type { Principal } from '#identity';
import type { CaseId, EventId, Instant, OrganisationId, PersonId, Result } from '#kernel';
import type { AccessLogExtent, EntryLevel, WithheldPart } from '#sharing-policy';

/*
 * What the read side answers, and how. Every query has two phases: it first decides what would be handed over, and
 * says so (`touches`); then, once that is durably recorded, `open` opens the parts and gives the answer.
 */

/** Who asks, why, and in which request. Every query is narrowed for this person. */
export interface Reader {
  readonly principal: Principal;
  readonly purpose: Purpose;
  /** One id for everything that one request caused; it joins the request's disclosure records. */
  readonly correlation: string;
}

export interface TouchedEvent {
  readonly eventId: EventId;
  /** The parts that were both selected by the query and permitted; empty where only the entry's existence is told. */
  readonly parts: PartSet;
}

/** What was asked for, or by which way something is delivered to whoever subscribed to it. */
export type Asked =
  | 'timeline'
  | 'entry'
  | 'case'
  | 'cases'
  | 'access-log'
  | 'knowledge'
  | 'export'
  | 'action'
  | 'subscription'
  | 'feed'
  | 'notification';

/** What a reader is answered who is given nothing. */
export type Denial = 'not-found' | 'forbidden' | 'purpose-not-allowed';

/** What one answer tells of one case; it becomes one disclosure record. */
export interface CaseTouch {
  readonly asked: Asked;
  /** Null where an entry was asked for that the reader cannot know of, and so no case of it. */
  readonly caseId: CaseId | null;
  readonly outcome: 'given' | 'denied';
  /** The answer that a denial gives; `not-found` unless told. */
  readonly denial?: Denial;
  /** Whether the reader's organisation has the case. A denial about a case that it has not is recorded apart. */
  readonly caseKnown: boolean;
  /** What is told of; for a denial what was asked for, as it was asked. */
  readonly events: readonly TouchedEvent[];
  /** The instant that the reader looked back to; null for now. */
  readonly asOf: Instant | null;
  /** Whether everything selected was given. */
  readonly whole: boolean;
  /** The policies that decided, by id, sorted. */
  readonly decidedBy: readonly string[];
  /** The policy in force when it was decided; null where none was adopted yet. */
  readonly policyVersion: string | null;
  /** How far the view had come; null while it is empty. */
  readonly viewPosition: Position | null;
}

/** An answer that is decided and not yet opened. */
export interface ReadPlan<Answer> {
  /** To be recorded durably before `open` is called, one record for each case. */
  readonly touches: readonly CaseTouch[];
  /** Opens what was decided, and nothing else. Fails where a key is missing or a part was tampered with. */
  readonly open: () => Promise<Answer>;
}

/** There is no such thing for this reader. The denials are to be recorded before it is said. */
export interface NotFound {
  readonly code: 'NOT_FOUND';
  readonly touches: readonly CaseTouch[];
}

/** The view of this case waits for an operator. Nothing is told. */
export interface Unavailable {
  readonly code: 'UNAVAILABLE';
}

export interface InvalidInput {
  readonly code: 'INVALID_INPUT';
  readonly field: string;
  readonly message: string;
}

export type ReadRefusal = NotFound | Unavailable | InvalidInput;
export type Planned<Answer> = Promise<Result<ReadPlan<Answer>, ReadRefusal>>;

/** The parts of an event of this type that the query asks for. It is asked once for each type. */
export type SelectedParts = (type: string) => PartSet;

/** A page may have this many entries; fewer where told parts are selected, so that opening one means something. */
export const longestPage = 100;
export const longestPageWithToldParts = 25;

/** A place in a timeline: after the entry with these values. Leaves the product only as an encrypted token. */
export interface TimelineCursor {
  readonly occurredEarliest: Instant;
  readonly position: Position;
}

export interface TimelineQuery {
  readonly caseId: CaseId;
  /** What was visible to the organisation at this instant, as far as the person may see it today. */
  readonly asOf?: Instant;
  /** Only entries of these types; a stub, which has no type, is left out. */
  readonly types?: readonly string[];
  readonly first: number;
  readonly after?: TimelineCursor;
  readonly selectedParts: SelectedParts;
}

export interface EntryQuery {
  readonly eventId: EventId;
  readonly selectedParts: SelectedParts;
}

export interface CasesQuery {
  readonly first: number;
  readonly after?: CaseCursor;
}

/** After the case with this id. */
export interface CaseCursor {
  readonly caseId: CaseId;
}

export interface AccessLogQuery {
  readonly caseId: CaseId;
  readonly first: number;
  readonly after?: AccessLogCursor;
}

/** After the record at this place. */
export interface AccessLogCursor {
  readonly position: Position;
}

/** A level at which something is told; what has none is not there at all. */
export type ToldLevel = Exclude<EntryLevel, 'none'>;

export interface EntryRelation {
  readonly kind: RelationKind;
  readonly eventId: EventId;
}

/** Whom to ask about work of which only a stub is shown. */
export interface ContactPoint {
  readonly organisation: OrganisationId;
  readonly name: string;
  /** How to reach it, as the directory has it; null where it has nothing. */
  readonly reach: string | null;
}

/** A mark that a later event put on this one; only what this reader may see of it. */
export interface EntryMark {
  readonly kind: 'corrected' | 'withdrawn' | 'retracted';
  readonly by: EventId;
}

export interface Entry {
  readonly eventId: EventId;
  readonly caseId: CaseId;
  readonly level: ToldLevel;
  /** Null for a stub. */
  readonly type: string | null;
  /** The version of the type that `details` are in: always the newest. Null for a stub. */
  readonly version: number | null;
  /** Extended Date/Time Format. */
  readonly occurred: string;
  /** Null for a stub. */
  readonly recordedAt: Instant | null;
  /** On what basis a disclosure was made; null for every other entry. */
  readonly lawfulBasis: LawfulBasis | null;
  readonly organisation: OrganisationId;
  readonly kindOfWork: string;
  /** Only to entries that this reader may see. */
  readonly relations: readonly EntryRelation[];
  readonly marks: readonly EntryMark[];
  /** The fields of the parts that were selected and permitted, by field name. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly withheld: readonly WithheldPart[];
  /** Given for stubs. */
  readonly contactPoint: ContactPoint | null;
  readonly visibleFrom: Instant;
  readonly policyVersion: string | null;
}

export interface Edge<Node, Cursor> {
  readonly node: Node;
  readonly cursor: Cursor;
}

export interface Page<Node, Cursor> {
  readonly edges: readonly Edge<Node, Cursor>[];
  readonly hasNextPage: boolean;
}

/** Ordered by the earliest instant at which each entry may have happened, then as recorded. */
export type TimelinePage = Page<Entry, TimelineCursor>;

export interface OpenProcess {
  /** The process, by the field's name for it, e.g. `missing-episode`. */
  readonly process: string;
  readonly openedBy: EventId;
  /** Extended Date/Time Format: when the event occurred that opened it. */
  readonly since: string;
  readonly organisation: OrganisationId;
}

export interface Participant {
  readonly organisation: OrganisationId;
  readonly name: string;
  readonly function: AgencyFunction | null;
}

export interface AgeDetermination {
  readonly eventId: EventId;
  readonly type: string;
  readonly organisation: OrganisationId;
  readonly occurred: string;
  /** Each only as far as the reader may see it; null otherwise. */
  readonly method: string | null;
  readonly effect: string | null;
  readonly dateOfBirth: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly reliesOn: readonly EventId[];
  readonly standing: 'asserted' | 'withdrawn' | 'corrected' | 'retracted';
}

/** A case as the entries that this reader may see tell it, and nothing else. */
export interface CaseSummary {
  readonly caseId: CaseId;
  /** The cases whose entries this reader sees in its timeline, this one included. */
  readonly cases: readonly CaseId[];
  readonly openProcesses: readonly OpenProcess[];
  readonly participants: readonly Participant[];
  readonly ageDeterminations: readonly AgeDetermination[];
  readonly missingNow: boolean;
  /** How many entries this reader may see. */
  readonly entries: number;
}

/** A case of the reader's organisation on which this person may see something. */
export interface CaseListing {
  readonly caseId: CaseId;
  /** When the case came to be visible to the organisation. */
  readonly visibleFrom: Instant;
  /** Whether the organisation is on it now; otherwise it has only what was shown to it. */
  readonly onCase: boolean;
  readonly responsible: boolean;
}
export type CasesPage = Page<CaseListing, CaseCursor>;

/** Something was read, or refused; or somebody could read in an emergency from then on, and no more; or that was judged. */
export const accessKinds = [
  'read',
  'denied',
  'emergency-access-opened',
  'emergency-access-ended',
  'emergency-access-reviewed',
] as const;

export interface AccessLogEntry {
  readonly at: Instant;
  readonly kind: (typeof accessKinds)[number];
  readonly organisation: OrganisationId;
  readonly person: PersonId;
  readonly role: string;
  readonly outcome: 'given' | 'denied';
  /** The rest is null for those who get only who read. */
  /** How an emergency access was judged, where this tells of it. */
  readonly judgement: string | null;
  readonly purpose: Purpose | null;
  /** Those that the reader of the log may know of. */
  readonly events: readonly { readonly eventId: EventId; readonly parts: readonly PartName[] }[] | null;
  /** Only of one's own reading. */
  readonly decidedBy: readonly string[] | null;
  readonly policyVersion: string | null;
  readonly correlation: string | null;
}

export interface AccessLogPage extends Page<AccessLogEntry, AccessLogCursor> {
  readonly extent: Exclude<AccessLogExtent, 'none'>;
}

export interface DisclosureLog {
  /**
   * Records what is about to be answered, one record for each case, and resolves when they are durable. When it
   * rejects, nothing may be answered.
   */
  readonly record: (reader: Reader, touches: readonly CaseTouch[]) => Promise<void>;
}
