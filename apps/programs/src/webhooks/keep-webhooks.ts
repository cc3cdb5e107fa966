import type { FollowedDirectory } from '#identity';
import type { ReadTables } from '#read-models';
import type { Database, Logger, Shutdown, Telemetry } from '#platform';
import {
  followWebhooks,
  openWebhooks,
  type FollowedWebhooks,
  type RecordingPorts,
  type Webhooks,
} from '#recording';
import { watchWebhooks } from '../../../observation/src/index.js';
import { alertsSource, type AlertsPorts } from './alerts-source.js';
import { entriesSource, type EntriesPorts } from './entries-source.js';
import { lookUpHost } from './look-up.js';
import { runWebhooks } from './run-webhooks.js';
import { purposeOfSoftware } from './software.js';
import { setUpWebhookTables, webhookTables } from './tables.js';
import { targetOf, type TargetRules } from './target.js';
import { tellWebhookAlarm } from './tell-webhook-alarm.js';
import { webhookStandings, type WebhookStandings } from './webhook-standings.js';
import { within } from './within.js';

/** Whoever registers a target is answered by then, whatever its name server does. */
const longestLookUp = 10_000;

/** How webhooks are delivered, as the operator has set it. */
export interface WebhookSettings {
  /** Where this service is reached from outside, e.g. `https://throughline.example`: links begin with it. */
  readonly publicUrl: string;
  readonly targets: TargetRules;
}

export interface WebhookSidePorts extends Pick<RecordingPorts, 'store' | 'sealing' | 'policy' | 'clock'> {
  readonly directory: FollowedDirectory;
  readonly database: Database<ReadTables>;
}

/** Webhooks as a process has them that records, reads or delivers them. */
export interface WebhookSide {
  readonly recording: Webhooks;
  readonly known: FollowedWebhooks;
  readonly standings: WebhookStandings;
}

/** Opens the write side of webhooks and follows those that there are. `shutdown` ends it. */
export const openWebhookSide = async (
  ports: WebhookSidePorts,
  { targets }: Pick<WebhookSettings, 'targets'>,
  log: Logger,
  shutdown: Shutdown,
): Promise<WebhookSide> => {
  const { store, sealing, policy, clock, directory, database } = ports;
  await setUpWebhookTables(database);
  const known = followWebhooks({ store, sealing, log });
  shutdown.register('webhooks that are known', () => known.stop());
  const recording = openWebhooks({
    ...{ store, sealing, policy, clock, directory, known },
    problemOfTarget: async (url) => {
      const target = await within(longestLookUp, null, (signal) =>
        targetOf(url, targets, lookUpHost, signal),
      );
      return target.ok ? null : target.reason;
    },
    purposeOf: (organisation) => purposeOfSoftware({ directory, policy }, organisation),
  });
  return { recording, known, standings: webhookStandings(webhookTables(database)) };
};

export interface KeptWebhooks
  extends Omit<WebhookSidePorts, 'store' | 'sealing'>, Omit<EntriesPorts, 'publicUrl' | 'directory'> {
  readonly side: WebhookSide;
  readonly settings: WebhookSettings;
  /** Alerts go before everything else; null where there are none. */
  readonly alerts: Omit<AlertsPorts, 'disclosures'> | null;
  /** How long deliveries stand still when the process that makes them dies; 5 seconds unless told. */
  readonly leaseSeconds?: number;
}

/**
 * Delivers to webhooks in this process, or stands by for the one that does, and tells how it stands. `shutdown` ends it; what is
 * on its way then is sent again by whoever goes on.
 */
export const keepWebhooks = (
  { side, settings, alerts, leaseSeconds, ...ports }: KeptWebhooks,
  log: Logger,
  shutdown: Shutdown,
  telemetry: Telemetry,
): void => {
  const { clock, database, directory, policy, disclosures } = ports;
  const { recording: webhooks, known, standings } = side;
  const stopping = new AbortController();
  const running = runWebhooks({
    ...{ database, directory, policy, clock, webhooks, known, signal: stopping.signal, ...settings },
    ...(leaseSeconds === undefined ? {} : { leaseSeconds }),
    sources: [
      ...(alerts === null ? [] : [alertsSource({ ...alerts, disclosures })]),
      entriesSource({ ...ports, publicUrl: settings.publicUrl }),
    ],
    onAlarm: (alarm) => tellWebhookAlarm(log, alarm),
    onAttempt: (outcome) => count(outcome),
  });
  const count = watchWebhooks(
    { isHeld: running.isHeld, waiting: () => standings.ofAll(clock.now()) },
    telemetry,
  );
  shutdown.register('webhooks', async () => {
    stopping.abort();
    await running.stopped;
  });
};
