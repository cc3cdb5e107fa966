import { declaredOnce, type Telemetry } from '#platform';

const outcomes = [
  'delivered',
  'refused',
  'no-answer',
  'target-refused',
  'not-to-be-sent',
  'given-up',
] as const;

const declared = declaredOnce((metrics) => ({
  attempts: metrics.counter({
    name: 'throughline_webhook_attempts_total',
    help: 'Attempts of this process to deliver to webhooks, by what came of each; given up where it was the last.',
    labels: { outcome: outcomes },
  }),
  held: metrics.readGauge({
    name: 'throughline_webhooks_held',
    help: 'Whether this process delivers to webhooks; together one process must.',
    labels: {},
  }),
  oldest: metrics.readGauge({
    name: 'throughline_webhook_oldest_waiting_seconds',
    help: 'For how long the delivery to a webhook waits that waits longest. Every process tells the same.',
    labels: {},
  }),
  waiting: metrics.readGauge({
    name: 'throughline_webhook_deliveries_waiting',
    help: 'Deliveries to webhooks that wait for their turn or for their next attempt.',
    labels: {},
  }),
  dead: metrics.readGauge({
    name: 'throughline_webhook_dead_letters',
    help: 'Deliveries to webhooks that were given up and can be asked for again.',
    labels: {},
  }),
}));

/** How it stands with the deliveries of all webhooks. */
export interface WebhooksWaiting {
  readonly oldestSeconds: number;
  readonly waiting: number;
  readonly dead: number;
}

/** Counts the attempts of this process, and tells how it stands with deliveries, whoever makes them. */
export const watchWebhooks = (
  webhooks: { readonly isHeld: () => boolean; readonly waiting: () => Promise<WebhooksWaiting> },
  { metrics }: Pick<Telemetry, 'metrics'>,
): ((outcome: (typeof outcomes)[number]) => void) => {
  const { attempts, held, oldest, waiting, dead } = declared(metrics);
  metrics.watch('webhooks', () => [held.at({}, webhooks.isHeld() ? 1 : 0)]);
  metrics.watch('webhooks', async () => {
    const told = await webhooks.waiting();
    return [oldest.at({}, told.oldestSeconds), waiting.at({}, told.waiting), dead.at({}, told.dead)];
  });
  return (outcome) => attempts.add({ outcome });
};
