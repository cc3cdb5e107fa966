export * from './gateway-application.js';
export * from './gateway.module.js';
export * from './ports.js';
export * from './settings.js';
export { closeInTime } from './serve.js';
