import type { Telemetry } from '#platform';
import { declaredOnce } from '#platform';
import { socketClosings, type SocketClosing } from './socket-closings.js';

/** How a subscription ends: the client's own doing, or why the feed closed, or that something failed. */
export const subscriptionEndings = [
  'stopped',
  'token-expired',
  'no-longer-authenticated',
  'purpose-no-longer-allowed',
  'relationship-ended',
  'view-unavailable',
  'outdated',
  'refused',
  'failed',
] as const;
export type SubscriptionEnding = (typeof subscriptionEndings)[number];

const declared = declaredOnce((metrics) => {
  const now = { sockets: 0, subscriptions: 0 };
  const sockets = metrics.readGauge({
    name: 'throughline_sockets_open',
    help: 'WebSockets that are open.',
    labels: {},
  });
  const subscriptions = metrics.readGauge({
    name: 'throughline_subscriptions_open',
    help: 'GraphQL subscriptions that are open.',
    labels: {},
  });
  metrics.watch('requests', () => [sockets.at({}, now.sockets), subscriptions.at({}, now.subscriptions)]);
  return {
    now,
    closed: metrics.counter({
      name: 'throughline_sockets_closed_total',
      help: 'WebSockets that were closed, by reason.',
      labels: { reason: socketClosings },
    }),
    ended: metrics.counter({
      name: 'throughline_subscriptions_ended_total',
      help: 'GraphQL subscriptions that ended, by reason; refused is one that did not begin.',
      labels: { reason: subscriptionEndings },
    }),
    delivered: metrics.counter({
      name: 'throughline_subscription_deliveries_total',
      help: 'Messages with data that subscriptions were given.',
      labels: {},
    }),
  };
});

export interface CountedSubscriptions {
  readonly socketOpened: () => void;
  readonly socketClosed: (reason: SocketClosing) => void;
  readonly begun: () => void;
  readonly ended: (reason: SubscriptionEnding) => void;
  readonly delivered: () => void;
}

export const countingSubscriptions = ({ metrics }: Pick<Telemetry, 'metrics'>): CountedSubscriptions => {
  const { now, closed, ended, delivered } = declared(metrics);
  return {
    socketOpened: () => void (now.sockets += 1),
    socketClosed: (reason) => {
      now.sockets -= 1;
      closed.add({ reason });
    },
    begun: () => void (now.subscriptions += 1),
    ended: (reason) => {
      now.subscriptions -= 1;
      ended.add({ reason });
    },
    delivered: () => delivered.add({}),
  };
};
