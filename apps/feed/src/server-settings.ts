import type { FeedConfiguration } from '#platform';
import { usualTiming, type FeedServerSettings } from './settings.js';

/** A client that loses its connection calls again: some hundred times in a minute is a client that is broken. */
const requestsPerMinute = {
  development: { subject: 1_200, organisation: 12_000 },
  production: { subject: 300, organisation: 6_000 },
} as const;

/** How the feed serves by the configuration of a program. */
export const feedServerSettings = ({
  host,
  production,
  feed,
}: {
  readonly host: string;
  readonly production: boolean;
  readonly feed: FeedConfiguration;
}): FeedServerSettings => ({
  ...feed,
  host,
  requestsPerMinute: requestsPerMinute[production ? 'production' : 'development'],
  timing: usualTiming,
});
