import { Metadata } from '@grpc/grpc-js';

/** What a failure of the client means to us. */
export type Failure =
  | { readonly kind: 'conflict'; readonly actual: number | 'no-stream' }
  | { readonly kind: 'stream-deleted' }
  | { readonly kind: 'stream-not-found' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'refused' }
  /** Certainly not done: trying again is safe. */
  | { readonly kind: 'not-done'; readonly what: Trouble }
  /** Done or not. */
  | { readonly kind: 'unknown'; readonly what: Trouble };

/** In words that hold nothing of an event, an address or a credential. */
export type Trouble =
  | 'the server cannot be reached'
  | 'the server cannot serve now'
  | 'the server does not lead its cluster'
  | 'the server refuses the user'
  | 'the certificate is not trusted'
  | 'TLS is not spoken there'
  | 'the connection was lost'
  | 'no answer came in time'
  | 'the log is closed'
  | 'an unexpected failure';

interface Told {
  readonly type?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly actualState?: unknown;
  readonly metadata?: unknown;
}

/** gRPC's numbers (https://grpc.io/docs/guides/status-codes/). */
const code = {
  cancelled: 1,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  unavailable: 14,
  unauthenticated: 16,
} as const;

const untrusted =
  /self.signed|unable to (?:verify|get)|UnknownIssuer|certificate (?:has expired|is not|verify)|invalid peer certificate|Hostname\/IP does not match|NotValidForName|altnames/i;
const notTls =
  /wrong version number|EPROTO|SSL routines|secure TLS connection|InvalidContentType|corrupt message/i;
const neverSent =
  /No connection established|Name resolution failed|Failed to connect|Failed to discover|ECONNREFUSED|Connection refused|tcp connect error|dns error|client error \(Connect\)|Waiting for LB pick/i;
const closedBeforehand = /^Channel has been shut down$/;

/** Which exception a server names in the trailers of gRPC, by the words that the client uses as types. */
const exceptionIn = (metadata: unknown): unknown =>
  metadata instanceof Metadata ? metadata.get('exception')[0] : undefined;

const actualOf = (state: unknown): number | 'no-stream' =>
  // "no_stream" from appends, -1 from deletions, and a bigint from either.
  typeof state === 'bigint' && state >= 0n ? Number(state) : 'no-stream';

const reached = (message: string): Failure => {
  if (untrusted.test(message)) return { kind: 'not-done', what: 'the certificate is not trusted' };
  if (notTls.test(message)) return { kind: 'not-done', what: 'TLS is not spoken there' };
  if (neverSent.test(message)) return { kind: 'not-done', what: 'the server cannot be reached' };
  if (/Server Is Not Ready|Server Is Too Busy|No Leader/i.test(message))
    return { kind: 'not-done', what: 'the server cannot serve now' };
  return { kind: 'unknown', what: 'the connection was lost' };
};

/**
 * The client has no one kind of error: its own classes carry a `type`, the batch path gives gRPC's with a `code`, and
 * discovery a plain `Error` of which only the message tells anything.
 */
export const failureOf = (error: unknown): Failure => {
  const told: Told = typeof error === 'object' && error !== null ? error : {};
  const message = typeof told.message === 'string' ? told.message : '';
  switch (told.type ?? exceptionIn(told.metadata)) {
    case 'wrong-expected-version':
      return { kind: 'conflict', actual: actualOf(told.actualState) };
    case 'stream-deleted':
    case 'stream-tombstoned':
      return { kind: 'stream-deleted' };
    case 'stream-not-found':
    case 'no-stream':
      return { kind: 'stream-not-found' };
    case 'maximum-append-size-exceeded':
    case 'transaction-max-size-exceeded':
    case 'append-record-size-exceeded':
      return { kind: 'too-large' };
    case 'not-leader':
      return { kind: 'not-done', what: 'the server does not lead its cluster' };
    case 'access-denied':
      return { kind: 'not-done', what: 'the server refuses the user' };
    case 'invalid-argument':
      return { kind: 'refused' };
    case 'deadline-exceeded':
    case 'timeout':
      return { kind: 'unknown', what: 'no answer came in time' };
    default:
      return byCode(told.code, message);
  }
};

const byCode = (given: unknown, message: string): Failure => {
  switch (given) {
    case code.permissionDenied:
    case code.unauthenticated:
      return { kind: 'not-done', what: 'the server refuses the user' };
    case code.invalidArgument:
      return { kind: 'refused' };
    case code.notFound:
      return { kind: 'stream-not-found' };
    case code.deadlineExceeded:
      return { kind: 'unknown', what: 'no answer came in time' };
    case code.cancelled:
    case code.unavailable:
      return reached(message);
    case code.resourceExhausted:
      return { kind: 'not-done', what: 'the server cannot serve now' };
    default:
  }
  if (closedBeforehand.test(message)) return { kind: 'not-done', what: 'the connection was lost' };
  const found = reached(message);
  return found.kind === 'unknown' ? { kind: 'unknown', what: 'an unexpected failure' } : found;
};
