export * from './api.js';
export { openAlertsOf, takeAlertEvents, type AlertEvent } from './alert-rows.js';
export { casesAround } from './case-from-the-log.js';
export { openAlertFeed } from './open-alert-feed.js';
export { openAlertReading, type AlertReading } from './open-alert-reading.js';
export type { AlertGroundPorts, AlertReadPorts } from './ports.js';
export { alertTables, setUpAlertTables, type AlertTables } from './tables.js';
