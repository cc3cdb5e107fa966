import type {
  BreakGlassOpened,
  BreakGlassReviewed,
  DecisionHistoryExported,
  Details,
  Purpose,
  Relation,
  ReviewClosed,
  ReviewFindingRecorded,
  ReviewOpened,
} from '#casework';
import type { Principal } from '#identity';
import type { CaseId, Instant, OrganisationId, Result } from '#kernel';
import type { Recorded, RecordingRefusal } from '../api.js';
import type { RecordingPorts } from '../ports.js';

/** What every act says besides its own; nothing of it is trusted yet but the principal and the purpose. */
export interface OversightAct {
  readonly principal: Principal;
  readonly purpose: Purpose;
  /** The caller's idempotency key: the same key, person, act and matter record once. 8 to 200 characters. */
  readonly key: string;
  readonly correlation: string;
}

export interface OpenEmergencyAccess extends OversightAct {
  readonly caseId: CaseId;
  readonly ground: Details<typeof BreakGlassOpened>['ground'];
  readonly justification: string;
  /** A whole number from 1 to 12; null: 4. */
  readonly hours: number | null;
}

export interface EndEmergencyAccess extends OversightAct {
  readonly grantId: string;
}

export interface ReviewEmergencyAccess extends OversightAct {
  readonly grantId: string;
  readonly outcome: Details<typeof BreakGlassReviewed>['outcome'];
  readonly reasons: string;
}

export interface OpenReview extends OversightAct {
  /** The board is that of whoever opens it. */
  readonly details: Omit<Details<typeof ReviewOpened>, 'board'>;
}

export interface RecordFinding extends OversightAct {
  readonly reviewId: string;
  readonly details: Details<typeof ReviewFindingRecorded>;
  /** `about` and `reliesOn`: events that the reviewer can see. */
  readonly relations: readonly Relation[];
}

export interface RecordExport extends OversightAct {
  readonly reviewId: string;
  readonly details: Omit<Details<typeof DecisionHistoryExported>, 'exportedBy'>;
}

export interface CloseReview extends OversightAct {
  readonly reviewId: string;
  readonly details: Pick<Details<typeof ReviewClosed>, 'outcome' | 'published' | 'conclusions'>;
}

/** What was recorded, durably: an answer of this kind is never taken back. */
export type OversightRecorded = Omit<Recorded, 'caseId' | 'linkId'>;

export interface EmergencyAccessRecorded extends OversightRecorded {
  readonly grantId: string;
  /** The case that it opens. */
  readonly caseId: CaseId;
  /** When it ends by itself. */
  readonly until: Instant;
}

export interface ReviewRecorded extends OversightRecorded {
  readonly reviewId: string;
}

type Answer<Recorded> = Promise<Result<Recorded, RecordingRefusal>>;

/**
 * The write side of emergency access and of the reviews of boards. What must not be known to exist (a case, an emergency
 * access of others, a review of another board) is refused as what is not there.
 */
export interface Oversight {
  openEmergencyAccess(request: OpenEmergencyAccess): Answer<EmergencyAccessRecorded>;
  /** By the person who has it, their supervisor, or the authority responsible for the child. */
  endEmergencyAccess(request: EndEmergencyAccess): Answer<EmergencyAccessRecorded>;
  /**
   * Records, as the system, that the time of an emergency access has run out. Refused by `emergency-access-is-open` where
   * it has not, or where its end is on record; looking twice, or from two processes, records once.
   */
  endWhatRanOut(grantId: string): Answer<EmergencyAccessRecorded>;
  reviewEmergencyAccess(request: ReviewEmergencyAccess): Answer<EmergencyAccessRecorded>;
  openReview(request: OpenReview): Answer<ReviewRecorded>;
  recordFinding(request: RecordFinding): Answer<ReviewRecorded>;
  recordExport(request: RecordExport): Answer<ReviewRecorded>;
  closeReview(request: CloseReview): Answer<ReviewRecorded>;
}

export interface OversightPorts extends RecordingPorts {
  /** The emergency accesses of an organisation that, as far as the views know, nobody has reviewed in time. */
  readonly overdueEmergencyReviews: (
    organisation: OrganisationId,
    now: Instant,
  ) => Promise<readonly string[]>;
}
