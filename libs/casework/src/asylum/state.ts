import type { EventId, OrganisationId } from '#kernel';
import type { Process } from '../decision/process.js';
import { RemovalHoldLifted, RemovalHoldPlaced } from './events.js';

export interface AsylumState {
  /** Holds on removal that stand, and who placed each. */
  readonly holds: ReadonlyMap<EventId, OrganisationId>;
}

export const asylum: Process<AsylumState> = {
  begin: { holds: new Map() },
  evolve: (known, { header }) => {
    if (header.type === RemovalHoldPlaced.type)
      return { holds: new Map(known.holds).set(header.id, header.recordedBy.organisation) };
    if (header.type !== RemovalHoldLifted.type) return known;
    const holds = new Map(known.holds);
    for (const { kind, event } of header.relations) if (kind === 'about') holds.delete(event);
    return { holds };
  },
};
