import type { Instant } from '#kernel';
import { declaredOnce, type Telemetry } from '#platform';
import { projectionNamed, projectionNames } from './projection-names.js';

/** Every slot that a timeline can be divided into. */
const slots = Array.from({ length: 64 }, (_, slot) => String(slot));
const labels = { projection: projectionNames, slot: slots };

const declared = declaredOnce((metrics) => ({
  events: metrics.readGauge({
    name: 'throughline_projection_lag_events',
    help: 'Events that a projection has not taken in yet, counted up to 1000.',
    labels,
  }),
  seconds: metrics.readGauge({
    name: 'throughline_projection_lag_seconds',
    help: 'How long ago the log took the oldest event that a projection has not taken in; 0 where none waits.',
    labels,
  }),
  parked: metrics.readGauge({
    name: 'throughline_projection_parked_groups',
    help: 'Groups that wait for an operator.',
    labels,
  }),
}));

export interface WatchedProjection {
  readonly name: string;
  /** 0 where the projection is not divided. */
  readonly slot: number;
  /** How many events wait, and when the log took the oldest of them. */
  readonly lag: () => Promise<{ readonly events: number; readonly since: Instant | null }>;
  /** How many groups are parked. */
  readonly parked: () => Promise<number>;
}

/**
 * Gives the lag and the parked groups of a projection at every scrape, until the function that it answers is called: a
 * process that has lost a slot must not go on telling of it.
 */
export const watchProjection = (
  { name, slot, lag, parked }: WatchedProjection,
  { metrics }: Pick<Telemetry, 'metrics'>,
): (() => void) => {
  const gauges = declared(metrics);
  const labelled = { projection: projectionNamed(name), slot: String(slot) };
  const stops = [
    metrics.watch('projection', async () => {
      const { events, since } = await lag();
      // The log's clock and ours are two, so what was taken just now may seem to be yet to come.
      const seconds = since === null ? 0 : Math.max(0, (Date.now() - Date.parse(since)) / 1000);
      return [gauges.events.at(labelled, events), gauges.seconds.at(labelled, seconds)];
    }),
    metrics.watch('projection', async () => [gauges.parked.at(labelled, await parked())]),
  ];
  return () => stops.forEach((stop) => stop());
};
