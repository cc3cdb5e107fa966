export * from './checkpoint.js';
export * from './parking.js';
export * from './projection.js';
export * from './run-projection.js';
export * from './tables.js';
