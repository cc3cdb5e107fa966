import type { EventDeclaration, PartSet, Role, SourceKind } from '#casework';
import type { Position } from '#event-store';
import type { CaseId, EventId, Instant, Occurred, OrganisationId, PersonId } from '#kernel';
import type { WithheldPart } from '#sharing-policy';
import type { AgencyFunction } from '#casework';
import type { EntryMark, EntryRelation, ToldLevel } from '../api.js';
import type { Details } from '../reading/opening.js';

/*
 * What a board looks at. It is put together at one position of the log, from the events that this reviewer may see and
 * from who had which of them when; every answer of a review is a pure function of it and of the details that it opens.
 */

/** What the board set out to look at. */
export interface ReviewScope {
  readonly cases: readonly CaseId[];
  /** Extended Date/Time Format. Events count that may have occurred between the two. */
  readonly from: Occurred;
  readonly until: Occurred;
}

export interface AgencyUnderReview {
  readonly organisation: OrganisationId;
  readonly name: string;
  readonly function: AgencyFunction;
}

/** An event as this reviewer has it. */
export interface ReviewedEvent {
  readonly eventId: EventId;
  readonly caseId: CaseId;
  readonly position: Position;
  /** Null for a stub: then only organisation, date and kind of work are told, and `declaration` is null too. */
  readonly type: string | null;
  readonly declaration: EventDeclaration | null;
  readonly kindOfWork: string;
  readonly occurred: Occurred;
  readonly recordedAt: Instant;
  readonly organisation: OrganisationId;
  /** Who recorded it; null for a stub. */
  readonly person: PersonId | null;
  readonly role: Role | null;
  readonly source: SourceKind | null;
  /** Only to events that this reviewer has. */
  readonly relations: readonly EntryRelation[];
  readonly marks: readonly EntryMark[];
  readonly level: ToldLevel;
  /** The parts that this reviewer may have opened. */
  readonly handed: PartSet;
  readonly withheld: readonly WithheldPart[];
  /** The organisation to which it is addressed, or that it names as who asked, got, or was refused; as the header has it. */
  readonly addressees: readonly OrganisationId[];
}

/** A time during which an agency had an event at one level. */
export interface Spell {
  readonly from: Instant;
  /** Null while it lasts. */
  readonly until: Instant | null;
  readonly level: ToldLevel;
  readonly policyVersion: string;
}

/** Somebody at an agency was handed a told part of an event. */
export interface Opening {
  readonly at: Instant;
  readonly person: PersonId;
  readonly role: string;
}

/** In this order: an event has the first that fits. */
export const knowledgeStates = [
  'opened',
  'visible-unread',
  'stub-only',
  'refused',
  'withheld',
  'held-elsewhere',
  'not-yet-recorded',
  'not-yet-occurred',
] as const;
export type KnowledgeState = (typeof knowledgeStates)[number];

/** A moment of the story; where two records have one instant, the place in the log says which came first. */
export interface MomentOfKnowledge {
  readonly at: Instant;
  /** Only what stands in the log before this place counts as recorded; null: all that was recorded until `at`. */
  readonly before: Position | null;
}

/** Who had what, and when, of the events that this reviewer may see. */
export interface Knowledge {
  /** Oldest first. Under the policies that were in force, or the one that was asked about. */
  readonly spells: (agency: OrganisationId, event: EventId) => readonly Spell[];
  /** Oldest first; the recorder's own organisation has an event from its recording on, whoever opened it. */
  readonly openings: (agency: OrganisationId, event: EventId) => readonly Opening[];
  readonly stateOf: (
    agency: OrganisationId,
    event: ReviewedEvent,
    moment: MomentOfKnowledge,
  ) => KnowledgeState;
}

export interface RecordUnderReview {
  readonly reviewId: string;
  readonly board: OrganisationId;
  readonly scope: ReviewScope;
  /** All of it is as the log was up to here. */
  readonly position: Position | null;
  /** In force at that position. */
  readonly policyVersion: string;
  readonly agencies: ReadonlyMap<OrganisationId, AgencyUnderReview>;
  /** By earliest instant, then as recorded. */
  readonly events: readonly ReviewedEvent[];
  readonly byId: ReadonlyMap<EventId, ReviewedEvent>;
  readonly knowledge: Knowledge;
  /** The same history decided under one policy from its beginning; undefined where no such version ships. */
  readonly knowledgeUnder: (policyVersion: string) => Knowledge | undefined;
}

/** Opens the parts that the question asked for, of these events; nothing else can be had. */
export type OpenDetails = (events: readonly ReviewedEvent[]) => Promise<ReadonlyMap<EventId, Details>>;

/** Something that a board asks. What it opens is known, and put on record, before anything is opened. */
export interface ReviewQuestion<Answer> {
  /** The parts of an event that the answer needs; `noParts` where its existence is enough. Never more than `handed` is opened. */
  readonly parts: (event: ReviewedEvent, record: RecordUnderReview) => PartSet;
  readonly answer: (record: RecordUnderReview, open: OpenDetails) => Promise<Answer>;
}
