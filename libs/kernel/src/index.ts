export * from './canonical.js';
export * from './clock.js';
export * from './ids.js';
export * from './occurred.js';
export * from './place-of-record.js';
export * from './result.js';
