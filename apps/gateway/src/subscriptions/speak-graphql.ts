import { GraphQLError, type ExecutionArgs, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { makeServer, type ConnectionInitMessage, type Context, type SubscribePayload } from 'graphql-ws';
import { randomId, systemClock } from '#kernel';
import { correlated } from '#platform';
import type { FeedClosing } from '#read-models';
import type { Throttle } from '../access/throttle.js';
import { correlationHeader } from '../access/correlation.js';
import { invalid, Refusal } from '../errors/refusal.js';
import type { GatewayPorts } from '../ports.js';
import type { SubscriptionSettings } from '../settings.js';
import { operationChecks, saidOfTheRequest } from './checked-operation.js';
import type { CountedSubscriptions } from './counted-subscriptions.js';
import { places } from './places.js';
import { Failed, subscriptionRunner } from './run-subscription.js';
import type { ServedSocket } from './served-socket.js';
import type { OurClosing } from './socket-closings.js';
import { subscriberOf, type Subscriber } from './subscriber.js';
import { subscribingContext, type SubscribingContext } from './subscribing-context.js';
import { SubscriptionEnded, tooManySubscriptions } from './subscription-refusals.js';

export interface Speaking {
  readonly schema: GraphQLSchema;
  readonly introspection: boolean;
  readonly ports: Pick<GatewayPorts, 'authenticate' | 'disclosures' | 'logger'>;
  readonly settings: SubscriptionSettings;
  readonly throttle: Throttle;
  readonly counted: CountedSubscriptions;
  /** An error as whoever asked may read it. */
  readonly mask: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
}

/** One socket that speaks the protocol graphql-transport-ws. */
export interface Conversation {
  /** The id of everything that the socket causes. */
  readonly correlation: () => string;
  readonly begin: (protocol: string) => void;
  readonly message: (text: string) => Promise<void>;
  /** Ends every subscription of the socket. */
  readonly closed: (code: number, reason: string) => void;
}

interface Extra {
  readonly socket: ServedSocket;
  readonly correlation: string;
  readonly known: () => void;
  subscriber: Subscriber | null;
  /** What is to be done when the socket closes. */
  readonly atTheEnd: ((code: number, reason: string) => unknown)[];
  /** Why the socket is to be closed when the message that says so has left. */
  closing: OurClosing | null;
}
type SocketContext = Context<ConnectionInitMessage['payload'], Extra>;

/** Ids are kept while a subscription runs. A UUID has 36 characters. */
const longestId = 128;
/** The longest that a timer waits (Node.js, `setTimeout`). */
const longestTimer = 2_147_483_647;

const closesSocket: Readonly<Partial<Record<FeedClosing, OurClosing>>> = {
  'token-expired': 'token-expired',
  'no-longer-authenticated': 'no-longer-authenticated',
};

export const speakGraphql = ({
  schema,
  introspection,
  ports,
  settings,
  throttle,
  counted,
  mask,
}: Speaking) => {
  const takeSocket = places(settings.sockets);
  const takePlace = places(settings.subscriptions);
  const run = subscriptionRunner(counted);
  const checked = operationChecks(schema, introspection);

  /** Closes the socket when its token expires, also where nothing happens on it. */
  const closeAtExpiry = (extra: Extra, expires: number): void => {
    const left = expires - Date.parse(systemClock.now());
    if (left <= 0) return extra.socket.close('token-expired');
    const timer = setTimeout(() => closeAtExpiry(extra, expires), Math.min(left, longestTimer));
    extra.atTheEnd.push(() => clearTimeout(timer));
  };

  const connect = async ({ connectionParams = {}, extra }: SocketContext) => {
    const { socket } = extra;
    try {
      const brought = { [correlationHeader]: extra.correlation, ...connectionParams };
      const subscriber = await subscriberOf(ports, brought);
      await throttle(subscriber.principal);
      if (socket.isClosed()) return false;
      const freePlace = takeSocket(subscriber.principal);
      if (freePlace === undefined) {
        socket.close('too-many-sockets');
        return false;
      }
      extra.atTheEnd.push(freePlace);
      extra.subscriber = subscriber;
      extra.known();
      closeAtExpiry(extra, Date.parse(subscriber.expires));
      return { [correlationHeader]: subscriber.correlation };
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem;
      socket.close(closingFor(problem));
      return false;
    }
  };

  const check = async ({ extra: { subscriber } }: SocketContext, id: string, payload: SubscribePayload) => {
    if (subscriber === null) throw new TypeError('A socket subscribes that is nobody’s.');
    try {
      if (id.length > longestId) throw invalid('id', `has at most ${longestId} characters`);
      await throttle(subscriber.principal);
    } catch (problem) {
      if (problem instanceof Refusal) return [problem];
      throw problem;
    }
    // Before anything is taken apart, so that what is refused costs little.
    const freePlace = takePlace(subscriber.principal);
    if (freePlace === undefined) return [tooManySubscriptions()];
    try {
      const operation = checked(payload);
      if ('schema' in operation)
        return { ...operation, contextValue: subscribingContext(ports, subscriber, freePlace) };
      freePlace();
      return operation.map(saidOfTheRequest);
    } catch (problem) {
      freePlace();
      if (problem instanceof GraphQLError) return [saidOfTheRequest(problem)];
      throw problem;
    }
  };

  const told = (
    { extra }: SocketContext,
    errors: readonly GraphQLError[],
  ): readonly GraphQLFormattedError[] =>
    errors.flatMap(causesOf).map((error) => {
      const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
      if (cause instanceof SubscriptionEnded) extra.closing ??= closesSocket[cause.closing] ?? null;
      const formatted = error instanceof GraphQLError ? error.toJSON() : { message: '' };
      return mask(formatted, error);
    });

  const graphql = makeServer<ConnectionInitMessage['payload'], Extra>({
    connectionInitWaitTimeout: settings.initMilliseconds,
    onConnect: connect,
    onSubscribe: check,
    subscribe: (args) => run(args as ExecutionArgs & { readonly contextValue: SubscribingContext }),
    onError: (context, _id, _payload, errors) => told(context, errors),
    onComplete: ({ extra: { socket, closing } }) => {
      if (closing !== null) socket.close(closing);
    },
  });

  return (socket: ServedSocket, known: () => void): Conversation => {
    const extra: Extra = {
      socket,
      correlation: randomId(),
      known,
      subscriber: null,
      atTheEnd: [],
      closing: null,
    };
    const correlation = () => extra.subscriber?.correlation ?? extra.correlation;
    let message: Conversation['message'] = () => Promise.resolve();
    const close = (code = 4400, reason = '') => socket.close('protocol', code, reason);
    return {
      correlation,
      begin: (protocol) => {
        const onMessage = (take: Conversation['message']) => {
          message = take;
        };
        const closed = graphql.opened({ protocol, send: socket.send, close, onMessage }, extra);
        extra.atTheEnd.push((code, reason) =>
          closed(code, reason).catch((error: unknown) =>
            ports.logger.error('A socket was not ended in order.', { component: 'gateway', error }),
          ),
        );
      },
      message: (text) => correlated(correlation(), () => message(text)),
      closed: (code, reason) => {
        for (const finish of extra.atTheEnd.splice(0)) void finish(code, reason);
      },
    };
  };
};

const closingFor = ({ code }: Refusal): OurClosing => {
  if (code === 'TOO_MANY_REQUESTS') return 'too-many-requests';
  return code === 'UNAVAILABLE' ? 'unavailable' : 'token-refused';
};

/** The protocol's server wraps what an iterator throws. */
const causesOf = (error: GraphQLError): readonly Error[] => {
  const cause = error.path === undefined ? (error.originalError ?? error) : error;
  return cause instanceof Failed ? cause.errors.map(saidOfTheRequest) : [cause];
};
