import type { EventStore } from '#event-store';
import type { Database, Logger, Shutdown, Telemetry } from '#platform';
import {
  followProgress,
  parkedIn,
  runProjections,
  type DividedProjection,
  type Progress,
  type ProjectionAlarm,
} from '#projections';
import { viewsRead, type ReadTables } from '#read-models';
import { countedAlarms, observedSlots, watchLagOfSlots, watchSlots } from '../../observation/src/index.js';
import { tellProjectionAlarm } from './tell-projection-alarm.js';

/** Where views stand, and the log that they are built from. */
export interface ViewEngines {
  readonly store: EventStore;
  readonly database: Database<ReadTables>;
}

/** Says in the log and counts what an operator must look at. */
export const alarmsOfViews = (log: Logger, telemetry: Telemetry): ((alarm: ProjectionAlarm) => void) =>
  countedAlarms((alarm) => tellProjectionAlarm(log, alarm), telemetry);

/** How far the views are, whoever keeps them. */
export const followViews = ({ store, database }: ViewEngines, shutdown: Shutdown): Progress => {
  const progress = followProgress({ store, database, views: viewsRead });
  shutdown.register('progress of the views', () => progress.stop());
  return progress;
};

export interface KeptViews extends ViewEngines {
  readonly projections: readonly DividedProjection[];
  readonly onAlarm: (alarm: ProjectionAlarm) => void;
  /** As `runProjections` has it unless told. */
  readonly leaseSeconds?: number;
}

/** Keeps the views in this process and tells how far they are. `shutdown` ends it after the batches that are under way. */
export const keepViews = (
  { store, database, projections, ...options }: KeptViews,
  shutdown: Shutdown,
  telemetry: Telemetry,
): Progress => {
  const progress = followViews({ store, database }, shutdown);
  const observers = [
    watchSlots(telemetry),
    watchLagOfSlots({ lag: progress.lag, parked: () => parkedIn(database) }, telemetry),
  ];
  const stopping = new AbortController();
  const running = runProjections({
    ...options,
    store,
    database,
    projections: projections.map((divided) => observedSlots(divided, telemetry)),
    signal: stopping.signal,
    observe: (observed) => observers.forEach((observe) => observe(observed)),
  });
  shutdown.register('projections', async () => {
    stopping.abort();
    await running.stopped;
  });
  return progress;
};
