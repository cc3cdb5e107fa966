import type { Role } from '../vocabulary/agencies.js';
import type { Refusal } from '../decision/rule.js';
import type { WebhookState } from './webhook-state.js';

/** Who may arrange deliveries for an organisation: whoever keeps its directory, and its own software. Neither needs to see a case. */
export const webhookRoles: readonly Role[] = ['administrator', 'system'];

/** An organisation may have so many webhooks. */
export const mostWebhooks = 50;

export const noSystemEnrolled: Refusal = {
  rule: 'organisation-has-software-enrolled',
  message:
    'What is delivered is read as your organisation’s own software. Ask the operator to enrol a person with the role system at your organisation.',
};

export const followsNoCases: Refusal = {
  rule: 'organisation-follows-cases',
  message:
    'The software of an organisation of this kind may not follow cases, so nothing could be delivered.',
};

export const fullContentNotAgreed: Refusal = {
  rule: 'full-content-is-agreed',
  message:
    'Entries themselves are delivered only where that is agreed for your organisation. Ask for thin content, or have the operator record the agreement.',
};

export const tooManyWebhooks: Refusal = {
  rule: 'organisation-has-few-webhooks',
  message: `An organisation may have ${mostWebhooks} webhooks. Remove one first.`,
};

export const pausedAlready: Refusal = {
  rule: 'webhook-is-not-paused',
  message: 'This webhook is paused already.',
};

export const notPaused: Refusal = {
  rule: 'webhook-is-paused',
  message: 'This webhook is not paused.',
};

/** Whether it stands: it was registered, and not removed since. */
export const webhookStands = ({ registered, removed }: WebhookState): boolean =>
  registered !== null && !removed;
