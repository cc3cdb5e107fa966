import { createAuthentication } from '#identity';
import { systemClock } from '#kernel';
import { createHealth, type Logger, type Shutdown, type Telemetry } from '#platform';
import { disclosureLog } from '#read-models';
import type { ClusterConfiguration } from '../../cluster/src/configuration.js';
import { openClusterEngines } from '../../cluster/src/engines.js';
import { answerFromViews } from '../../programs/src/answer-from-views.js';
import { keepAlerts } from '../../programs/src/alerts/keep-alerts.js';
import { openAlertsOn } from '../../programs/src/alerts/open-alerts.js';
import { keepDuties } from '../../programs/src/duty-clock/keep-duties.js';
import { followViews } from '../../programs/src/keep-views.js';
import { feedOfViews } from '../../programs/src/feed-of-views.js';
import { listenOn, seeThatPortIsFree } from '../../programs/src/listening.js';
import { openWriteSide } from '../../programs/src/open-write-side.js';
import { followPolicy } from '../../programs/src/policy-in-force.js';
import { openWebhookSide } from '../../programs/src/webhooks/keep-webhooks.js';
import { webhookSettings } from '../../programs/src/webhooks/webhook-settings.js';
import { takesWrites } from '../../programs/src/watch-log.js';
import { createGateway } from './gateway-application.js';
import { closeInTime } from './serve.js';
import { developmentSettings, productionSettings } from './settings.js';

/**
 * Starts a gateway of the cluster: it answers from views that projectors keep. The answer is its address. What cannot be
 * started is told by a typed error; `shutdown` stops everything, the listener first.
 */
export const startGateway = async (
  configuration: ClusterConfiguration,
  log: Logger,
  shutdown: Shutdown,
  telemetry: Telemetry,
): Promise<string> => {
  const { host, port, production, leaseMilliseconds } = configuration;
  await seeThatPortIsFree(port, host);
  const health = createHealth();
  const engines = await openClusterEngines(configuration, 'gateway', log, shutdown, telemetry);
  const { store, database, sealing, policies, directory } = engines;
  const progress = followViews(engines, shutdown);
  const views = answerFromViews(engines, progress, health);
  const policy = await followPolicy({ store, policies, log });
  shutdown.register('policy', () => policy.stop());
  health.register({ name: 'event-log', kind: 'ready', check: takesWrites(store) });
  health.register({ name: 'directory', kind: 'ready', check: () => directory.health() });
  health.register({ name: 'policy', kind: 'ready', check: policy.health });
  const ports = { store, sealing, policy: policy.current, directory, sight: views.sight, clock: systemClock };
  const { recording, oversight, streams } = openWriteSide(ports, database);
  const alerts = await openAlertsOn(ports, database);
  const webhooks = await openWebhookSide(
    { store, sealing, policy: policy.current, clock: systemClock, directory, database },
    webhookSettings(configuration),
    log,
    shutdown,
  );
  const gateway = await createGateway({
    settings: production ? productionSettings : developmentSettings,
    ports: {
      recording,
      oversight,
      alerts,
      webhooks,
      reads: views.reads,
      disclosures: disclosureLog({ store, sealing, clock: systemClock }),
      feed: feedOfViews(engines, progress, telemetry),
      authenticate: createAuthentication({ directory, clock: systemClock }),
      directory,
      policy: policy.current,
      tokens: sealing.tokens,
      health,
      logger: log,
      telemetry,
      development: null,
    },
  });
  shutdown.register('gateway', () => closeInTime(gateway, configuration.shutdownMilliseconds / 2));
  const leaseSeconds = leaseMilliseconds / 1_000;
  await keepDuties(
    { ...ports, database, directory, oversight, streams, leaseSeconds },
    log,
    shutdown,
    telemetry,
  );
  keepAlerts(
    { store, database, directory, alerts: alerts.recording, clock: systemClock, leaseSeconds },
    log,
    shutdown,
    telemetry,
  );
  await listenOn(gateway, port, host);
  return gateway.getUrl();
};
