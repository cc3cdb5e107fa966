export { CannotDecide } from './cedar.js';
export * from './facts.js';
export { loadSharingPolicies } from './load.js';
export * from './policy.js';
