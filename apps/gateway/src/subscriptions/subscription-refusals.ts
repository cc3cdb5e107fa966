import type { FeedClosing, FeedRefusal } from '#read-models';
import { invalid, notFound, Refusal, unavailable } from '../errors/refusal.js';
import { codeName } from '../schema/names.js';

export const overWebSocketOnly = (http?: { readonly status: number }): Refusal =>
  new Refusal(
    'INVALID_INPUT',
    'Subscribe over a WebSocket at /graphql, with the subprotocol graphql-transport-ws.',
    {},
    http,
  );

export const onlySubscriptions = (): Refusal =>
  new Refusal(
    'INVALID_INPUT',
    'Over a WebSocket only subscriptions are answered. Send queries and mutations by POST.',
  );

export const oneSubscription = (): Refusal =>
  new Refusal('INVALID_INPUT', 'Subscribe to one thing in an operation.');

export const tooManySubscriptions = (): Refusal =>
  new Refusal('TOO_MANY_REQUESTS', 'Too many subscriptions are open. Complete one before you begin another.');

const whatEnded: Readonly<Record<FeedClosing, string>> = {
  'token-expired': 'The token has expired. Connect with a new one, and subscribe after your last cursor.',
  'no-longer-authenticated': 'The token is not good any more.',
  'purpose-no-longer-allowed': 'You may not ask this any more for the purpose that you state.',
  'relationship-ended': 'You may not follow this any more.',
  outdated:
    'The feed, or what you may see of it, is another now. Begin anew; deliveries that you have keep their ids.',
  'view-unavailable':
    'This cannot be delivered at the moment. Subscribe again later, after your last cursor.',
};

/** The last message of a subscription that was not ended by whoever subscribed. */
export class SubscriptionEnded extends Refusal {
  constructor(readonly closing: FeedClosing) {
    super('SUBSCRIPTION_ENDED', whatEnded[closing], { reason: codeName(closing) });
  }
}

const whyCursorRefused = {
  'not-yours': 'after is not a cursor that you were given for this.',
  outdated: 'after is of a feed that is another now. Begin anew; deliveries that you have keep their ids.',
} as const;

/** Why a subscription does not begin; whatever had to be recorded of it is on record. */
export const feedRefused = (refusal: FeedRefusal): Refusal => {
  switch (refusal.code) {
    case 'NOT_FOUND':
      return notFound();
    case 'UNAVAILABLE':
      return unavailable();
    case 'INVALID_INPUT':
      return invalid(refusal.field, refusal.message);
    case 'CURSOR_REFUSED':
      return new Refusal('CURSOR_REFUSED', whyCursorRefused[refusal.reason], {
        field: 'after',
        reason: codeName(refusal.reason),
      });
    case 'CLOSED':
      return new SubscriptionEnded(refusal.closing);
  }
};
