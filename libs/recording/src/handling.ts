import { categoryOf, partNames, type Caveat, type Handling, type PartName, type SourceKind } from '#casework';
import type { RequestedHandling } from './api.js';

/**
 * The handling that an event gets. What a child told of itself is kept from border, asylum casework and immigration
 * enforcement unless the recorder says otherwise: a child who fears that its words reach them does not speak, and the
 * United Nations Convention on the Rights of the Child (Articles 3 and 19) puts its safety before the control of borders.
 */
export const handlingOf = (
  requested: RequestedHandling,
  source: SourceKind,
  present: readonly PartName[],
): Handling => {
  const kept = requested.notForImmigration ?? keptByDefault(source, present);
  const caveats: { caveat: Caveat; parts?: readonly PartName[] }[] = [];
  if (requested.covert) caveats.push({ caveat: 'covert' });
  if (kept.length > 0) caveats.push({ caveat: 'not-for-immigration', parts: inOrder(kept) });
  return {
    caveats,
    releasableTo: requested.releasableTo == null ? null : sorted(requested.releasableTo),
    neverTo: sorted(requested.neverTo ?? []),
  };
};

const keptByDefault = (source: SourceKind, present: readonly PartName[]): readonly PartName[] =>
  source === 'childs-account' ? present : present.filter((part) => categoryOf(part) === 'voice');

const inOrder = (parts: readonly PartName[]) => partNames.filter((part) => parts.includes(part));
const sorted = (ids: readonly string[]) => [...new Set(ids)].sort();
