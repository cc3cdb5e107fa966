import { gradeOf, type PartName } from '#casework';
import type { Position } from '#event-store';
import type { EventId, OrganisationId } from '#kernel';
import type { Opening } from '../record-under-review.js';
import type { AccessRecordRead } from './access-records.js';

/** An opening with its place in the log. */
export interface PlacedOpening extends Opening {
  readonly position: Position;
}

/** Oldest first. */
export type Openings = (organisation: OrganisationId, event: EventId) => readonly PlacedOpening[];

export interface HandedOver {
  readonly event: EventId;
  readonly parts: readonly PartName[];
}

export const handedOverIn = ({ details }: AccessRecordRead): readonly HandedOver[] =>
  (details.handedOver ?? []) as readonly HandedOver[];

const none: readonly PlacedOpening[] = [];

/**
 * Who was handed a told part of which event. Codes and dates that went by in a list are not an opening: nobody is said to
 * have known what was never put before them in words.
 */
export const openingsFrom = (records: readonly AccessRecordRead[]): Openings => {
  const found = new Map<EventId, Map<OrganisationId, PlacedOpening[]>>();
  for (const record of records) {
    const { organisation, person, role, recorded_at: at, position } = record.row;
    for (const { event, parts } of handedOverIn(record)) {
      if (!parts.some((part) => gradeOf(part) === 'told')) continue;
      const ofEvent = found.get(event) ?? new Map<OrganisationId, PlacedOpening[]>();
      found.set(event, ofEvent);
      const openings = ofEvent.get(organisation) ?? [];
      ofEvent.set(organisation, openings);
      openings.push({ at, person, role, position });
    }
  }
  return (organisation, event) => found.get(event)?.get(organisation) ?? none;
};
