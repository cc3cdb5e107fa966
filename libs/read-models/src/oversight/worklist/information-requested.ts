import { hasPart, partSet } from '#casework';
import { parseOccurred, type Instant } from '#kernel';
import type { OversightAt } from '../oversight-at.js';
import { entriesOfEvents } from './entries-of-events.js';
import type { SeenItem, WorklistGround, WorklistSource } from './source.js';

/** When an answer is needed stands there. */
const outcomes = partSet(['core.coded']);

const instantOf = (date: unknown): Instant | null => {
  const read = typeof date === 'string' ? parseOccurred(date) : undefined;
  return read?.ok === true ? read.value.latest : null;
};

/**
 * What was asked of the reader's organisation and is not answered. It stands by when it was asked: when an answer is needed
 * is sealed, and known of those that are shown only.
 */
export const informationRequested = (within: WorklistGround, { tables }: OversightAt): WorklistSource => ({
  kind: 'information-requested',
  next: async ({ at, id }, most) => {
    let query = tables
      .selectFrom('information_request')
      .select(['event_id', 'asked_at'])
      .where('asked_of', '=', within.reader.principal.organisation)
      .where('answered_at', 'is', null)
      .orderBy('asked_at')
      .orderBy('event_id')
      .limit(most);
    query =
      id === null
        ? query.where('asked_at', '>', at)
        : query
            .where('asked_at', '>=', at)
            .where((eb) => eb.or([eb('asked_at', '>', at), eb('event_id', '>', id)]));
    const requests = (await query.execute()).map((row) => ({ at: row.asked_at, id: row.event_id }));
    const entries = await entriesOfEvents(
      within,
      requests.map(({ id }) => id),
    );
    const seen = requests.flatMap(({ at, id }): readonly SeenItem[] => {
      const entry = entries.get(id);
      if (entry === undefined) return [];
      const item: SeenItem = {
        ...{ at, id, touch: null },
        touched: { entry, selected: hasPart(entry.told.handed, 'core.coded') ? outcomes : 0 },
        item: (details) => {
          const due = instantOf(details.answerNeededBy);
          return {
            kind: 'information-requested',
            caseId: entry.row.case_id,
            eventId: id,
            grantId: null,
            organisation: entry.row.header.organisation,
            person: null,
            since: at,
            due,
            overdue: due !== null && due < within.now,
            duty: null,
          };
        },
      };
      return [item];
    });
    return { candidates: requests, seen };
  },
});
