import type { CaseId, EventId, Instant, OrganisationId, Result } from '#kernel';
import type { LawfulBasis, PartName, Purpose, Relation, SourceKind } from '#casework';
import type { Position } from '#event-store';
import type { Principal } from '#identity';

/** What the recorder demands of everyone who handles the event; what is left out is as the policy has it. */
export interface RequestedHandling {
  /** Even that the event exists is protected, until its recorder releases it. */
  readonly covert?: boolean | null;
  /**
   * Parts that must never reach border, asylum casework or immigration enforcement. Left out: every part of a child's
   * own account, and the child's own words wherever they stand. An empty list releases them.
   */
  readonly notForImmigration?: readonly PartName[] | null;
  /** The only organisations that may have it; an empty list: none but the recorder's own. */
  readonly releasableTo?: readonly OrganisationId[] | null;
  /** Organisations and people. */
  readonly neverTo?: readonly string[] | null;
}

/** One action of one person, as it came in: nothing of it is trusted yet but the principal and the purpose. */
export interface RecordRequest {
  readonly principal: Principal;
  readonly purpose: Purpose;
  /** The type of event that the action records, e.g. `ChildReportedMissing`. */
  readonly type: string;
  /** Null for an action that begins a case, and for one about a link alone. */
  readonly caseId: CaseId | null;
  /** The link that the action is about; null for one that begins a link, and for every other action. */
  readonly linkId: string | null;
  /** The caller's idempotency key: the same key, person and type record once. 8 to 200 characters. */
  readonly key: string;
  /** Extended Date/Time Format. */
  readonly occurred: string;
  readonly source: SourceKind;
  readonly handling: RequestedHandling;
  readonly lawfulBasis: LawfulBasis | null;
  readonly relations: readonly Relation[];
  /** The fields of the event, by name; validated here. */
  readonly details: unknown;
  readonly correlation: string;
}

/** What was recorded, durably: an answer of this kind is never taken back. */
export interface Recorded {
  readonly eventId: EventId;
  readonly type: string;
  readonly caseId: CaseId | null;
  readonly linkId: string | null;
  readonly occurred: string;
  readonly recordedAt: Instant;
  /** The position of the last event that the action appended: a view that has it shows the action. */
  readonly position: Position;
  /** The action had been recorded before, by the same key and input; this is the original. */
  readonly repeated: boolean;
  /** It takes something away from somebody, so it should be answered when every view has applied it. */
  readonly narrows: boolean;
}

export interface InvalidField {
  /** Path of the field in the input, e.g. `details.claimedAge` or `occurred`. */
  readonly field: string;
  readonly problem: string;
}

/** Why nothing was recorded. */
export type RecordingRefusal =
  | { readonly code: 'INVALID_INPUT'; readonly fields: readonly InvalidField[] }
  | { readonly code: 'RULE_REFUSED'; readonly rule: string; readonly message: string }
  | { readonly code: 'FORBIDDEN'; readonly decidedBy: readonly string[] }
  /** No such case, link or event, or none that the recorder may know of: the same answer. */
  | { readonly code: 'NOT_FOUND' }
  /** The key was used before for another input, or others kept changing the case while this was tried. */
  | { readonly code: 'CONFLICT'; readonly because: 'key-used-for-other-input' | 'too-many-changes' }
  /** Nothing was acknowledged; the same request with the same key may be sent again. */
  | { readonly code: 'UNAVAILABLE' };

/** The write side: one path for every action. */
export interface Recording {
  record(request: RecordRequest): Promise<Result<Recorded, RecordingRefusal>>;
}
