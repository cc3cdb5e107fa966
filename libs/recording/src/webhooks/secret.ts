import { randomBytes } from 'node:crypto';

/** As Standard Webhooks has it: 24 to 64 random bytes, in base64 after a prefix by which leaked ones are found. */
const secretBytes = 32;

export const newWebhookSecret = (): string => `whsec_${randomBytes(secretBytes).toString('base64')}`;
