import type { AlertKind, AlertLevel } from '#casework';
import type { Position } from '#event-store';
import type { CaseId, EventId, Instant, PersonId, Result } from '#kernel';
import type { ContactPoint, Page, Unavailable } from '../api.js';
import type { CurrentReader, CursorRefused, FeedClosing, FeedDelivery, FeedStart } from '../feed/api.js';

/*
 * What is read of alerts. It stands on the log and on no view, so it is there where a view waits for an operator.
 */

/** An alert tells the least: what kind of thing, of which case, since when, and whom to ask. */
export interface Alert {
  readonly alertId: string;
  readonly kind: AlertKind;
  readonly caseId: CaseId;
  /** The event that it tells of. For an emergency access it is an entry of no timeline. */
  readonly eventId: EventId;
  readonly raisedAt: Instant;
  readonly level: AlertLevel;
  readonly levelSince: Instant;
  /** Whether it is for this reader now, by name or by role. */
  readonly forYou: boolean;
  readonly acknowledgedAt: Instant | null;
  /** A person of the reader's own organisation. */
  readonly acknowledgedBy: PersonId | null;
  /** Whether it still tells of something. */
  readonly open: boolean;
  /** Of whoever recorded what it tells of; null where the product did. */
  readonly contactPoint: ContactPoint | null;
}

/** After the alert that was raised at this place. */
export interface AlertCursor {
  readonly position: Position;
}

export interface AlertsQuery {
  /** Only those that are open, or only those that are not; without it, all. */
  readonly open?: boolean;
  readonly first: number;
  readonly after?: AlertCursor;
}

/** The last raised first. */
export type AlertsPage = Page<Alert, AlertCursor>;

export interface AlertFeedQuery {
  /** `beginning`: with the alerts that are open; `now`: with what becomes of them from now on. */
  readonly start: FeedStart;
  readonly delivery: FeedDelivery;
}

/** What a subscriber is sent. The same delivery has the same id whenever and by whichever way it is sent again. */
export type AlertFeedItem =
  /** It is new to the subscriber, goes to others from now on, or was taken up: `alert` is as it stands now. */
  | {
      readonly kind: 'raised' | 'escalated' | 'acknowledged';
      readonly id: string;
      readonly cursor: string;
      readonly alert: Alert;
    }
  /** It is over, or not this subscriber's to know any more: it is to be removed. */
  | {
      readonly kind: 'ended';
      readonly id: string;
      readonly cursor: string;
      readonly alertId: string;
      readonly caseId: CaseId;
    };

export interface AlertFeedBatch {
  /** All are on record as disclosed. May be empty. */
  readonly items: readonly AlertFeedItem[];
  /** From here nothing is lost that comes after; what was in this batch may be sent again by the same id. */
  readonly checkpoint: string;
  readonly caughtUp: boolean;
  /** Set where this was the last batch. */
  readonly closing: FeedClosing | null;
}

export type AlertFeedRefusal =
  CursorRefused | Unavailable | { readonly code: 'CLOSED'; readonly closing: FeedClosing };

export interface AlertFeedSubscription {
  /**
   * The next deliveries, at most so many, durably recorded as disclosed before this resolves. Waits while there are none, and
   * answers an empty batch after `heartbeatMs`. One call at a time.
   * @throws where the record cannot be written, or the log or the database is away: nothing was delivered then, and the same
   * call may be made again
   */
  readonly next: (options: {
    readonly most: number;
    readonly heartbeatMs: number;
    readonly signal: AbortSignal;
  }) => Promise<AlertFeedBatch>;
  readonly close: () => void;
}

/** The alerts of an organisation, pushed: raised, gone to others, taken up and ended, to one subscriber. */
export interface AlertFeed {
  readonly subscribe: (
    who: CurrentReader,
    query: AlertFeedQuery,
  ) => Promise<Result<AlertFeedSubscription, AlertFeedRefusal>>;
}
