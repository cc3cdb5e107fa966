import { declaredOnce, type Telemetry } from '#platform';
import { slotName, type Lag, type Observer, type ParkedInSlot, type Slot } from '#projections';
import { projectionNamed, projectionNames } from './projection-names.js';

/** Every slot that a projection can be divided into. */
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

export interface SlotsAsked {
  readonly lag: () => Promise<readonly Lag[]>;
  readonly parked: () => Promise<readonly ParkedInSlot[]>;
}

/**
 * Tells the lag and the parked groups of the slots that this process holds, as long as it holds them: of a slot that
 * two processes told of, neither could be believed.
 */
export const watchLagOfSlots = (
  { lag, parked }: SlotsAsked,
  { metrics }: Pick<Telemetry, 'metrics'>,
): Observer => {
  const gauges = declared(metrics);
  const held = new Map<string, Pick<Slot, 'projection' | 'slot'>>();
  const labelled = ({ projection, slot }: Pick<Slot, 'projection' | 'slot'>) => ({
    projection: projectionNamed(projection),
    slot: String(slot),
  });
  // Two readings, so that the one is told where the other cannot be found out. Each asks once for all slots.
  metrics.watch('projection', async () => {
    const lags = held.size === 0 ? [] : await lag();
    return [...held.values()].flatMap((mine) => {
      // A view that cannot be read yet has no slots, and lacks everything.
      const found = lags.find(
        ({ projection, slot }) => projection === mine.projection && (slot === mine.slot || slot === null),
      );
      if (found === undefined) return [];
      return [
        gauges.events.at(labelled(mine), found.events),
        gauges.seconds.at(labelled(mine), found.seconds),
      ];
    });
  });
  metrics.watch('projection', async () => {
    const groups = held.size === 0 ? [] : await parked();
    return [...held.values()].map((mine) => {
      const own = groups.filter(
        ({ projection, slot }) => projection === mine.projection && slot === mine.slot,
      );
      return gauges.parked.at(labelled(mine), own.length);
    });
  });
  return ({ kind, projection, slot }) => {
    if (kind === 'held') held.set(slotName({ projection, slot }), { projection, slot });
    else if (kind === 'given-up') held.delete(slotName({ projection, slot }));
  };
};
