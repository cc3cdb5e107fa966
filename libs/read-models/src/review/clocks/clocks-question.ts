import { noParts } from '#casework';
import { accepted, type EventId, type Instant, type Occurred, type OrganisationId } from '#kernel';
import type { AgencyUnderReview, Opening, ReviewedEvent, Spell } from '../record-under-review.js';
import type { MakeQuestion } from '../reviewing.js';
import { isUncertain } from '../knowledge/dates.js';

/** The four clocks of one event for one agency. */
export interface ClocksOfAnAgency {
  readonly agency: AgencyUnderReview;
  /** Whether it is the agency that recorded the event, and so has had it since. */
  readonly recorder: boolean;
  /** When the event was visible to it, and at which level. */
  readonly visible: readonly Spell[];
  /**
   * When somebody there first had a told part of it; for its recorder, when it was recorded. Null where nobody had, and
   * where that is not told.
   */
  readonly firstOpened: Instant | null;
  /** Each opening with who it was. */
  readonly openings: readonly Opening[];
}

export interface ClocksOfAnEvent {
  readonly event: ReviewedEvent;
  readonly occurred: Occurred;
  readonly dateUncertain: boolean;
  /** Null for a stub, of which the time of recording is not told. */
  readonly recorded: Instant | null;
  readonly agencies: readonly ClocksOfAnAgency[];
}

/** When an event occurred, was recorded, came to be visible to each agency, and was opened there. */
export const clocksQuestion =
  (eventId: EventId, of?: OrganisationId): MakeQuestion<ClocksOfAnEvent> =>
  ({ record, noSuchEvent }) => {
    const event = record.byId.get(eventId);
    if (event === undefined) return noSuchEvent(eventId);
    const { agencies, knowledge } = record;
    const recorded = event.level === 'stub' ? null : event.recordedAt;
    const asked = [...agencies.values()].filter(
      ({ organisation }) => of === undefined || organisation === of,
    );
    return accepted({
      parts: () => noParts,
      answer: () =>
        Promise.resolve({
          event,
          occurred: event.occurred,
          dateUncertain: isUncertain(event.occurred),
          recorded,
          agencies: asked.map((agency) => {
            const { organisation } = agency;
            const recorder = event.organisation === organisation;
            const openings = knowledge.openings(organisation, eventId);
            return {
              ...{ agency, recorder, openings },
              // Its recorder has had it since that same time.
              visible: recorder && recorded === null ? [] : knowledge.spells(organisation, eventId),
              firstOpened: recorder ? recorded : (openings[0]?.at ?? null),
            };
          }),
        }),
    });
  };
