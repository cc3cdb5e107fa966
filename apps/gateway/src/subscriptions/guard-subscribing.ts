import type { GraphQLFieldResolver } from 'graphql';
import { accepted, refused } from '#kernel';
import type { CurrentReader, Reader } from '#read-models';
import type { Permission } from '../access/permission.js';
import { purposeFor } from '../access/purpose.js';
import type { RequestContext } from '../access/request-context.js';
import { denied, sourceFor } from '../access/root-source.js';
import type { GatewayPorts } from '../ports.js';
import { Delivered } from './deliveries.js';
import { overWebSocketOnly } from './subscription-refusals.js';
import { isSubscribing, type SubscribingContext } from './subscribing-context.js';

type Arguments = Readonly<Record<string, unknown>>;
type RootResolver = GraphQLFieldResolver<unknown, RequestContext, Arguments>;

/** What a root field that subscribes is given as its source. */
export interface SubscribingSource {
  /** The person as they are now. */
  readonly reader: Reader;
  /** To be asked before each delivery: the token, the directory and the policy may have changed. */
  readonly who: CurrentReader;
}

/** Puts a subscription behind its declared permission, at its beginning and before each delivery. */
export const guardSubscribing =
  (
    begin: RootResolver,
    permission: Permission,
    ports: Pick<GatewayPorts, 'policy' | 'disclosures'>,
  ): RootResolver =>
  async (_source, args, context, info): Promise<unknown> => {
    if (!isSubscribing(context)) throw overWebSocketOnly();
    const source = sourceFor(permission, ports, context);
    if (!source.ok) {
      const { reader, planned } = denied(source.reason, permission, args, context);
      if (reader !== null && planned.touches.length > 0)
        await ports.disclosures.record(reader, planned.touches);
      throw source.reason.refusal;
    }
    const { reader } = source.value;
    if (reader === null)
      throw new TypeError('What is followed needs a purpose, so the permission must demand one.');
    const subscribing: SubscribingSource = { reader, who: readerNow(context, permission, ports) };
    return begin(subscribing, args, context, info);
  };

const readerNow =
  (
    { principalNow, statedPurpose, correlation }: SubscribingContext,
    { purposes }: Permission,
    { policy }: Pick<GatewayPorts, 'policy'>,
  ): CurrentReader =>
  async () => {
    const principal = await principalNow();
    if (!principal.ok) return principal;
    const purpose = purposeFor(policy, principal.value, statedPurpose, purposes === 'none' ? [] : purposes);
    return purpose.ok
      ? accepted({ principal: principal.value, purpose: purpose.value, correlation })
      : refused('purpose-no-longer-allowed');
  };

/** What was delivered is the value of the field; whoever runs a subscription like a query is refused. */
export const delivered: RootResolver = (source) => {
  if (!(source instanceof Delivered)) throw overWebSocketOnly();
  return source.value;
};
