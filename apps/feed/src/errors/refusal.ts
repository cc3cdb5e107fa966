import { Metadata, status, type StatusObject } from '@grpc/grpc-js';
import type { FeedRefusal, ReadRefusal } from '#read-models';

/** The codes that software may rely on. */
export const refusalCodes = [
  'UNAUTHENTICATED',
  'PURPOSE_REQUIRED',
  'INVALID_INPUT',
  'FORBIDDEN',
  'NOT_FOUND',
  'CURSOR_REFUSED',
  'TOO_MANY_REQUESTS',
  'TOO_MANY_SUBSCRIPTIONS',
  'UNAVAILABLE',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** The status of gRPC that goes with each. */
const statuses: Readonly<Record<RefusalCode, status>> = {
  UNAUTHENTICATED: status.UNAUTHENTICATED,
  PURPOSE_REQUIRED: status.INVALID_ARGUMENT,
  INVALID_INPUT: status.INVALID_ARGUMENT,
  FORBIDDEN: status.PERMISSION_DENIED,
  NOT_FOUND: status.NOT_FOUND,
  CURSOR_REFUSED: status.FAILED_PRECONDITION,
  TOO_MANY_REQUESTS: status.RESOURCE_EXHAUSTED,
  TOO_MANY_SUBSCRIPTIONS: status.RESOURCE_EXHAUSTED,
  UNAVAILABLE: status.UNAVAILABLE,
};

export interface RefusalDetails {
  /** Path of the input that was wrong. */
  readonly field?: string;
  /** Which of the reasons that the code has. */
  readonly reason?: string;
}

/** What ends a call other than its end. It reaches whoever asked, so it holds nothing of an event's part. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly details: RefusalDetails = {},
  ) {
    super(message);
  }
}

export const invalid = (field: string, problem: string): Refusal =>
  new Refusal('INVALID_INPUT', `${field} ${problem}.`, { field });
export const unauthenticated = (): Refusal =>
  new Refusal('UNAUTHENTICATED', 'Bring a valid token in the metadata authorization: Bearer <token>.');
export const unavailable = (): Refusal =>
  new Refusal('UNAVAILABLE', 'This cannot be answered at the moment. Ask again later.');
/** The process stops, and another one answers or it soon answers again. */
export const stopping = (): Refusal =>
  new Refusal('UNAVAILABLE', 'The server stops. Subscribe again from your last cursor.', {
    reason: 'server-stops',
  });
/** The same words for what is absent and for what must not be known to exist. */
const notFound = (): Refusal => new Refusal('NOT_FOUND', 'There is no such thing.');

/** A refusal of the read side as whoever asked is told it. */
export const refusalOf = (reason: FeedRefusal | ReadRefusal): Refusal => {
  switch (reason.code) {
    case 'NOT_FOUND':
      return notFound();
    case 'UNAVAILABLE':
      return unavailable();
    case 'INVALID_INPUT':
      return invalid(reason.field, reason.message);
    case 'CURSOR_REFUSED':
      return cursorRefused(reason.reason);
    case 'CLOSED':
      return closed(reason.closing);
  }
};

const cursorRefused = (
  reason: Extract<FeedRefusal, { readonly code: 'CURSOR_REFUSED' }>['reason'],
): Refusal => {
  const message =
    reason === 'outdated'
      ? 'The feed is not the one any more that the cursor was taken from. Begin anew; ids stay the same.'
      : 'The cursor is not one that you were given for this purpose.';
  return new Refusal('CURSOR_REFUSED', message, { reason, field: 'after' });
};

/** Why nothing more is delivered, as the end of the call. */
export const closed = (closing: Extract<FeedRefusal, { readonly code: 'CLOSED' }>['closing']): Refusal => {
  switch (closing) {
    case 'token-expired':
      return new Refusal('UNAUTHENTICATED', 'The token has expired. Subscribe again with a new one.', {
        reason: closing,
      });
    case 'no-longer-authenticated':
      return new Refusal('UNAUTHENTICATED', 'The token is not taken any more.', { reason: closing });
    case 'purpose-no-longer-allowed':
      return new Refusal('FORBIDDEN', 'You may not ask this for the purpose that you stated any more.', {
        reason: closing,
      });
    case 'relationship-ended':
      return new Refusal('FORBIDDEN', 'You are not related any more to what you subscribed to.', {
        reason: closing,
      });
    case 'outdated':
      return cursorRefused(closing);
    case 'view-unavailable':
      return new Refusal('UNAVAILABLE', 'This cannot be told at the moment. Subscribe again later.', {
        reason: closing,
      });
  }
};

/** A refusal as gRPC ends a call with it: the code and its details stand in the trailing metadata. */
export const statusOf = ({ code, message, details }: Refusal): StatusObject => {
  const metadata = new Metadata();
  metadata.set('throughline-code', code);
  if (details.reason !== undefined) metadata.set('throughline-reason', details.reason);
  if (details.field !== undefined) metadata.set('throughline-field', details.field);
  return { code: statuses[code], details: message, metadata };
};

/** What nobody foresaw: its id alone is told. */
export const statusOfFailure = (id: string): StatusObject => {
  const metadata = new Metadata();
  metadata.set('throughline-code', 'INTERNAL');
  metadata.set('throughline-id', id);
  return { code: status.INTERNAL, details: `Something went wrong. Quote ${id} to the operator.`, metadata };
};
