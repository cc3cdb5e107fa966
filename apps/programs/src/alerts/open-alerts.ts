import type { Database } from '#platform';
import {
  disclosureLog,
  openAlertFeed,
  openAlertReading,
  setUpAlertTables,
  type AlertFeed,
  type AlertGroundPorts,
  type AlertReading,
  type ReadTables,
} from '#read-models';
import { openAlerts, type Alerts, type AlertPorts } from '#recording';

/** Both sides of alerts in one process, and what is pushed of them. */
export interface OpenedAlerts {
  readonly reading: AlertReading;
  readonly recording: Alerts;
  readonly feed: AlertFeed;
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
  return {
    reading,
    recording: openAlerts({ store, sealing, clock, alertsOf, mayKnow }),
    feed: openAlertFeed({
      ...{ ...ports, database: database.reader, tokens: sealing.tokens },
      disclosures: disclosureLog({ store, sealing, clock }),
    }),
  };
};
