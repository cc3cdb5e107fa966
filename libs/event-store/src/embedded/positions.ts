import { numbersOf, positionOf, type Position } from '../position.js';

/** Here a position is one number from 1, the event's place in the file: commit and prepare are the same. */
export const positionAt = (number: number): Position => {
  const place = BigInt(number);
  return positionOf(place, place);
};

export const placeOf = (position: Position): number => Number(numbersOf(position).commit);
