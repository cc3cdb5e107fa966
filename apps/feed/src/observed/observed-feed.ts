import { declaredOnce, type Telemetry } from '#platform';
import { refusalCodes, type RefusalCode } from '../errors/refusal.js';

/** Those that answer once. */
const methods = ['Get', 'ListEventTypes'] as const;
export type Method = (typeof methods)[number];

const codes = [...refusalCodes, 'INTERNAL'] as const;

const kinds = ['entry', 'ended', 'checkpoint', 'caught-up'] as const;
export type DeliveryKind = (typeof kinds)[number];

const declared = declaredOnce((metrics) => {
  const open = metrics.readGauge({
    name: 'throughline_feed_subscriptions_open',
    help: 'Subscriptions over gRPC that are open in this process.',
    labels: {},
  });
  const now = { open: 0 };
  metrics.watch('feed', () => [open.at({}, now.open)]);
  return {
    now,
    delivered: metrics.counter({
      name: 'throughline_feed_deliveries_total',
      help: 'Messages sent to subscribers over gRPC, by kind.',
      labels: { kind: kinds },
    }),
    refused: metrics.counter({
      name: 'throughline_feed_refusals_total',
      help: 'Calls over gRPC that ended with an error, by code; INTERNAL is what nobody foresaw.',
      labels: { code: codes },
    }),
    calls: metrics.histogram({
      name: 'throughline_feed_call_seconds',
      help: 'Calls over gRPC that answer once.',
      labels: { method: methods, outcome: ['answered', 'refused', 'failed'] },
    }),
  };
});

/** Counts what the feed does, for whoever looks after it. */
export interface ObservedFeed {
  /** A subscription was opened; the answer is to be called when it has ended. */
  readonly opened: () => () => void;
  readonly delivered: (kind: DeliveryKind) => void;
  readonly refused: (code: RefusalCode | 'INTERNAL') => void;
  readonly answered: (method: Method, outcome: 'answered' | 'refused' | 'failed', seconds: number) => void;
}

export const observedFeed = ({ metrics }: Pick<Telemetry, 'metrics'>): ObservedFeed => {
  const { now, delivered, refused, calls } = declared(metrics);
  return {
    opened: () => {
      now.open += 1;
      return () => {
        now.open -= 1;
      };
    },
    delivered: (kind) => delivered.add({ kind }),
    refused: (code) => refused.add({ code }),
    answered: (method, outcome, seconds) => calls.observe({ method, outcome }, seconds),
  };
};
