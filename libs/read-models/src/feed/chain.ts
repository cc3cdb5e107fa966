import type { CaseId, EventId } from '#kernel';
import type { Position } from '#event-store';
import type { EntryRow } from '../reading/entry-rows.js';
import type { Narrowed } from '../reading/narrow-for-a-person.js';
import type { SequenceNumber } from '../timeline/number.js';

/** What an organisation has of an event now, with its number. */
export interface CurrentRow extends EntryRow {
  readonly number: SequenceNumber;
  readonly cause_id: EventId;
}

/** What it had until a number. */
export interface PastRow {
  readonly position: Position;
  readonly event_id: EventId;
  readonly case_id: CaseId;
  readonly given: string;
  readonly facts: string;
  readonly standings: string;
  readonly number: SequenceNumber;
  readonly cause_id: EventId;
  readonly ending: SequenceNumber;
  readonly ending_cause_id: EventId;
  readonly ending_position: Position;
  readonly visible_until: string;
}

/** One row of an event with what a subscriber was or is given of it; null where nothing. */
export type Link =
  | { readonly row: PastRow; readonly current: false; readonly told: Narrowed | null }
  | { readonly row: CurrentRow; readonly current: true; readonly told: Narrowed | null };

/** The last number at which what a subscriber is given of an event changed. */
export interface LastChange {
  readonly number: SequenceNumber;
  readonly cause: EventId;
  /** What is given since; null where nothing. */
  readonly told: Narrowed | null;
  /** The number at which something was first given. */
  readonly first: number;
}

/**
 * The rows of an event, in their order, narrowed for one subscriber: the last number at which that changed what is given;
 * null where nothing ever was. Only that one is sent: what came before it is over, and what changed nothing for this
 * subscriber must not show, not even by moving an entry behind others.
 */
export const lastChangeOf = (chain: readonly Link[]): LastChange | null => {
  let last: LastChange | null = null;
  let given: string | null = null;
  let first: number | null = null;
  const changed = (to: Narrowed | null, kase: CaseId, number: SequenceNumber, cause: EventId): void => {
    const now = to === null ? null : asText(to, kase);
    if (now === given) return;
    given = now;
    first ??= number.number;
    last = { number, cause, told: to, first };
  };
  for (const [index, link] of chain.entries()) {
    changed(link.told, link.row.case_id, link.row.number, link.row.cause_id);
    if (link.current) break;
    const next = chain[index + 1];
    // What is replaced by the same cause is replaced in one step, and was not gone in between.
    const replaced = next !== undefined && next.row.number.number === link.row.ending.number + 1;
    if (!replaced) changed(null, link.row.case_id, link.row.ending, link.row.ending_cause_id);
  }
  return last;
};

const asText = ({ level, handed, withheld }: Narrowed, kase: CaseId): string =>
  JSON.stringify([kase, level, handed, withheld]);
