import { AlertAcknowledged, AlertEnded, AlertEscalated, AlertRaised } from './alert-events.js';

export const alertsProcess = {
  folder: 'alerts',
  title: 'Alerts',
  events: [AlertRaised, AlertEscalated, AlertAcknowledged, AlertEnded],
};
