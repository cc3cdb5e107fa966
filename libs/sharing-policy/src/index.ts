export { CannotDecide } from './cannot-decide.js';
export * from './facts.js';
export { loadSharingPolicies } from './load.js';
export * from './policy.js';
