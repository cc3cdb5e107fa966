import type { Authenticate, Directory } from '#identity';
import type { Clock } from '#kernel';
import type { Health, Logger, Telemetry } from '#platform';
import type { DisclosureLog, Feed, ReadModels } from '#read-models';
import type { Tokens } from '#sealing';
import type { SharingPolicy } from '#sharing-policy';

/** Everything that the feed over gRPC needs of the rest; the app that wires it brings it. */
export interface FeedPorts {
  readonly feed: Feed;
  readonly reads: Pick<ReadModels, 'entry'>;
  readonly disclosures: DisclosureLog;
  readonly authenticate: Authenticate;
  readonly directory: Pick<Directory, 'organisation'>;
  /** The policy in force now. */
  readonly policy: () => Pick<SharingPolicy, 'mayUsePurpose'>;
  readonly tokens: Tokens;
  /** The clock by which tokens expire. */
  readonly clock: Clock;
  readonly health: Health;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
}
