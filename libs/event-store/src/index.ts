export { CannotOpenEventLog, type CannotOpenReason } from './cannot-open.js';
export { openEmbeddedEventStore, type EmbeddedEventStoreOptions } from './embedded/open.js';
export * from './errors.js';
export {
  openKurrentDbEventStore,
  type EventLogAlarm,
  type KurrentDbEventStoreOptions,
} from './kurrentdb/open.js';
export * from './port.js';
export * from './position.js';
