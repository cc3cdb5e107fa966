import { describe, expect, it } from '@jest/globals';
import { Metadata } from '@grpc/grpc-js';
import {
  AccessDeniedError,
  DeadlineExceededError,
  MaxAppendSizeExceededError,
  StreamDeletedError,
  StreamNotFoundError,
  UnavailableError,
  UnknownError,
  WrongExpectedVersionError,
} from '@kurrent/kurrentdb-client';
import { failureOf, type Failure } from './client-errors.js';

const raw = (code: number, details: string, trailers: Record<string, string> = {}) => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return Object.assign(new Error(`${code} ${details}`), { code, details, metadata });
};
const conflict = (current: bigint | 'no_stream') =>
  new WrongExpectedVersionError(null as never, { streamName: 'case-1', current, expected: 1n });

const notDone = (what: Extract<Failure, { kind: 'not-done' }>['what']): Failure => ({
  kind: 'not-done',
  what,
});
const unknown = (what: Extract<Failure, { kind: 'unknown' }>['what']): Failure => ({ kind: 'unknown', what });

/** What the client was seen to raise: its own classes, gRPC's errors with a code, and plain errors. */
const table: [string, unknown, Failure][] = [
  ['a wrong revision', conflict(4n), { kind: 'conflict', actual: 4 }],
  ['a wrong revision of an absent stream', conflict('no_stream'), { kind: 'conflict', actual: 'no-stream' }],
  ['a wrong revision of -1, as deletions say it', conflict(-1n), { kind: 'conflict', actual: 'no-stream' }],
  ['a tombstone', StreamDeletedError.fromStreamName('case-1'), { kind: 'stream-deleted' }],
  [
    'a tombstone in the trailers',
    raw(9, 'deleted', { exception: 'stream-deleted', 'stream-name': 'case-1' }),
    { kind: 'stream-deleted' },
  ],
  ['a missing stream', new StreamNotFoundError(null as never, 'case-1'), { kind: 'stream-not-found' }],
  ['too large an append', MaxAppendSizeExceededError.fromMaxAppendSize(1), { kind: 'too-large' }],
  ['a wrong argument', raw(3, 'Bad Request'), { kind: 'refused' }],
  ['a wrong user', new AccessDeniedError(), notDone('the server refuses the user')],
  ['a user without a right', raw(7, 'Access Denied'), notDone('the server refuses the user')],
  [
    'a follower',
    raw(5, 'Leader info available', { exception: 'not-leader' }),
    notDone('the server does not lead its cluster'),
  ],
  [
    'nobody listening',
    raw(14, 'No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:2113'),
    notDone('the server cannot be reached'),
  ],
  [
    'an unknown host',
    raw(14, 'Name resolution failed for target dns:nowhere:2113'),
    notDone('the server cannot be reached'),
  ],
  [
    'no member of a cluster',
    new Error('Failed to discover after 10 attempts.'),
    notDone('the server cannot be reached'),
  ],
  [
    'a certificate that nobody vouches for',
    raw(14, 'No connection established. Last error: Error: self-signed certificate in certificate chain'),
    notDone('the certificate is not trusted'),
  ],
  [
    'TLS where there is none',
    raw(
      14,
      'No connection established. Last error: Error: write EPROTO 80A8:error:0A00010B:SSL routines:wrong version number',
    ),
    notDone('TLS is not spoken there'),
  ],
  ['a server that is starting', raw(14, 'Server Is Not Ready'), notDone('the server cannot serve now')],
  [
    'a channel that was closed before',
    new Error('Channel has been shut down'),
    notDone('the connection was lost'),
  ],
  ['a connection that broke on the way', raw(14, 'Connection dropped'), unknown('the connection was lost')],
  ['the same, read', new UnavailableError(raw(14, 'read ECONNRESET')), unknown('the connection was lost')],
  ['a call that the server gave up', raw(1, 'Call cancelled'), unknown('the connection was lost')],
  ['an answer that came too late', new DeadlineExceededError(), unknown('no answer came in time')],
  ['the same, by its code', raw(4, 'Deadline exceeded'), unknown('no answer came in time')],
  [
    'what nobody has seen yet',
    new UnknownError(undefined, 'Could not recognize'),
    unknown('an unexpected failure'),
  ],
  ['what is no error at all', 'no', unknown('an unexpected failure')],
];

describe('an error of the client', () => {
  it.each(table)('that tells of %s is understood', (_, error, failure) => {
    expect(failureOf(error)).toEqual(failure);
  });
});
