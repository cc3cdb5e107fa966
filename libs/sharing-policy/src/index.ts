export * from './facts.js';
export * from './policy.js';
