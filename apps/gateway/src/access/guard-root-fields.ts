import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { PlannedAnswer } from '../disclosure/planned-answer.js';
import type { RootField } from '../disclosure/one-disclosure.js';
import { rootFieldsOf } from '../disclosure/selection.js';
import { Refusal } from '../errors/refusal.js';
import type { GatewayPorts } from '../ports.js';
import { delivered, guardSubscribing } from '../subscriptions/guard-subscribing.js';
import { permissionOf, type Permission } from './permission.js';
import { denied, sourceFor, type Decided, type RootSource } from './root-source.js';
import type { RequestContext } from './request-context.js';

export type { RootSource };

type Arguments = Readonly<Record<string, unknown>>;
type RootResolver = GraphQLFieldResolver<unknown, RequestContext, Arguments>;
type Policy = Pick<GatewayPorts, 'policy'>;

/**
 * Puts every root field behind its declared permission, and every read behind the record of its disclosure. It is done
 * to the finished schema, so that nothing that is added to it can be forgotten: what declares nothing is refused.
 */
export const guardRootFields = (
  schema: GraphQLSchema,
  ports: Pick<GatewayPorts, 'policy' | 'logger' | 'disclosures'>,
): GraphQLSchema => {
  for (const type of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const permission = permissionOf(field.extensions);
      if (permission === null) {
        ports.logger.error('A root field declares no permission and is refused to everybody.', {
          code: field.name,
        });
        field.resolve = refuse;
        field.subscribe = refuse;
        continue;
      }
      if (permission.use === 'subscribing') {
        field.subscribe = guardSubscribing(field.subscribe ?? refuse, permission, ports);
        field.resolve = delivered;
        continue;
      }
      // A subscription is no way around the record of what is read.
      field.subscribe = refuse;
      const answer: RootResolver = field.resolve ?? defaultFieldResolver;
      const guarded = permission.use === 'reading' ? reading : recording;
      field.resolve = guarded(answer, permission, ports);
    }
  }
  return schema;
};

const refuse = (): never => {
  throw new Refusal('FORBIDDEN', 'Nobody may ask this.');
};

const recording =
  (answer: RootResolver, permission: Permission, policy: Policy): RootResolver =>
  (_source, args, context, info): unknown => {
    if (rootFieldsOf(info) > 1) {
      // Two actions of one request could not be recorded together, and one of them alone is not what was asked.
      throw new Refusal('INVALID_INPUT', 'Record one action in a request.', { field: info.fieldName });
    }
    const source = sourceFor(permission, policy, context);
    if (!source.ok) throw source.reason.refusal;
    return answer(source.value, args, context, info);
  };

/** A root field that reads decides first, waits until all that the response tells is recorded, and only then opens. */
const reading =
  (answer: RootResolver, permission: Permission, policy: Policy): RootResolver =>
  (_source, args, context, info): Promise<unknown> =>
    // Entered at once, and not after a pause: it is how the disclosure knows that this field belongs to the response.
    disclosed(context.disclosure.enter(), async () => {
      const source = sourceFor(permission, policy, context);
      return source.ok
        ? { reader: source.value.reader, planned: await planOf(answer, source.value, args, context, info) }
        : denied(source.reason, permission, args, context);
    });

const disclosed = async (place: RootField, decide: () => Promise<Decided>): Promise<unknown> => {
  let decision: Decided;
  try {
    decision = await decide();
  } catch (failure) {
    // The other fields of the response wait for this one: it touches nothing, and fails after them.
    await place.decided(null, []);
    throw failure;
  }
  await place.decided(decision.reader, decision.planned.touches);
  return decision.planned.open();
};

const planOf = async (
  answer: RootResolver,
  source: RootSource,
  args: Arguments,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<PlannedAnswer> => {
  const planned: unknown = await answer(source, args, context, info);
  if (!(planned instanceof PlannedAnswer)) throw new TypeError('A root field that reads must answer a plan.');
  return planned;
};
