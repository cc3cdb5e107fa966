import type { Transaction } from 'kysely';
import { hasPart, partSet } from '#casework';
import type { Reader } from '../../api.js';
import type { TimelineTables } from '../../timeline/tables.js';
import type { DeadlineTables, OpenDeadlinesAt } from '../open-deadlines.js';
import { entriesOfEvents } from './entries-of-events.js';
import type { After } from './place.js';
import type { Candidate, SeenItem, WorklistGround, WorklistSource } from './source.js';

/** The duty and when it is due stand there, so whoever is told of them was handed it. */
const outcomes = partSet(['core.coded']);

interface Deadline extends Candidate {
  readonly duty: string;
}

type Joined = Transaction<DeadlineTables & TimelineTables>;

/** Those that lie on the organisation, and next those of which nobody can say yet on which organisation of its kind they lie. */
const nextDeadlines = async (
  { principal: { organisation, function: agency } }: Reader,
  { tables, namespace }: OpenDeadlinesAt,
  { at, id }: After,
  most: number,
): Promise<readonly Deadline[]> => {
  const some = tables
    .selectFrom('open_deadline')
    .select(['set_id', 'duty', 'due'])
    .where('due', '>=', at)
    .where((eb) => (id === null ? eb('due', '>', at) : eb.or([eb('due', '>', at), eb('set_id', '>', id)])))
    .orderBy('due')
    .orderBy('set_id')
    .limit(most);
  // Of another namespace than the deadlines: the two are read at one moment, and compared where they stand.
  const ofTheOrganisation = (tables as unknown as Joined)
    .selectFrom(`${namespace}.agency_case` as 'agency_case')
    .select('case_id')
    .where('organisation', '=', organisation);
  const assigned = await some.where('responsible', '=', organisation).execute();
  const unassigned = await some
    .where('responsible', 'is', null)
    .where('responsible_function', '=', agency)
    .where('case_id', 'in', ofTheOrganisation)
    .execute();
  return [...assigned, ...unassigned]
    .map(({ set_id, duty, due }) => ({ at: due, id: set_id, duty }))
    .sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1))
    .slice(0, most);
};

/** What the reader's organisation has to do by a time that a rule sets. */
export const deadlines = (within: WorklistGround, table: OpenDeadlinesAt): WorklistSource => ({
  kind: 'deadline',
  next: async (after, most) => {
    const candidates = await nextDeadlines(within.reader, table, after, most);
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
