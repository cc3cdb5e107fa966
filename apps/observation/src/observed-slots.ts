import type { Telemetry } from '#platform';
import type { DividedProjection } from '#projections';
import { observedProjection } from './observed-projection.js';

/** A projection whose batches are timed in every slot. */
export const observedSlots = (divided: DividedProjection, telemetry: Telemetry): DividedProjection => ({
  ...divided,
  of: (slot) => observedProjection(divided.of(slot), slot.slot, telemetry),
});
