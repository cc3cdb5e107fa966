import type { Instant } from '#kernel';
import type { Process } from '../decision/process.js';
import { CaseClosed, CaseReopened } from './case-management-events.js';

/** Whether there is a case, and whether work on it goes on. */
export interface IntakeState {
  /** When the first event was recorded; null before it. */
  readonly begun: Instant | null;
  /** When it was closed; null while it is open. */
  readonly closed: Instant | null;
}

export const intake: Process<IntakeState> = {
  begin: { begun: null, closed: null },
  evolve: (known, { header }) => {
    if (header.type === CaseClosed.type) return { ...known, closed: header.recordedAt };
    if (header.type === CaseReopened.type) return { ...known, closed: null };
    return known.begun === null ? { ...known, begun: header.recordedAt } : known;
  },
};
