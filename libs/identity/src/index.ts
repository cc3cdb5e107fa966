export * from './development/development-issuer.js';
export { SigningKeyUnusable, type SigningKeyMistake } from './development/signing-key.js';
export * from './directory/colleagues.js';
export * from './directory/directory.js';
export * from './directory/follow-directory.js';
export * from './principal.js';
export * from './tokens/authenticate.js';
export * from './tokens/refusals.js';
export { tokenExpiry } from './tokens/token-expiry.js';
