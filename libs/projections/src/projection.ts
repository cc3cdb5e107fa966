import type { Transaction } from 'kysely';
import type { Position, RecordedEvent } from '#event-store';
import type { ProjectionTables } from './tables.js';

/**
 * A view that is built from the log. It writes its rows in the transaction that it is given and nowhere else, so that
 * they are committed together with the checkpoint or not at all.
 */
export interface Projection<Tables> {
  /** Unique among the projections of a database; never changes. */
  readonly name: string;
  /** Raised whenever the same events would give other rows: the view is then built again from the start. */
  readonly version: number;
  /** The streams that it follows, by the beginnings of their names. */
  readonly streams: readonly string[];
  /** Makes its tables, empty. */
  readonly setUp: (transaction: Transaction<Tables>) => Promise<void>;
  /** Removes the tables of any version of it, as far as they are there. */
  readonly tearDown: (transaction: Transaction<Tables>) => Promise<void>;
  /** Takes in events in log order, each once. What it throws stops the projection until a later attempt succeeds. */
  readonly apply: (
    transaction: Transaction<Tables & ProjectionTables>,
    events: readonly RecordedEvent[],
  ) => Promise<void>;
  /** Drops what it keeps in memory: a transaction was undone, so the memory is ahead of the tables. */
  readonly forget: () => void;
  /** Tries a parked group again; throws where it still cannot be taken in. Absent where nothing is ever parked. */
  readonly retry?: (transaction: Transaction<Tables & ProjectionTables>, group: string) => Promise<void>;
}

/** Something an operator must look at. It names what failed and never what an event holds. */
export type ProjectionAlarm =
  | {
      /** Nothing is taken in at present; it is tried again and again. */
      readonly kind: 'stalled';
      readonly projection: string;
      readonly after: Position | null;
      readonly attempt: number;
      readonly problem: Problem;
    }
  | {
      /** It stood beyond the end of the log: somebody put an older log in the place of the one that it was built from. */
      readonly kind: 'begun-again';
      readonly projection: string;
    }
  | {
      /** One group waits for an operator; the rest goes on. */
      readonly kind: 'parked';
      readonly projection: string;
      readonly group: string;
      readonly position: Position;
      readonly problem: Problem;
    };

/** An error as far as it may be told: its class and its code, never its message, which might repeat data. */
export interface Problem {
  readonly name: string;
  readonly code: string | null;
}

export const problemOf = (error: unknown): Problem => {
  if (!(error instanceof Error)) return { name: 'NotAnError', code: null };
  const { name } = error;
  const code = 'code' in error ? error.code : 'mistake' in error ? error.mistake : null;
  return { name, code: typeof code === 'string' || typeof code === 'number' ? String(code) : null };
};
