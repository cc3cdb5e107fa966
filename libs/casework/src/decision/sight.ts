import type { CaseId, EventId, OrganisationId } from '#kernel';
import type { EventHeader } from '../vocabulary/event-header.js';

/** An event as an organisation has it: whole, or only that there is such work. */
export interface SeenEvent {
  readonly header: EventHeader;
  readonly asStub: boolean;
  /** Organisations and people that must never have it, as its recorder last said. */
  readonly neverTo: readonly string[];
}

/**
 * What is asked of the views before the rules are: they alone know what an organisation can see. Declared here because
 * recording asks it and the read models answer it, and neither imports the other.
 */
export interface Sight {
  /** Those of these events that the organisation's view has now; the others are left out. */
  readonly seenBy: (
    organisation: OrganisationId,
    events: readonly EventId[],
  ) => Promise<ReadonlyMap<EventId, SeenEvent>>;
  /** The cases that are linked to a case now, itself left out. */
  readonly linkedTo: (caseId: CaseId) => Promise<readonly CaseId[]>;
}
