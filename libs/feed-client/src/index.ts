export * from './generated/throughline/feed/v1/case_events.js';
export * from './generated/throughline/feed/v1/entry.js';
