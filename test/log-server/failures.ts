import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { ExpectationFailed, StreamDeleted } from '#event-store';

/** Errors as the server tells them: a gRPC status, and in the trailers which exception it was. */
const failure = (code: status, details: string, trailers: Readonly<Record<string, string>>): ServiceError => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
};

export const unavailable = (): ServiceError => failure(status.UNAVAILABLE, 'Server Is Not Ready', {});

export const notImplemented = (): ServiceError => failure(status.UNIMPLEMENTED, 'Not implemented', {});

export const unauthenticated = (): ServiceError =>
  failure(status.UNAUTHENTICATED, 'Authentication Required', {});

export const notLeader = (leader: { readonly host: string; readonly port: number }): ServiceError =>
  failure(status.NOT_FOUND, `Leader info available`, {
    exception: 'not-leader',
    'leader-endpoint-host': leader.host,
    'leader-endpoint-port': String(leader.port),
  });

export const streamDeleted = (stream: string): ServiceError =>
  failure(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

const wireRevision = (revision: number | string): string => {
  const named: Record<string, string> = { 'no-stream': '-1', any: '-2', 'stream-exists': '-4' };
  return named[revision] ?? String(revision);
};

/** What a unary call answers where the store refuses. */
export const asServiceError = (error: unknown): ServiceError => {
  if (error instanceof StreamDeleted) return streamDeleted(error.stream);
  if (error instanceof ExpectationFailed)
    return failure(status.FAILED_PRECONDITION, 'Append failed due to WrongExpectedVersion.', {
      exception: 'wrong-expected-version',
      'stream-name': error.stream,
      'expected-version': wireRevision(error.expected),
      'actual-version': wireRevision(error.actual),
    });
  return failure(status.UNKNOWN, error instanceof Error ? error.message : 'Unknown', {});
};
