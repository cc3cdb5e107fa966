import type { EventId, Instant, Json } from '#kernel';
import type { Position } from './position.js';

/** An event to be appended. Its id is what makes a retry safe: a retry brings the same ids. */
export interface NewEvent {
  /** A UUID in lower case. */
  readonly id: EventId;
  readonly type: string;
  readonly data: Json;
  readonly metadata?: Json;
}

/** An event as the log holds it, for ever. */
export interface RecordedEvent {
  readonly id: EventId;
  readonly type: string;
  readonly stream: string;
  /** Its number in its stream, from 0. */
  readonly revision: number;
  /** Its place in the whole log. */
  readonly position: Position;
  readonly data: Json;
  /** Null where none was given. */
  readonly metadata: Json;
  /** When the log took it, by the log's clock. */
  readonly appendedAt: Instant;
}

/**
 * What a caller believes of a stream. A number is the revision of its last event. `no-stream` is also true of a
 * stream that was deleted (its revisions go on from where they were); `stream-exists` is not.
 */
export type ExpectedRevision = 'no-stream' | 'any' | 'stream-exists' | number;

export interface Expectation {
  readonly expected: ExpectedRevision;
}

export interface Appended {
  /** The revision of the last event appended; for an empty list that of the stream's last event, or -1. */
  readonly revision: number;
  /** The position of the last event appended; for an empty list a position that the check has seen. */
  readonly position: Position;
}

export type Direction = 'forwards' | 'backwards';

export interface StreamRead {
  /** The first revision to read, included. Without it: the end of the stream that the direction starts from. */
  readonly from?: number;
  readonly direction?: Direction;
  readonly limit?: number;
}

export interface LogRead {
  /** Forwards, the event at a position is included; backwards, reading begins with the one before it. */
  readonly from?: Position | 'start' | 'end';
  readonly direction?: Direction;
  readonly limit?: number;
  /** Only streams whose names begin with one of these, e.g. `['case-', 'policy']`; without it, all. */
  readonly streams?: readonly string[];
}

export interface Subscription {
  /** The last position that the subscriber has dealt with: it is not delivered again. */
  readonly after: Position | 'start';
  /** Only streams whose names begin with one of these; without it, all. */
  readonly streams?: readonly string[];
  /** The most events in one delivery; 1000 unless told. */
  readonly batchSize?: number;
  /** Aborting ends the iteration, also one that waits; it does not throw. */
  readonly signal?: AbortSignal;
}

/**
 * What a subscriber gets for one await: some events in log order (never none), or the word that it has now been
 * given everything there is. `caught-up` is said once after the first catch-up and again whenever a subscriber
 * that fell behind is level with the log again.
 */
export type Delivery =
  { readonly kind: 'events'; readonly events: readonly RecordedEvent[] } | { readonly kind: 'caught-up' };

/**
 * The event log. All orders are total: of the events in a stream, and of all events in the log.
 *
 * Names of streams are lower case letters, digits and hyphens. Every method may fail with `StoreUnavailable` and
 * refuses wrong input with `RefusedInput`, in both cases having written nothing.
 */
export interface EventStore {
  /**
   * Appends all events or none, and answers when they are durable.
   *
   * The same ids again at the same revisions (an explicit revision or `no-stream`, now in the past) answer with the
   * original revision and position, and nothing is written; where only some ids are the same it is a conflict. Under
   * `any` and `stream-exists`, and where the expected revision is the current one, ids are **not** looked at: a caller
   * that loads and tries again looks for its ids in what it has loaded. An empty list only checks the expectation.
   *
   * @throws ExpectationFailed, StreamDeleted, TooLarge, OutcomeUnknown
   */
  append(stream: string, events: readonly NewEvent[], expectation: Expectation): Promise<Appended>;

  /** A stream in the order of revisions. While iterating: `StreamNotFound`, `StreamDeleted`. */
  readStream(stream: string, read?: StreamRead): AsyncIterable<RecordedEvent>;

  /** The whole log, or some streams of it, in log order. Events of deleted streams may still be there. */
  readAll(read?: LogRead): AsyncIterable<RecordedEvent>;

  /**
   * Follows the log: first what is there, then what comes, without gap, repetition or end. The subscriber pulls, so a
   * slow one holds one batch and delays nobody. Breaking out of the loop unsubscribes at once.
   */
  subscribe(subscription: Subscription): AsyncIterable<Delivery>;

  /**
   * Takes the events of a stream out of `readStream`. It can be appended to again; its revisions go on.
   * @throws ExpectationFailed, StreamDeleted, OutcomeUnknown
   */
  deleteStream(stream: string, expectation: Expectation): Promise<void>;

  /**
   * Closes a stream for ever: it can be neither read nor appended to again.
   * @throws ExpectationFailed, StreamDeleted, OutcomeUnknown
   */
  tombstoneStream(stream: string, expectation: Expectation): Promise<void>;

  /** The position of the last event in the log; null while there is none. */
  head(): Promise<Position | null>;

  /** Finishes what was begun. Subscriptions that nobody aborted end with `StoreUnavailable`. */
  close(): Promise<void>;
}
