import type { EventId } from '#kernel';
import type { EventHeader, Relation } from '../vocabulary/event-header.js';

/**
 * What was begun and ends: placements, plans, enquiries. Each beginning with the events that ended it; none while it is
 * under way. Endings are kept, so that the retraction of one puts the matter under way again.
 */
export type Matters = ReadonlyMap<EventId, readonly EventId[]>;

export const noMatters: Matters = new Map();

const named = (relations: readonly Relation[]): readonly EventId[] =>
  relations.filter(({ kind }) => kind === 'about').map(({ event }) => event);

export const withBegun = (matters: Matters, header: EventHeader): Matters =>
  new Map(matters).set(header.id, []);

/** An ending that names no beginning ends all that is under way. */
export const withEnded = (matters: Matters, { id, relations }: EventHeader): Matters => {
  const ended = named(relations);
  return new Map(
    [...matters].map(([begun, endings]) =>
      ended.includes(begun) || (ended.length === 0 && endings.length === 0)
        ? [begun, [...endings, id]]
        : [begun, endings],
    ),
  );
};

export const withRetracted = (matters: Matters, retracted: readonly EventId[]): Matters => {
  const touched = [...matters].some(([begun, endings]) =>
    [begun, ...endings].some((id) => retracted.includes(id)),
  );
  if (!touched) return matters;
  return new Map(
    [...matters]
      .filter(([begun]) => !retracted.includes(begun))
      .map(([begun, endings]) => [begun, endings.filter((id) => !retracted.includes(id))]),
  );
};

/**
 * Whether there is something to end: what the relations name, or else anything. What began on a linked case may be
 * ended here; of that case it is asked only whether it began, which never becomes untrue.
 */
export const isUnderWay = (
  own: Matters,
  linked: readonly Matters[],
  relations: readonly Relation[],
): boolean => {
  const ended = named(relations);
  if (ended.length === 0)
    return (
      [...own.values()].some((endings) => endings.length === 0) || linked.some((matters) => matters.size > 0)
    );
  return ended.every((id) => own.get(id)?.length === 0 || linked.some((matters) => matters.has(id)));
};
