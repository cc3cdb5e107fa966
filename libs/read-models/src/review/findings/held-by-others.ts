import type { EventId, OrganisationId } from '#kernel';
import { knowledgeStates, type KnowledgeState, type RecordUnderReview } from '../record-under-review.js';
import type { HeldThen } from './finding.js';
import { placeOf, type StatesThen } from './states-of-knowledge.js';

const worthTelling: readonly KnowledgeState[] = [
  'opened',
  'visible-unread',
  'stub-only',
  'refused',
  'withheld',
];
const opened = placeOf('opened');
const visibleUnread = placeOf('visible-unread');

/**
 * What each agency but those concerned had of the record, sorted by agency. Agencies that had nothing, and had been
 * refused nothing, are left out.
 */
export const heldByOthers = (
  { events }: Pick<RecordUnderReview, 'events'>,
  states: StatesThen,
  concerned: readonly OrganisationId[],
): readonly HeldThen[] => {
  const ofConcerned = concerned.flatMap((agency) => states.get(agency) ?? []);
  const lacked = events.map((_event, place) =>
    ofConcerned.every((theirs) => theirs[place] !== opened && theirs[place] !== visibleUnread),
  );
  return [...states].flatMap(([agency, theirs]) => {
    if (concerned.includes(agency)) return [];
    const numbers = new Uint32Array(knowledgeStates.length);
    const unshared: EventId[] = [];
    for (let place = 0; place < theirs.length; place += 1) {
      const state = theirs[place]!;
      numbers[state]! += 1;
      if (state === opened && lacked[place]) unshared.push(events[place]!.eventId);
    }
    if (!worthTelling.some((state) => numbers[placeOf(state)]! > 0)) return [];
    const counts = knowledgeStates.flatMap((state, index) =>
      numbers[index]! > 0 ? [[state, numbers[index]!] as const] : [],
    );
    return [{ agency, counts: Object.fromEntries(counts), unshared }];
  });
};
