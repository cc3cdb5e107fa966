import { partNames, type PartName } from './parts.js';

/**
 * A set of parts as the bits of one number (bit n is the n-th of `partNames`), because views and policy handle
 * hundreds of thousands of them. The order of `partNames` is therefore fixed: new parts are added at its end.
 */
export type PartSet = number;

const bitOf = new Map<PartName, PartSet>(partNames.map((part, index) => [part, 1 << index]));

export const noParts: PartSet = 0;

export const partSet = (parts: Iterable<PartName>): PartSet => {
  let set = noParts;
  for (const part of parts) set |= bitOf.get(part) ?? noParts;
  return set;
};

export const partsIn = (set: PartSet): PartName[] => partNames.filter((_part, index) => set & (1 << index));
export const hasPart = (set: PartSet, part: PartName): boolean =>
  (set & (bitOf.get(part) ?? noParts)) !== noParts;
