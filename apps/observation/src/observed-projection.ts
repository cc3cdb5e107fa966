import type { RecordedEvent } from '#event-store';
import { declaredOnce, observing, type Telemetry } from '#platform';
import type { Projection } from '#projections';
import { projectionNamed, projectionNames } from './projection-names.js';

const declared = declaredOnce((metrics) => ({
  batches: metrics.histogram({
    name: 'throughline_projection_batch_seconds',
    help: 'Batches that a projection has taken in, without their commits.',
    labels: { projection: projectionNames, outcome: ['applied', 'failed'] },
  }),
  events: metrics.counter({
    name: 'throughline_projection_events_total',
    help: 'Events that a projection has taken in.',
    labels: { projection: projectionNames },
  }),
}));

/** The requests that recorded some events, as far as these say. */
const correlationsOf = (events: readonly RecordedEvent[]): ReadonlySet<string> =>
  new Set(
    events.flatMap(({ metadata }) => {
      const correlation =
        typeof metadata === 'object' && metadata !== null && '$correlationId' in metadata
          ? metadata.$correlationId
          : undefined;
      return typeof correlation === 'string' ? [correlation] : [];
    }),
  );

/** A projection with its batches timed, each a trace of its own with links to the requests that recorded its events. */
export const observedProjection = <Tables>(
  projection: Projection<Tables>,
  slot: number,
  { metrics, traces }: Telemetry,
): Projection<Tables> => {
  const { batches, events: counted } = declared(metrics);
  const name = projectionNamed(projection.name);
  return {
    ...projection,
    apply: (transaction, events) => {
      const about = { projection: name, slot, events: events.length };
      const follows = traces.on ? correlationsOf(events) : [];
      const span = traces.beginTrace('projection.batch', about, { follows });
      return observing(
        () => span.run(() => projection.apply(transaction, events)),
        ({ answered, seconds }) => {
          span.end(answered ? 'ok' : 'failed');
          batches.observe({ projection: name, outcome: answered ? 'applied' : 'failed' }, seconds);
          if (answered) counted.add({ projection: name }, events.length);
        },
      );
    },
  };
};
