import { createAuthentication } from '#identity';
import { systemClock } from '#kernel';
import { createHealth, serveOperations, type Logger, type Shutdown, type Telemetry } from '#platform';
import { disclosureLog } from '#read-models';
import type { ClusterFeedConfiguration } from '../../cluster/src/configuration.js';
import { openClusterEngines } from '../../cluster/src/engines.js';
import { answerFromViews } from '../../programs/src/answer-from-views.js';
import { openAlertsOn } from '../../programs/src/alerts/open-alerts.js';
import { feedOfViews } from '../../programs/src/feed-of-views.js';
import { followViews } from '../../programs/src/keep-views.js';
import { seeThatPortIsFree } from '../../programs/src/listening.js';
import { followPolicy } from '../../programs/src/policy-in-force.js';
import { takesWrites } from '../../programs/src/watch-log.js';
import { keepWebhooks, openWebhookSide } from '../../programs/src/webhooks/keep-webhooks.js';
import { webhookSettings } from '../../programs/src/webhooks/webhook-settings.js';
import { feedServerSettings } from './server-settings.js';
import { startFeedServer } from './start-feed-server.js';

export interface StartedFeed {
  /** Where it is subscribed to, e.g. `127.0.0.1:4100`. */
  readonly feed: string;
  /** Where it tells of its health, e.g. `http://127.0.0.1:4002`. */
  readonly operations: string;
}

/**
 * Starts a feed of the cluster: developers subscribe there over gRPC to views that projectors keep. What cannot be started is
 * told by a typed error; `shutdown` stops everything, the feed first.
 */
export const startFeed = async (
  configuration: ClusterFeedConfiguration,
  log: Logger,
  shutdown: Shutdown,
  telemetry: Telemetry,
): Promise<StartedFeed> => {
  const { host, port } = configuration;
  await seeThatPortIsFree(port, host);
  await seeThatPortIsFree(configuration.feed.port, host, 'FEED_PORT');
  const health = createHealth();
  const engines = await openClusterEngines(configuration, 'feed', log, shutdown, telemetry);
  const { store, database, sealing, policies, directory } = engines;
  const progress = followViews(engines, shutdown);
  const { reads } = answerFromViews(engines, progress, health);
  const policy = await followPolicy({ store, policies, log });
  shutdown.register('policy', () => policy.stop());
  health.register({ name: 'event-log', kind: 'ready', check: takesWrites(store) });
  health.register({ name: 'directory', kind: 'ready', check: () => directory.health() });
  health.register({ name: 'policy', kind: 'ready', check: policy.health });
  const operations = await serveOperations({ health, telemetry, host, port });
  shutdown.register('operations', () => operations.close());
  const events = feedOfViews(engines, progress, telemetry);
  const disclosures = disclosureLog({ store, sealing, clock: systemClock });
  const ports = { store, sealing, directory, policy: policy.current, clock: systemClock };
  const alerts = await openAlertsOn(ports, database);
  const settings = webhookSettings(configuration);
  keepWebhooks(
    {
      ...{ ...ports, database, feed: events, reads, disclosures, tokens: sealing.tokens, settings },
      side: await openWebhookSide({ ...ports, database }, settings, log, shutdown),
      alerts: { alertFeed: alerts.feed, alerts: alerts.reading },
      leaseSeconds: configuration.leaseMilliseconds / 1_000,
    },
    log,
    shutdown,
    telemetry,
  );
  const feed = await startFeedServer(
    {
      feed: events,
      reads,
      disclosures,
      authenticate: createAuthentication({ directory, clock: systemClock }),
      directory,
      policy: policy.current,
      tokens: sealing.tokens,
      clock: systemClock,
      health,
      logger: log,
      telemetry,
    },
    feedServerSettings(configuration),
  );
  shutdown.register('feed', () => feed.close(configuration.shutdownMilliseconds / 2));
  return { feed: feed.address, operations: operations.address };
};
