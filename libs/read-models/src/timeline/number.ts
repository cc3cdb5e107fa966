import { createHash } from 'node:crypto';
import type { EventId } from '#kernel';

/** One number of an organisation's sequence, with what it proves. */
export interface SequenceNumber {
  readonly number: number;
  /**
   * What this number and all before it stand for, whichever came first: who comes back with both knows whether the same
   * things lie before this place as when they were given it, whoever has built the view since.
   */
  readonly digest: string;
}

/** What a number stands for. */
export interface Numbered {
  readonly event: EventId;
  readonly cause: EventId;
  readonly as: 'published' | 'ended';
}

export const beforeAll: SequenceNumber = { number: 0, digest: '0' };

/** The number after another. Sums do not mind the order: a group that was parked may be numbered earlier in a rebuild. */
export const numberAfter = (last: SequenceNumber, { event, cause, as }: Numbered): SequenceNumber => {
  const named = createHash('sha256').update(`${event} ${cause} ${as}`).digest().readBigUInt64BE();
  const sum = BigInt.asUintN(64, BigInt(`0x${last.digest}`) + named);
  return { number: last.number + 1, digest: sum.toString(16) };
};
