import type { CaseId, EventId, Instant, Occurred, OrganisationId } from '#kernel';
import type { EventDeclaration } from '../declaration/case-event.js';
import type { AgencyFunction } from '../vocabulary/agencies.js';
import type {
  Author,
  EventHeader,
  Handling,
  LawfulBasis,
  Relation,
  SourceKind,
} from '../vocabulary/event-header.js';

/** An action that somebody wants to record; its details are valid, its rules are not yet checked. */
export interface Proposal {
  readonly declaration: EventDeclaration;
  readonly details: Readonly<Record<string, unknown>>;
  readonly occurred: Occurred;
  readonly source: SourceKind;
  readonly handling: Handling;
  readonly lawfulBasis: LawfulBasis | null;
  readonly relations: readonly Relation[];
  readonly recorder: Recorder;
  readonly recordedAt: Instant;
}

/** Who wants to record. `system` is the product's own process, for what nobody records by hand. */
export interface Recorder extends Author {
  readonly function: AgencyFunction;
}

/**
 * What the rules may ask beyond the case's own stream. It is looked up before the rules run, so they stay pure. What is
 * known of another stream may be a moment old; rules ask of it only what never becomes untrue again.
 */
export interface Circumstances<Case> {
  /** An event that the recorder's organisation can see, on this case or a linked one; undefined where there is none. */
  readonly known: (event: EventId) => EventHeader | undefined;
  /** The cases in effect linked to this one, or to those that a link names; these left out, and disputed ones too. */
  readonly linked: readonly Case[];
  /** The cases that a link names, by id; empty unless the action is about a link. */
  readonly named: ReadonlyMap<CaseId, Case>;
  /** The function of a registered organisation; undefined where none is registered under the id. */
  readonly functionOf: (organisation: OrganisationId) => AgencyFunction | undefined;
  /** The organisation in which a person is enrolled and not suspended; undefined where there is none. */
  readonly organisationOf: (person: string) => OrganisationId | undefined;
}
