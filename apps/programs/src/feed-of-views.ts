import type { EventStore } from '#event-store';
import type { Directory } from '#identity';
import { systemClock } from '#kernel';
import type { Database, Telemetry } from '#platform';
import type { Progress } from '#projections';
import { disclosureLog, openFeed, type Feed, type ReadTables } from '#read-models';
import type { Sealing } from '#sealing';
import type { SharingPolicies } from '#sharing-policy';
import { observedDisclosures } from '../../observation/src/index.js';

/** What the feed is read from, and where what it hands over is recorded. */
export interface FeedEngines {
  readonly store: EventStore;
  readonly database: Database<ReadTables>;
  readonly policies: SharingPolicies;
  readonly directory: Directory;
  readonly sealing: Sealing;
}

/** The feed of every agency, read from the views, whoever keeps them. A process has one, for every way of delivery. */
export const feedOfViews = (
  { store, database, policies, directory, sealing }: FeedEngines,
  progress: Progress,
  telemetry: Telemetry,
): Feed => {
  const clock = systemClock;
  return openFeed({
    ...{ policies, directory, sealing, progress, clock },
    database: database.reader,
    tokens: sealing.tokens,
    disclosures: observedDisclosures(disclosureLog({ store, sealing, clock }), telemetry),
  });
};
