import type { EventHeader } from '#casework';
import type { CaseId, EventId, OrganisationId } from '#kernel';

/** What recording asks of the views: they alone know what an organisation can see. */
export interface Sight {
  /** The headers of those of these events that the organisation's view has now; the others are left out. */
  readonly seenBy: (
    organisation: OrganisationId,
    events: readonly EventId[],
  ) => Promise<ReadonlyMap<EventId, EventHeader>>;
  /** The cases that are linked to a case now, itself left out. */
  readonly linkedTo: (caseId: CaseId) => Promise<readonly CaseId[]>;
}
