import type { GraphQLResolveInfo } from 'graphql';
import { declarationOf, noParts, partName, partSet, type PartSet } from '#casework';
import type { SelectedParts } from '#read-models';
import { selectedAt } from './selection.js';

/**
 * The parts that a query needs of each type of event, from the fields that it selects at a path. Nothing else may be
 * opened, and nothing else is recorded as disclosed.
 */
export const selectedPartsAt = (info: GraphQLResolveInfo, path: readonly string[]): SelectedParts => {
  const { ofEveryType, ofType } = selectedAt(info, path);
  const known = new Map<string, PartSet>();
  return (type) => {
    const before = known.get(type);
    if (before !== undefined) return before;
    const parts = partsOf(type, [...ofEveryType, ...(ofType.get(type) ?? [])]);
    known.set(type, parts);
    return parts;
  };
};

const partsOf = (type: string, selected: readonly string[]): PartSet => {
  const declaration = declarationOf(type);
  if (declaration === undefined) return noParts;
  return partSet(
    selected.flatMap((name) => {
      const field = declaration.fields[name];
      return field === undefined ? [] : [partName(field.category, field.grade)];
    }),
  );
};
