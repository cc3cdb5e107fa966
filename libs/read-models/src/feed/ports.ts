import type { Progress } from '#projections';
import type { Tokens } from '#sealing';
import type { DisclosureLog } from '../api.js';
import type { ReadPorts } from '../reading/ports.js';

/** What a feed needs. */
export interface FeedPorts extends ReadPorts {
  readonly disclosures: DisclosureLog;
  readonly tokens: Tokens;
  readonly progress: Pick<Progress, 'moved'>;
}
