export * from './configuration.js';
export * from './data-folder.js';
export * from './database/database.js';
export * from './database/database-errors.js';
export * from './health.js';
export * from './logging/logging.js';
export * from './settings.js';
export * from './shutdown.js';
