import type { EventHeader } from '#casework';
import type { CaseId, EventId, OrganisationId } from '#kernel';
import type { ReadPorts } from './ports.js';

/** What the recording side asks of the views: they alone know what an organisation can see. */
export interface Sight {
  /** The headers of those of these events that the organisation's view has now, more than as a stub. */
  readonly seenBy: (
    organisation: OrganisationId,
    events: readonly EventId[],
  ) => Promise<ReadonlyMap<EventId, EventHeader>>;
  /** The cases that are joined with a case now, itself left out. */
  readonly linkedTo: (caseId: CaseId) => Promise<readonly CaseId[]>;
}

/** These headers are for the rules that decide what may be recorded; none is ever handed to a reader. */
export const sight = ({ database }: Pick<ReadPorts, 'database'>): Sight => ({
  seenBy: async (organisation, events) => {
    if (events.length === 0) return new Map();
    const rows = await database
      .selectFrom('agency_event')
      .innerJoin('ledger', 'ledger.event_id', 'agency_event.event_id')
      .where('agency_event.organisation', '=', organisation)
      .where('agency_event.event_id', 'in', [...events])
      .where('agency_event.level', '!=', 'stub')
      .select('ledger.header')
      .execute();
    const headers = rows.map(({ header }) => JSON.parse(header) as EventHeader);
    return new Map(headers.map((header) => [header.id, header]));
  },
  linkedTo: async (caseId) => {
    const rows = await database
      .selectFrom('agency_case as one')
      .innerJoin('agency_case as other', 'other.child_id', 'one.child_id')
      .where('one.case_id', '=', caseId)
      .where('other.case_id', '!=', caseId)
      .select('other.case_id')
      .distinct()
      .orderBy('other.case_id')
      .execute();
    return rows.map(({ case_id }) => case_id);
  },
});
