import type { Database } from '#platform';
import {
  openAlertReading,
  setUpAlertTables,
  type AlertGroundPorts,
  type AlertReading,
  type ReadTables,
} from '#read-models';
import { openAlerts, type Alerts, type AlertPorts } from '#recording';

/** Both sides of alerts in one process. */
export interface OpenedAlerts {
  readonly reading: AlertReading;
  readonly recording: Alerts;
}

/** Opens reading and recording of alerts; what the one asks of the other is asked here. */
export const openAlertsOn = async (
  ports: Pick<AlertPorts, 'store' | 'sealing' | 'clock'> & Omit<AlertGroundPorts, 'store' | 'database'>,
  database: Database<ReadTables>,
): Promise<OpenedAlerts> => {
  await setUpAlertTables(database);
  const reading = openAlertReading({ ...ports, database: database.reader });
  const { store, sealing, clock } = ports;
  const { alertsOf, mayKnow } = reading;
  return { reading, recording: openAlerts({ store, sealing, clock, alertsOf, mayKnow }) };
};
