import type { EventId, OrganisationId } from '#kernel';
import type { Process } from '../decision/process.js';
import { AgeDeterminationAsserted, AgeDeterminationWithdrawn } from './events.js';

export interface AgeDetermination {
  readonly by: OrganisationId;
  readonly withdrawn: boolean;
}

export interface AgeState {
  /** Every determination ever asserted, side by side; a withdrawn one stays. */
  readonly determinations: ReadonlyMap<EventId, AgeDetermination>;
}

export const age: Process<AgeState> = {
  begin: { determinations: new Map() },
  evolve: (known, { header }) => {
    if (header.type === AgeDeterminationAsserted.type) {
      const asserted = { by: header.recordedBy.organisation, withdrawn: false };
      return { determinations: new Map(known.determinations).set(header.id, asserted) };
    }
    if (header.type !== AgeDeterminationWithdrawn.type) return known;
    const determinations = new Map(known.determinations);
    for (const { kind, event } of header.relations) {
      const asserted = kind === 'withdraws' ? determinations.get(event) : undefined;
      if (asserted) determinations.set(event, { ...asserted, withdrawn: true });
    }
    return { determinations };
  },
};
