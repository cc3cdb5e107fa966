import { ConfigurationRefused } from '#platform';
import type { WebhookSettings } from './keep-webhooks.js';
import { networksIn } from './networks.js';

/** What a program's environment says of webhooks. */
export interface WebhookConfiguration {
  readonly publicUrl: string;
  /** Networks in CIDR, with commas between them; null: none. */
  readonly webhookNetworks: string | null;
  readonly webhooksInClear: boolean;
}

/** @throws ConfigurationRefused */
export const webhookSettings = ({
  publicUrl,
  webhookNetworks,
  webhooksInClear,
}: WebhookConfiguration): WebhookSettings => {
  const listed = webhookNetworks?.split(',').map((network) => network.trim()) ?? [];
  const networks = networksIn(listed);
  if (networks === undefined) {
    const mistake = 'must be networks in CIDR with commas between them, such as 10.1.0.0/16,fd12::/16.';
    throw new ConfigurationRefused([{ setting: 'THROUGHLINE_WEBHOOK_NETWORKS', mistake }]);
  }
  return { publicUrl, targets: { networks, inClear: webhooksInClear } };
};
