import type { AgencyFunction, PartName, PartSet, Purpose, Role } from '#casework';
import type {
  CaseFacts,
  EmergencyAccessAct,
  EmergencyAccessFacts,
  EventFacts,
  Reader,
  RecordingFacts,
  ReviewAct,
  ReviewFacts,
} from './facts.js';

/**
 * `full`: type, date and every part that the reader may know to exist. `partial`: the same, and parts named as
 * withheld. `stub`: organisation, date, kind of work and a contact point. `none`: nothing, anywhere.
 */
export const entryLevels = ['none', 'stub', 'partial', 'full'] as const;
export type EntryLevel = (typeof entryLevels)[number];

/**
 * Why a part is named as withheld. Every reason is one of the sharing agreement itself and holds for all events alike:
 * none may come from a caveat, for a reason that only a restricted event can have would betray the restriction.
 *
 * outcomes-only: the reader's row gives codes and dates of this category, not the words; not-shared: the row gives
 * nothing of this category, the holder can be asked; only-while-missing: given while the child is missing.
 */
export const withheldReasons = ['outcomes-only', 'not-shared', 'only-while-missing'] as const;
export type WithheldReason = (typeof withheldReasons)[number];

export interface WithheldPart {
  readonly part: PartName;
  readonly reason: WithheldReason;
}

export interface EntryDecision {
  readonly level: EntryLevel;
  /** Parts to hand over, a subset of those present. */
  readonly handed: PartSet;
  /** Parts to name as withheld. What is neither handed nor named must leave no trace. */
  readonly withheld: readonly WithheldPart[];
  /** Sorted ids of the policies that decided, those that narrowed included: for the record, never for the reader. */
  readonly decidedBy: readonly string[];
}

export interface Decision {
  readonly allowed: boolean;
  /** Sorted ids of the policies that decided; empty where no policy permits. */
  readonly decidedBy: readonly string[];
}

/** `everything`; `who-read`: which organisations and roles read, and when; `own-organisation`: its own reading only. */
export const accessLogExtents = ['none', 'own-organisation', 'who-read', 'everything'] as const;
export type AccessLogExtent = (typeof accessLogExtents)[number];

export interface AccessLogDecision {
  readonly extent: AccessLogExtent;
  readonly decidedBy: readonly string[];
}

/** How decisions about entries were found: for a metric. */
export interface PolicyStatistics {
  /** Decisions that had been made before. */
  readonly hits: number;
  /** Decisions that the engine had to make, those that it could not make included. */
  readonly misses: number;
  /** Decisions in memory. */
  readonly kept: number;
}

/** One version of the sharing agreement. The same questions get the same answers for as long as it ships. */
export interface SharingPolicy {
  readonly version: string;
  /** Hexadecimal SHA-256 over the texts, the schema and the engine's version. */
  readonly digest: string;
  /** What this reader gets of an event of which the parts `present` exist; nothing, this once, where the engine fails. */
  entryForPerson(
    reader: Reader,
    caseFacts: CaseFacts,
    eventFacts: EventFacts,
    present: PartSet,
  ): EntryDecision;
  /**
   * The ceiling: what any reader of such an organisation could have of it now, whatever role, purpose and
   * relationship. A view holds no more than this.
   * @throws CannotDecide where the engine fails: a view that took a failure for a denial would go on with too little.
   */
  entryForOrganisation(
    agency: AgencyFunction,
    caseFacts: CaseFacts,
    eventFacts: EventFacts,
    present: PartSet,
  ): EntryDecision;
  mayUsePurpose(agency: AgencyFunction, role: Role, purpose: Purpose): Decision;
  /** Whether this principal may record at all; what its organisation owns and what a case's state allows are casework's rules. */
  mayRecord(facts: RecordingFacts): Decision;
  mayReadAccessLog(reader: Reader, caseFacts: CaseFacts): AccessLogDecision;
  /** Whether somebody may open, end or judge an emergency access, or learn of it; what its state allows are casework's rules. */
  mayHandleEmergencyAccess(act: EmergencyAccessAct, facts: EmergencyAccessFacts): Decision;
  /** Whether somebody may do this with a board's review; what its state allows are casework's rules. */
  mayHandleReview(act: ReviewAct, facts: ReviewFacts): Decision;
  /** Whether a reader may learn what other agencies had of a case and who of them opened it. */
  mayReadKnowledge(reader: Reader, caseFacts: CaseFacts): Decision;
  statistics(): PolicyStatistics;
}

/** What a deployment adopts: it identifies texts, schema and engine, so that a decision can be made again years later. */
export interface PolicyAdoption {
  readonly version: string;
  readonly digestOfText: string;
  readonly digestOfSchema: string;
  readonly engine: string;
}

export interface SharingPolicies {
  /** The newest version that ships. */
  readonly current: SharingPolicy;
  byVersion(version: string): SharingPolicy | undefined;
  /** What adopting `current` records. */
  readonly adoption: PolicyAdoption;
  /** What adopting a version records; undefined where none of that name ships. */
  adoptionOf(version: string): PolicyAdoption | undefined;
  /** Of all versions together. */
  statistics(): PolicyStatistics;
}

export interface SharingPolicyOptions {
  /** Told when a question could not be decided and was therefore not answered with a yes. Never carries personal data. */
  readonly onAlarm: (reason: string) => void;
}
