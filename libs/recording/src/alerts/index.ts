export * from './api.js';
export { openAlerts } from './open-alerts.js';
