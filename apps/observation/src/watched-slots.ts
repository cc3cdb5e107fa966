import { declaredOnce, type Telemetry } from '#platform';
import type { Observer } from '#projections';
import { projectionNamed, projectionNames, type ProjectionName } from './projection-names.js';

const changes = ['held', 'given-up', 'rebuild-begun', 'swapped'] as const;
type Change = (typeof changes)[number];

const declared = declaredOnce((metrics) => {
  const slots = metrics.readGauge({
    name: 'throughline_projection_slots_held',
    help: 'Slots of a projection that this process keeps; together the processes must keep every one.',
    labels: { projection: projectionNames },
  });
  const held = new Map<ProjectionName, number>();
  metrics.watch('projection', () => [...held].map(([projection, count]) => slots.at({ projection }, count)));
  return {
    held,
    changes: metrics.counter({
      name: 'throughline_projection_changes_total',
      help: 'Slots that were taken and given up, rebuilds that were begun, and views that were put in the place of others.',
      labels: { projection: projectionNames, change: changes },
    }),
  };
});

const by: Readonly<Record<Change, number>> = { held: 1, 'given-up': -1, 'rebuild-begun': 0, swapped: 0 };

/** Follows which slots of which projections this process holds. */
export const watchSlots = ({ metrics }: Pick<Telemetry, 'metrics'>): Observer => {
  const { held, changes: counted } = declared(metrics);
  return ({ kind, projection }) => {
    if (kind === 'batch') return;
    const name = projectionNamed(projection);
    counted.add({ projection: name, change: kind });
    held.set(name, (held.get(name) ?? 0) + by[kind]);
  };
};
