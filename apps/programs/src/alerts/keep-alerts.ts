import type { EventStore } from '#event-store';
import type { FollowedDirectory } from '#identity';
import type { Clock } from '#kernel';
import type { Database, Logger, Shutdown, Telemetry } from '#platform';
import type { ReadTables } from '#read-models';
import type { Alerts } from '#recording';
import { countedAlarms } from '../../../observation/src/index.js';
import { runAlerts } from './run-alerts.js';
import { tellAlertAlarm } from './tell-alert-alarm.js';

/** What is needed to alert organisations. */
export interface KeptAlerts {
  readonly store: EventStore;
  readonly database: Database<ReadTables>;
  readonly directory: FollowedDirectory;
  readonly alerts: Pick<Alerts, 'look'>;
  readonly clock: Clock;
  /** How long nobody is alerted when the process that does it dies; 5 seconds unless told. */
  readonly leaseSeconds?: number;
}

/**
 * Alerts organisations in this process, or stands by for the one that does. Nobody waits for it: requests are served whether
 * it runs or not. `shutdown` ends it after the looks that are under way.
 */
export const keepAlerts = (
  ports: KeptAlerts,
  log: Logger,
  shutdown: Shutdown,
  telemetry: Telemetry,
): void => {
  const stopping = new AbortController();
  const running = runAlerts({
    ...{ ...ports, signal: stopping.signal },
    onAlarm: countedAlarms((alarm) => tellAlertAlarm(log, alarm), telemetry),
  });
  shutdown.register('alerts', async () => {
    stopping.abort();
    await running.stopped;
  });
};
