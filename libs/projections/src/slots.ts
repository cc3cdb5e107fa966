import { createHash } from 'node:crypto';
import type { BuildTables } from './tables.js';
import type { Projection } from './projection.js';

/** A part of a projection that one runner holds at a time. */
export interface Slot {
  readonly projection: string;
  /** From 0. */
  readonly slot: number;
  /** Into how many the projection is divided. */
  readonly slots: number;
}

/** What a slot is called in health checks and metrics, e.g. `timeline-2`. */
export const slotName = ({ projection, slot }: Pick<Slot, 'projection' | 'slot'>): string =>
  `${projection}-${slot}`;

/** The slot of a key: the first 6 bytes of its SHA-256, modulo the number of slots. It never changes for a number of slots. */
export const slotOf = (key: string, slots: number): number =>
  slots === 1 ? 0 : createHash('sha256').update(key).digest().readUIntBE(0, 6) % slots;

/** A projection whose work is divided into slots that different runners can hold. */
export interface DividedProjection {
  readonly name: string;
  readonly version: number;
  readonly streams: readonly string[];
  readonly slots: number;
  /** A projection with a memory of its own, for one build of a slot. */
  readonly of: (slot: Slot) => Projection<BuildTables>;
}

/**
 * Divides a projection into slots. Whatever the number, the slots together hold what one slot would.
 * @throws RangeError where the number is not from 1 to 64
 */
export const divided = <Tables>(slots: number, of: (slot: Slot) => Projection<Tables>): DividedProjection => {
  if (!Number.isInteger(slots) || slots < 1 || slots > 64)
    throw new RangeError('A projection is divided into 1 to 64 slots.');
  const { name, version, streams } = of({ projection: '', slot: 0, slots });
  // Which tables it writes beside those of the runtime is between it and its readers.
  return { name, version, streams, slots, of: of as unknown as (slot: Slot) => Projection<BuildTables> };
};
