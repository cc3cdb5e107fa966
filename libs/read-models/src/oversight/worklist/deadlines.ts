import type { Transaction } from 'kysely';
import { hasPart, partSet } from '#casework';
import type { DeadlineTables } from '../open-deadlines.js';
import { entriesOfEvents } from './entries-of-events.js';
import type { SeenItem, WorklistGround, WorklistSource } from './source.js';

/** The duty and when it is due stand there, so whoever is told of them was handed it. */
const outcomes = partSet(['core.coded']);

/** What the reader's organisation has to do by a time that a rule sets. */
export const deadlines = (within: WorklistGround, tables: Transaction<DeadlineTables>): WorklistSource => ({
  kind: 'deadline',
  next: async ({ at, id }, most) => {
    let query = tables
      .selectFrom('open_deadline')
      .select(['set_id', 'duty', 'due'])
      .where('responsible', '=', within.reader.principal.organisation)
      .orderBy('due')
      .orderBy('set_id')
      .limit(most);
    query =
      id === null
        ? query.where('due', '>', at)
        : query.where('due', '>=', at).where((eb) => eb.or([eb('due', '>', at), eb('set_id', '>', id)]));
    const candidates = (await query.execute()).map(({ set_id, duty, due }) => ({
      at: due,
      id: set_id,
      duty,
    }));
    const entries = await entriesOfEvents(
      within,
      candidates.map(({ id }) => id),
    );
    const seen = candidates.flatMap(({ at, id, duty }): readonly SeenItem[] => {
      const entry = entries.get(id);
      if (entry === undefined || !hasPart(entry.told.handed, 'core.coded')) return [];
      const item: SeenItem = {
        ...{ at, id, touch: null },
        touched: { entry, selected: outcomes },
        item: () => ({
          kind: 'deadline',
          caseId: entry.row.case_id,
          eventId: id,
          grantId: null,
          organisation: within.reader.principal.organisation,
          person: null,
          // Not a stub, so it says when it was recorded.
          since: entry.row.header.recordedAt ?? entry.row.visible_from,
          due: at,
          overdue: at < within.now,
          duty,
        }),
      };
      return [item];
    });
    return { candidates, seen };
  },
});
