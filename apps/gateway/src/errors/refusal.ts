import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';

/** The codes that software may rely on. */
export const refusalCodes = [
  'INVALID_INPUT',
  'RULE_REFUSED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'UNAVAILABLE',
  'UNAUTHENTICATED',
  'PURPOSE_REQUIRED',
  'TOO_MANY_REQUESTS',
  'CURSOR_REFUSED',
  'SUBSCRIPTION_ENDED',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export interface RefusalDetails {
  /** Path of the input that was wrong, e.g. `details.claimedAge`. */
  readonly field?: string;
  /** Every input that was wrong, where there are several. */
  readonly fields?: readonly { readonly field: string; readonly message: string }[];
  readonly rule?: string;
  /** Why a cursor is refused, or why a subscription ended. */
  readonly reason?: string;
}

/** An answer that is not data. Its message and details reach whoever asked, so they hold nothing of an event's part. */
export class Refusal extends GraphQLError {
  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly details: RefusalDetails = {},
    http?: { readonly status: number; readonly headers?: HeaderMap },
  ) {
    super(message, { extensions: { code, ...details, ...(http === undefined ? {} : { http }) } });
  }
}

/** The same words for what is absent and for what must not be known to exist. */
export const notFound = (): Refusal => new Refusal('NOT_FOUND', 'There is no such thing.');
export const unavailable = (status?: number): Refusal =>
  new Refusal(
    'UNAVAILABLE',
    'This cannot be answered at the moment. Ask again later.',
    {},
    status === undefined ? undefined : { status },
  );
export const invalid = (field: string, problem: string): Refusal =>
  new Refusal('INVALID_INPUT', `${field} ${problem}.`, { field });
