export { CannotOpenEventLog, type CannotOpenReason } from './embedded/cannot-open.js';
export { openEmbeddedEventStore, type EmbeddedEventStoreOptions } from './embedded/open.js';
export * from './errors.js';
export * from './port.js';
export * from './position.js';
