import { RefusedInput } from './errors.js';

/**
 * A place in the whole log: two zero-padded numbers of 20 digits, `commit/prepare`. Opaque, ordered, with gaps.
 * Two compare as text, so a database column of text keeps their order too.
 */
export type Position = string & { readonly position: unique symbol };

const shape = /^\d{20}\/\d{20}$/;
const width = 20;

export const isPosition = (text: unknown): text is Position => typeof text === 'string' && shape.test(text);

/** Both numbers count from 0 and fit in 64 bits. */
export const positionOf = (commit: bigint, prepare: bigint): Position =>
  `${commit.toString().padStart(width, '0')}/${prepare.toString().padStart(width, '0')}` as Position;

/** The numbers of which an adapter made the position. Throws `RefusedInput` for a text that is no position. */
export const numbersOf = (position: Position): { readonly commit: bigint; readonly prepare: bigint } => {
  if (!isPosition(position))
    throw new RefusedInput('A position is two numbers of 20 digits: commit/prepare.');
  return { commit: BigInt(position.slice(0, width)), prepare: BigInt(position.slice(width + 1)) };
};

/** Negative when `a` comes before `b` in the log, zero when they are the same place. */
export const comparePositions = (a: Position, b: Position): number => (a < b ? -1 : a > b ? 1 : 0);
