import type { CaseId, OrganisationId } from '#kernel';
import { inOneMoment } from '#projections';
import type { Moment } from '../reading/moment.js';
import { viewOf } from '../reading/views.js';
import { standingsFromText } from '../timeline/standing.js';
import type { FeedPorts } from './ports.js';
import { headOf } from './rows-of-the-sequence.js';

/** Somebody who waits for what comes. */
export interface Waiting {
  readonly organisation: OrganisationId;
  /** Null: whatever it is about. */
  readonly cases: ReadonlySet<CaseId> | null;
  readonly wake: () => void;
}

/** So many changed numbers are looked through for whom they concern; beyond that everybody is woken. */
const mostLookedThrough = 500;

/**
 * Wakes those who wait for something, and only them: when views move, one look for each organisation tells which cases are
 * touched. A thousand subscribers who all looked for themselves would keep the database from everything else.
 */
export const wakingOf = ({ database, progress }: Pick<FeedPorts, 'database' | 'progress'>) => {
  const waiting = new Map<OrganisationId, Set<Waiting>>();
  const lookedAt = new Map<OrganisationId, number>();
  let stop: (() => void) | null = null;
  let looking = false;
  let again = false;

  const wakeAll = () => {
    for (const those of waiting.values()) for (const one of those) one.wake();
  };

  const look = async (): Promise<void> => {
    for (const organisation of [...waiting.keys()]) {
      const touched = await touchedSince(organisation);
      // As they are now: who began to wait in between read before or after that, and must not be passed over.
      for (const one of waiting.get(organisation) ?? [])
        if (touched === 'many' || one.cases === null || [...one.cases].some((id) => touched.has(id)))
          if (touched === 'many' || touched.size > 0) one.wake();
    }
  };

  const touchedSince = (organisation: OrganisationId): Promise<ReadonlySet<CaseId> | 'many'> =>
    inOneMoment(database, async (transaction) => {
      const { view } = await viewOf(transaction, organisation);
      const head = (await headOf(view, organisation)).number;
      const from = lookedAt.get(organisation);
      lookedAt.set(organisation, head);
      if (from === undefined || from > head) return 'many';
      if (from === head) return new Set<CaseId>();
      const limit = mostLookedThrough;
      const current = await view
        .selectFrom('agency_event')
        .select('case_id')
        .where('organisation', '=', organisation)
        .where('sequence', '>', from)
        .limit(limit)
        .execute();
      const ended = await view
        .selectFrom('agency_event_past')
        .select('standings')
        .where('organisation', '=', organisation)
        .where('ending_sequence', '>', from)
        .limit(limit)
        .execute();
      if (current.length === limit || ended.length === limit) return 'many';
      const touched = new Set([
        ...current.map(({ case_id }) => case_id),
        ...ended.flatMap(({ standings }) => standingsFromText(standings).map(({ caseId }) => caseId)),
      ]);
      // Whoever follows a case that was linked with one of these knows of it only from now on.
      for (const caseId of await shownWith(view, organisation, [...touched])) touched.add(caseId);
      return touched;
    });

  const shownWith = async (
    view: Moment,
    organisation: OrganisationId,
    cases: readonly CaseId[],
  ): Promise<readonly CaseId[]> => {
    if (cases.length === 0) return [];
    const rows = await view
      .selectFrom('agency_case as touched')
      .innerJoin('agency_case as shown', (join) =>
        join
          .onRef('shown.organisation', '=', 'touched.organisation')
          .onRef('shown.timeline_id', '=', 'touched.timeline_id'),
      )
      .where('touched.organisation', '=', organisation)
      .where('touched.case_id', 'in', [...cases])
      .select('shown.case_id')
      .execute();
    return rows.map(({ case_id }) => case_id);
  };

  const moved = (): void => {
    again = true;
    if (looking) return;
    looking = true;
    void lookWhileAsked();
  };

  const lookWhileAsked = async (): Promise<void> => {
    try {
      while (again) {
        again = false;
        await look();
      }
    } catch {
      // Whoever is woken looks for itself, and says what is wrong to the one who can do something about it.
      lookedAt.clear();
      wakeAll();
    } finally {
      looking = false;
    }
  };

  return {
    /** Waits for something; the answer ends the waiting. */
    wait: (one: Waiting): (() => void) => {
      const those = waiting.get(one.organisation) ?? new Set();
      if (those.size === 0) lookedAt.delete(one.organisation);
      waiting.set(one.organisation, those.add(one));
      stop ??= progress.moved(moved);
      return () => {
        those.delete(one);
        if (those.size === 0) waiting.delete(one.organisation);
        if (waiting.size > 0) return;
        stop?.();
        stop = null;
      };
    },
  };
};
export type WakingOfSubscribers = ReturnType<typeof wakingOf>;
