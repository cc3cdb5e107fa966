export { agreeToFullContent, type AgreeToFullContent } from './agree-to-full-content.js';
export * from './api.js';
export { followWebhooks, type FollowedWebhooks } from './follow-webhooks.js';
export { openWebhooks } from './open-webhooks.js';
export { newWebhookSecret } from './secret.js';
