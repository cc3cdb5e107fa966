import type { Position } from '#event-store';
import type { CaseId, EventId, Instant, OrganisationId, PersonId } from '#kernel';
import type { Page } from '../api.js';
import type { BoardReview } from './board-review.js';

/** What there is to do, in the order in which kinds stand where the times are the same. */
export const worklistKinds = [
  'emergency-access-to-review',
  'emergency-access-to-know-of',
  'information-requested',
  'deadline',
] as const;
export type WorklistKind = (typeof worklistKinds)[number];

export interface WorklistItem {
  readonly kind: WorklistKind;
  readonly caseId: CaseId;
  /** The entry that it is about; null for an emergency access, which is an entry of no timeline. */
  readonly eventId: EventId | null;
  readonly grantId: string | null;
  /** Which asked, or whose person has the emergency access, or which has to act by the deadline. */
  readonly organisation: OrganisationId;
  /** Who has the emergency access. */
  readonly person: PersonId | null;
  readonly since: Instant;
  readonly due: Instant | null;
  readonly overdue: boolean;
  /** The duty of a deadline. */
  readonly duty: string | null;
}

/** Where an item stands: what is overdue first, then by when it is due, or since when it waits. */
export interface WorklistPlace {
  readonly overdue: boolean;
  readonly at: Instant;
  readonly kind: WorklistKind;
  /** Of the event or the grant. */
  readonly id: string;
}

export interface WorklistCursor extends WorklistPlace {
  /** The moment from which what is overdue is seen; the same on every page of a list. */
  readonly now: Instant;
}

export interface WorklistQuery {
  /** All, unless told. */
  readonly kinds?: readonly WorklistKind[];
  readonly first: number;
  readonly after?: WorklistCursor;
}
export type WorklistPage = Page<WorklistItem, WorklistCursor>;

export interface EmergencyAccess {
  readonly grantId: string;
  readonly caseId: CaseId;
  readonly organisation: OrganisationId;
  readonly person: PersonId;
  readonly openedAt: Instant;
  /** When it ends by itself. */
  readonly until: Instant;
  /** When it was ended or, where nobody did, when it ran out; null while it is open. */
  readonly endedAt: Instant | null;
  readonly reviewDue: Instant;
  readonly reviewedAt: Instant | null;
  /** The emergency, as a code. */
  readonly ground: string | null;
  readonly justification: string | null;
}

/** After the grant that was opened at this place. */
export interface EmergencyAccessCursor {
  readonly position: Position;
}

export interface EmergencyAccessesQuery {
  /** Those to one case; without it, those of the reader's own organisation. */
  readonly caseId?: CaseId;
  readonly first: number;
  readonly after?: EmergencyAccessCursor;
}
export type EmergencyAccessesPage = Page<EmergencyAccess, EmergencyAccessCursor>;

/** After the review that was opened at this place. */
export interface ReviewCursor {
  readonly position: Position;
}

export interface ReviewsQuery {
  readonly first: number;
  readonly after?: ReviewCursor;
}
export type ReviewsPage = Page<BoardReview, ReviewCursor>;
