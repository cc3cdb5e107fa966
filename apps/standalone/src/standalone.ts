import {
  createAuthentication,
  developmentIssuerAllowed,
  DevelopmentIssuerRefused,
  openDevelopmentIssuer,
  type FollowedDirectory,
} from '#identity';
import { systemClock, type CaseId } from '#kernel';
import { createHealth, type Configuration, type Logger, type Shutdown, type Telemetry } from '#platform';
import { disclosureLog } from '#read-models';
import { openAdministration } from '#recording';
import { feedServerSettings, startFeedServer } from '../../feed/src/index.js';
import {
  closeInTime,
  createGateway,
  developmentSettings,
  productionSettings,
  type GatewaySettings,
} from '../../gateway/src/index.js';
import { keepAlerts } from '../../programs/src/alerts/keep-alerts.js';
import { openAlertsOn } from '../../programs/src/alerts/open-alerts.js';
import { feedOfViews } from '../../programs/src/feed-of-views.js';
import { keepDuties } from '../../programs/src/duty-clock/keep-duties.js';
import { listenOn, seeThatPortIsFree } from '../../programs/src/listening.js';
import { openWriteSide } from '../../programs/src/open-write-side.js';
import { adoptNewestPolicy, followPolicy, policyInForce } from '../../programs/src/policy-in-force.js';
import { keepWebhooks, openWebhookSide } from '../../programs/src/webhooks/keep-webhooks.js';
import { webhookSettings } from '../../programs/src/webhooks/webhook-settings.js';
import { developmentPeople } from './development-people.js';
import { openEngines, watchLog } from './engines.js';
import { loadSampleCases, samplesAreDue } from './sample-cases.js';
import { recordedSampleCases } from './samples/sample-case-ids.js';
import { openViews, untilViewsHave } from './views.js';

/** The whole product in one process, on the embedded engines. */
export interface Standalone {
  /** Where it listens, e.g. `http://127.0.0.1:4000`. */
  readonly address: string;
  /** Where it is subscribed to over gRPC, e.g. `127.0.0.1:4100`. */
  readonly feed: string;
  readonly directory: FollowedDirectory;
  /** The sample cases on the record, by the names of their stories; empty in a folder that was begun without them. */
  readonly sampleCases: ReadonlyMap<string, CaseId>;
}

/** The embedded profile has keys and an issuer for development only. */
export class NotForProduction extends Error {
  override readonly name = 'NotForProduction';

  constructor() {
    super(
      'NODE_ENV=production refuses the key file and the development issuer, and this program has no other keys and no ' +
        'other issuer. It is for development and demonstration: start it without NODE_ENV=production, and record no real child.',
    );
  }
}

/** Refuses what can never serve, before anything is opened, made or changed. */
const seeThatItMayServe = async ({ host, port, production, feed }: Configuration): Promise<void> => {
  if (production) throw new NotForProduction();
  // Both listen on this host: HTTP and the feed.
  const allowed = developmentIssuerAllowed({ production, listeners: [host] });
  if (!allowed.ok) throw new DevelopmentIssuerRefused(allowed.reason);
  await seeThatPortIsFree(port, host);
  await seeThatPortIsFree(feed.port, host, 'FEED_PORT');
};

/**
 * Starts everything, from the log up, and listens at last; what cannot be started is told by a typed error. `shutdown`
 * stops it in the opposite order.
 */
export const startStandalone = async (
  configuration: Configuration,
  log: Logger,
  shutdown: Shutdown,
  telemetry: Telemetry,
  settings: GatewaySettings = configuration.production ? productionSettings : developmentSettings,
): Promise<Standalone> => {
  const { dataFolder, host, port, production } = configuration;
  await seeThatItMayServe(configuration);
  const health = createHealth();
  const engines = await openEngines(configuration, log, shutdown, telemetry);
  const { store, sealing, policies, directory } = engines;
  watchLog(store, health);
  health.register({ name: 'directory', kind: 'ready', check: () => directory.health() });
  const issuer = await openDevelopmentIssuer({
    production,
    listeners: [host],
    dataFolder,
    directory,
    clock: systemClock,
  });
  const views = openViews(engines, dataFolder, log, shutdown, health, telemetry);
  const due = configuration.loadSampleCases && (await samplesAreDue(engines, dataFolder));
  if (due) await loadSampleCases(engines, views, dataFolder);
  const administration = openAdministration({ store, sealing, clock: systemClock });
  if ((await policyInForce(store, policies)) === undefined) await adoptNewestPolicy(administration, policies);
  const policy = await followPolicy({ store, policies, log });
  shutdown.register('policy', () => policy.stop());
  health.register({ name: 'policy', kind: 'ready', check: policy.health });

  const ports = { store, sealing, policy: policy.current, directory, sight: views.sight, clock: systemClock };
  const { recording, oversight, streams } = openWriteSide(ports, views.database);
  const alerts = await openAlertsOn(ports, views.database);
  const webhooks = await openWebhookSide(
    { store, sealing, policy: policy.current, clock: systemClock, directory, database: views.database },
    webhookSettings(configuration),
    log,
    shutdown,
  );
  const disclosures = disclosureLog({ store, sealing, clock: systemClock });
  const authenticate = createAuthentication({
    directory,
    clock: systemClock,
    localKeySets: new Map([[issuer.issuer, issuer.keySet]]),
  });
  const feed = feedOfViews({ ...engines, database: views.database }, views.progress, telemetry);
  const gateway = await createGateway({
    settings,
    ports: {
      recording,
      oversight,
      alerts,
      webhooks,
      reads: views.reads,
      disclosures,
      feed,
      authenticate,
      directory,
      policy: policy.current,
      tokens: sealing.tokens,
      health,
      logger: log,
      telemetry,
      development: developmentPeople(directory, issuer, policy.current),
    },
  });
  shutdown.register('gateway', () => closeInTime(gateway, configuration.shutdownMilliseconds / 2));
  // After a crash the views may be behind the log, or be built anew. Half a history must not be answered as the whole.
  await untilViewsHave(await store.head(), views, log, shutdown);
  const { database } = views;
  await keepDuties({ ...ports, database, directory, oversight, streams }, log, shutdown, telemetry);
  keepAlerts(
    { store, database, directory, alerts: alerts.recording, clock: systemClock },
    log,
    shutdown,
    telemetry,
  );
  keepWebhooks(
    {
      ...{ side: webhooks, settings: webhookSettings(configuration), feed, reads: views.reads, disclosures },
      ...{ directory, policy: policy.current, clock: systemClock, database, tokens: sealing.tokens },
      alerts: { alertFeed: alerts.feed, alerts: alerts.reading },
    },
    log,
    shutdown,
    telemetry,
  );
  const served = await startFeedServer(
    {
      ...{ feed, reads: views.reads, disclosures, authenticate, directory, policy: policy.current },
      ...{ tokens: sealing.tokens, clock: systemClock, health, logger: log, telemetry },
    },
    feedServerSettings(configuration),
  );
  shutdown.register('feed', () => served.close(configuration.shutdownMilliseconds / 2));
  await listenOn(gateway, port, host);
  return {
    address: await gateway.getUrl(),
    feed: served.address,
    directory,
    sampleCases: await recordedSampleCases(store),
  };
};
