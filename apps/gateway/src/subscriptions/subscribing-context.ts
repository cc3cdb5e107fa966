import type { RequestContext } from '../access/request-context.js';
import { oneDisclosure } from '../disclosure/one-disclosure.js';
import { observedRequest } from '../operations/observed-requests.js';
import type { GatewayPorts } from '../ports.js';
import type { Subscriber } from './subscriber.js';

/** What an operation on a socket carries: what a request does, and who its token belongs to at any later time. */
export interface SubscribingContext extends RequestContext {
  readonly principalNow: Subscriber['principalNow'];
  /** Gives the place back that the subscription has; to be called when it ends. */
  readonly freePlace: () => void;
}

export const subscribingContext = (
  { disclosures }: Pick<GatewayPorts, 'disclosures'>,
  subscriber: Subscriber,
  freePlace: () => void,
): SubscribingContext => ({
  principal: subscriber.principal,
  statedPurpose: subscriber.statedPurpose,
  correlation: subscriber.correlation,
  disclosure: oneDisclosure(disclosures),
  observed: observedRequest(subscriber),
  principalNow: subscriber.principalNow,
  freePlace,
});

export const isSubscribing = (context: RequestContext): context is SubscribingContext =>
  'principalNow' in context;
