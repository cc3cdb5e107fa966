import type { Transaction } from 'kysely';
import type { Position, RecordedEvent } from '#event-store';
import type { BuildTables } from './tables.js';

/**
 * A view that is built from the log. It writes its rows by the transaction that it is given and nowhere else, so that
 * they are committed together with the checkpoint or not at all, and stand in the namespace of their build. One
 * projection is for one build: what it keeps in memory is of that.
 */
export interface Projection<Tables> {
  /** Unique among the projections of a database; never changes. Lower case letters, digits and hyphens. */
  readonly name: string;
  /** Raised whenever the same events would give other rows: the view is then built again, beside the old one. */
  readonly version: number;
  /** The streams that it follows, by the beginnings of their names. */
  readonly streams: readonly string[];
  /** Makes its tables, empty. */
  readonly setUp: (transaction: Transaction<Tables>) => Promise<void>;
  /**
   * Makes what only readers need, such as indexes, in tables that are full: that is quicker than to keep it up from the
   * start. It is called before readers get the build, and may have been called before.
   */
  readonly finish?: (transaction: Transaction<Tables>) => Promise<void>;
  /** Takes in events in log order, each once. What it throws stops the projection until a later attempt succeeds. */
  readonly apply: (
    transaction: Transaction<Tables & BuildTables>,
    events: readonly RecordedEvent[],
  ) => Promise<void>;
  /** Drops what it keeps in memory: a transaction was undone, so the memory is ahead of the tables. */
  readonly forget: () => void;
  /** Tries a parked group again; throws where it still cannot be taken in. Absent where nothing is ever parked. */
  readonly retry?: (transaction: Transaction<Tables & BuildTables>, group: string) => Promise<void>;
}

interface About {
  readonly projection: string;
  readonly slot: number;
}

/** Something an operator must look at. It names what failed and never what an event holds. */
export type ProjectionAlarm =
  | (About & {
      /** Nothing is taken in at present; it is tried again and again. */
      readonly kind: 'stalled';
      readonly after: Position | null;
      readonly attempt: number;
      readonly problem: Problem;
    })
  | (About & {
      /** It stood beyond the end of the log: somebody put an older log in the place of the one that it was built from. */
      readonly kind: 'begun-again';
    })
  | (About & {
      /** A later version of the software has built it. This one leaves it alone. */
      readonly kind: 'newer-version';
      readonly stored: number;
      readonly known: number;
    })
  | (About & {
      /** One group waits for an operator; the rest goes on. */
      readonly kind: 'parked';
      readonly group: string;
      readonly position: Position;
      readonly problem: Problem;
    })
  | {
      /** Leases can be neither renewed nor taken at present, or the tables not be set up; it is tried again and again. */
      readonly kind: 'not-sharing';
      readonly attempt: number;
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
