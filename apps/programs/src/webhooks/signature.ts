import { createHmac } from 'node:crypto';
import type { Instant } from '#kernel';

/**
 * The headers of Standard Webhooks: what is signed is the id, the time in whole seconds and the body, joined by full stops, with
 * HMAC-SHA256. A receiver takes the delivery where one of the signatures fits.
 */
export const signedHeaders = (
  secrets: readonly string[],
  { id, at, body }: { readonly id: string; readonly at: Instant; readonly body: string },
): Readonly<Record<string, string>> => {
  const timestamp = String(Math.floor(Date.parse(at) / 1_000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
};
