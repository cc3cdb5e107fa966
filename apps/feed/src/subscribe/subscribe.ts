import { tokenExpiry } from '#identity';
import { broughtWith, callerOf, currentReader, readerOf } from '../access/caller.js';
import type { Limits } from '../access/limits.js';
import { closed, refusalOf, stopping } from '../errors/refusal.js';
import type { ObservedFeed } from '../observed/observed-feed.js';
import type { FeedPorts } from '../ports.js';
import { presentItem, selectsDetails } from '../present-entry.js';
import { asked } from './asked.js';
import { deliver, type SubscribeCall } from './deliver.js';
import { expiring } from './expiring.js';

export interface SubscribingOptions {
  readonly limits: Limits;
  readonly observed: ObservedFeed;
  readonly heartbeatMilliseconds: number;
  /** Aborted when the process is told to stop. */
  readonly stop: AbortSignal;
}

/**
 * One subscription, from its call to its end: when the client ends it, its time is over, or it may not go on.
 * @param over aborted when the call is over, whoever ended it
 * @throws Refusal with which the call is to end
 */
export const subscribe = async (
  ports: FeedPorts,
  { limits, observed, heartbeatMilliseconds, stop }: SubscribingOptions,
  call: SubscribeCall,
  over: AbortSignal,
): Promise<void> => {
  const brought = broughtWith(call.metadata);
  const { principal, token } = await callerOf(ports, brought);
  await limits.asked(principal);
  const query = asked(call.request);
  const reader = await readerOf(ports, principal, brought, { cases: query.cases ?? [] });
  const giveBack = limits.subscribed(principal);
  const closedNow = observed.opened();
  // What a client does not take stays in memory until the call is over: its place is given back then, and not before.
  whenAborted(over, () => {
    giveBack();
    closedNow();
  });
  const who = currentReader(ports, token, reader.purpose, reader.correlation);
  const subscribed = await ports.feed.subscribe(who, query);
  if (!subscribed.ok) throw refusalOf(subscribed.reason);
  const subscription = subscribed.value;
  const expired = expiring(ports.clock, tokenExpiry(token));
  const withDetails = selectsDetails(call.request.content, 'thin');
  try {
    await deliver(call, {
      subscription,
      heartbeatMilliseconds,
      content: withDetails ? 'full' : 'thin',
      signal: AbortSignal.any([over, stop, expired.signal]),
      present: (item) => presentItem(ports, principal.organisation, withDetails, item),
      delivered: observed.delivered,
    });
  } finally {
    expired.cancel();
    subscription.close();
  }
  if (over.aborted) return;
  throw expired.signal.aborted ? closed('token-expired') : stopping();
};

const whenAborted = (signal: AbortSignal, act: () => void): void => {
  if (signal.aborted) act();
  else signal.addEventListener('abort', act, { once: true });
};
