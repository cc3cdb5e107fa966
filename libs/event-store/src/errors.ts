import type { ExpectedRevision } from './port.js';

/*
 * What can go wrong with the log. Every adapter raises these and nothing else, so that callers decide by class
 * and never by the text of a vendor. Messages name the stream and never repeat what an event holds.
 */

/** The stream is not where the caller believed it to be: load again, look for your event ids, decide anew. */
export class ExpectationFailed extends Error {
  override readonly name = 'ExpectationFailed';

  /**
   * @param actual the last revision, also of a deleted stream, whose revisions go on from it; `no-stream` where there
   *   never was an event, or where `stream-exists` was expected and there is none to read
   */
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: number | 'no-stream',
  ) {
    super(`Stream ${stream} was expected at ${expected} and is at ${actual}.`);
  }
}

/** The stream was tombstoned: it can be neither read nor written again. */
export class StreamDeleted extends Error {
  override readonly name = 'StreamDeleted';

  constructor(readonly stream: string) {
    super(`Stream ${stream} was deleted for good.`);
  }
}

/** The stream has no events to read: it never had, or they were deleted. Raised while iterating, not at the call. */
export class StreamNotFound extends Error {
  override readonly name = 'StreamNotFound';

  constructor(readonly stream: string) {
    super(`Stream ${stream} has no events.`);
  }
}

/** One append is larger than the log takes (`largestAppend`). Nothing was written. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';

  constructor(
    readonly stream: string,
    readonly bytes: number,
    readonly limit: number,
  ) {
    super(`An append to stream ${stream} has ${bytes} bytes; at most ${limit} are taken at once.`);
  }
}

/** The log cannot serve now. What was asked was certainly not written. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** It is not known whether the append was written. Try again with the same event ids and an explicit revision. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';

  constructor(
    readonly stream: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`It is not known whether the append to stream ${stream} was written: ${reason}`, options);
  }
}

/** The caller asked for something that no log can hold. Found before anything was written. */
export class RefusedInput extends Error {
  override readonly name = 'RefusedInput';
}
