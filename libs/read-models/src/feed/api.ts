import type { CaseId, EventId, Result } from '#kernel';
import type { Entry, InvalidInput, NotFound, Reader, SelectedParts, Unavailable } from '../api.js';

/*
 * The feed of an agency: what of its view is new, what has changed and what has ended, in the order of the view's
 * sequence, from any place, for one subscriber. Every way of delivery reads it here, so that each tells the same and
 * leaves the same records.
 */

/** By which way something is delivered; it stands in the record of the disclosure. */
export type FeedDelivery = 'subscription' | 'feed' | 'notification';

/** Where a subscription begins: with all that is visible now, with what comes from now on, or after a cursor. */
export type FeedStart = 'beginning' | 'now' | { readonly after: string };

export interface FeedQuery {
  /** Only these cases, each with those that its timeline shows; null: every case of the organisation. */
  readonly cases: readonly CaseId[] | null;
  /** Only entries of these types; a stub, which has no type, is left out. Null: all. */
  readonly types: readonly string[] | null;
  readonly start: FeedStart;
  readonly selectedParts: SelectedParts;
  readonly delivery: FeedDelivery;
}

/** Why nothing more is delivered. The subscriber is told which. */
export type FeedClosing =
  | 'token-expired'
  | 'no-longer-authenticated'
  | 'purpose-no-longer-allowed'
  | 'relationship-ended'
  | 'view-unavailable'
  /** The feed was built anew, or the standing changed again while its consequences were sent: begin anew. */
  | 'outdated';

/**
 * Who the subscriber is now. It is asked before each delivery: the token, the directory and the policy in force may have changed
 * since the last.
 */
export type CurrentReader = () => Promise<Result<Reader, FeedClosing>>;

/** What a subscriber is sent. The same delivery has the same id whenever and by whichever way it is sent again. */
export type FeedItem =
  /** An entry that is new, or has changed for this reader: it replaces what was sent of the same event before. */
  | { readonly kind: 'entry'; readonly id: string; readonly cursor: string; readonly entry: Entry }
  /** An entry that this reader could have had is not visible any more: it is to be removed. */
  | {
      readonly kind: 'ended';
      readonly id: string;
      readonly cursor: string;
      readonly caseId: CaseId;
      readonly eventId: EventId;
    };

export interface FeedBatch {
  /** In the order of the view's sequence; all are on record as disclosed. May be empty. */
  readonly items: readonly FeedItem[];
  /** A cursor from which nothing is sent again that was in this batch or before it. It tells nothing of what is hidden. */
  readonly checkpoint: string;
  /** Whether everything that was there when this batch was read has now been sent. */
  readonly caughtUp: boolean;
  /** Set where this was the last batch. */
  readonly closing: FeedClosing | null;
}

/** The place is not one of this feed any more, or the feed is not the one that it was taken from. */
export interface CursorRefused {
  readonly code: 'CURSOR_REFUSED';
  /**
   * `not-yours`: no cursor, or one of another organisation or another subscriber; `outdated`: the feed up to there was built anew
   * and is another now, or what the subscriber may see has changed. Then one has to begin anew; ids stay the same.
   */
  readonly reason: 'not-yours' | 'outdated';
}

export type FeedRefusal =
  | NotFound
  | Unavailable
  | InvalidInput
  | CursorRefused
  | { readonly code: 'CLOSED'; readonly closing: FeedClosing };

export interface FeedSubscription {
  /**
   * The next deliveries, at most so many, durably recorded as disclosed before this resolves. Waits while there are none, and
   * answers an empty batch after `heartbeatMs`, so that a checkpoint can be sent. One call at a time: whoever does not call is not
   * read for.
   * @throws where the record cannot be written, or a part not opened: nothing was delivered then, and the same call may be made again
   */
  readonly next: (options: {
    readonly most: number;
    readonly heartbeatMs: number;
    readonly signal: AbortSignal;
  }) => Promise<FeedBatch>;
  readonly close: () => void;
}

export interface Feed {
  /** Begins a subscription. What must not be known to exist is refused like what does not exist, after the record of the denial. */
  readonly subscribe: (
    who: CurrentReader,
    query: FeedQuery,
  ) => Promise<Result<FeedSubscription, FeedRefusal>>;
}
