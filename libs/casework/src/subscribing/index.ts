import {
  FullContentAgreed,
  WebhookChanged,
  WebhookPaused,
  WebhookRegistered,
  WebhookRemoved,
  WebhookReplayAsked,
  WebhookResumed,
  WebhookSecretRotated,
} from './webhook-events.js';

export const subscribingProcess = {
  folder: 'subscribing',
  title: 'Subscribing',
  events: [
    WebhookRegistered,
    WebhookChanged,
    WebhookPaused,
    WebhookResumed,
    WebhookSecretRotated,
    WebhookReplayAsked,
    WebhookRemoved,
    FullContentAgreed,
  ],
};
