import type { EventHeader, Sight } from '#casework';
import type { CaseId } from '#kernel';
import { inOneMoment } from '#projections';
import { factsFromText } from '../timeline/row.js';
import type { ReadPorts } from './ports.js';
import { allViews, viewOf } from './views.js';

/** These headers are for the rules that decide what may be recorded; none is ever handed to a reader. */
export const sight = ({ database }: Pick<ReadPorts, 'database'>): Sight => ({
  seenBy: async (organisation, events) => {
    if (events.length === 0) return new Map();
    const rows = await inOneMoment(database, async (moment) => {
      const { view } = await viewOf(moment, organisation);
      return view
        .selectFrom('ledger')
        .innerJoin('agency_event', 'agency_event.position', 'ledger.position')
        .where('agency_event.organisation', '=', organisation)
        .where('ledger.event_id', 'in', [...events])
        .select(['ledger.header', 'agency_event.type', 'agency_event.facts'])
        .execute();
    });
    const seen = rows.map(({ header, type, facts }) => ({
      header: JSON.parse(header) as EventHeader,
      // A stub has no type.
      asStub: type === null,
      neverTo: factsFromText(facts).neverTo,
    }));
    return new Map(seen.map((event) => [event.header.id, event]));
  },
  linkedTo: (caseId) =>
    inOneMoment(database, async (moment) => {
      // Each slot lists the cases of its own organisations, and all know a child by the same id.
      const views = await allViews(moment);
      const children = new Set<CaseId>();
      for (const view of views) {
        const rows = await view
          .selectFrom('agency_case')
          .select('child_id')
          .distinct()
          .where('case_id', '=', caseId)
          .execute();
        for (const { child_id } of rows) children.add(child_id);
      }
      const linked = new Set<CaseId>();
      for (const view of children.size === 0 ? [] : views) {
        const rows = await view
          .selectFrom('agency_case')
          .select('case_id')
          .distinct()
          .where('child_id', 'in', [...children])
          .where('case_id', '!=', caseId)
          .execute();
        for (const { case_id } of rows) linked.add(case_id);
      }
      return [...linked].sort();
    }),
});
