import type { Kysely, Transaction } from 'kysely';
import type { CaseId, Clock } from '#kernel';
import { park, parkedGroups, problemOf, unpark, type BuildTables, type ProjectionAlarm } from '#projections';
import type { Position } from '#event-store';
import { inRuns } from './insert-rows.js';
import type { TimelineTables } from './tables.js';
import { timelineView } from './timeline-view.js';

type Writing = Transaction<TimelineTables & BuildTables>;

const parking = (writing: Writing) => writing as unknown as Kysely<BuildTables>;

/** Which groups wait for an operator, and which cases and streams wait with them. */
export const parkedGroupsOfTimeline = (
  clock: Clock,
  slot: number,
  onAlarm: (alarm: ProjectionAlarm) => void,
) => {
  const groupOfCase = new Map<CaseId, string>();
  let loaded = false;
  return {
    load: async (writing: Writing): Promise<void> => {
      if (loaded) return;
      const groups = (await parkedGroups(parking(writing))).map(({ group }) => group);
      for (const group of groups) groupOfCase.set(group, group);
      for (const run of inRuns(groups)) {
        const cases = await writing
          .selectFrom('case_group')
          .select(['case_id', 'group_id'])
          .where('group_id', 'in', run)
          .execute();
        for (const { case_id, group_id } of cases) groupOfCase.set(case_id, group_id);
      }
      loaded = true;
    },
    has: (caseId: CaseId): boolean => groupOfCase.has(caseId),
    /** The parked group for which an event on these cases, in this stream, has to wait. */
    waitsFor: (stream: string, cases: readonly CaseId[]): string | null => {
      if (groupOfCase.size === 0) return null;
      const one = [stream, ...cases].find((name) => groupOfCase.has(name));
      return one === undefined ? null : groupOfCase.get(one)!;
    },
    park: async (
      writing: Writing,
      group: string,
      cases: Iterable<CaseId>,
      position: Position,
      error: unknown,
    ): Promise<void> => {
      const problem = problemOf(error);
      groupOfCase.set(group, group);
      for (const id of cases) groupOfCase.set(id, group);
      const at = { group, position, problem, parkedAt: clock.now() };
      await park(parking(writing), at);
      onAlarm({ kind: 'parked', projection: timelineView.name, slot, group, position, problem });
    },
    unpark: async (writing: Writing, groups: ReadonlySet<string>): Promise<void> => {
      for (const group of groups) await unpark(parking(writing), group);
      for (const [id, group] of groupOfCase) if (groups.has(group)) groupOfCase.delete(id);
    },
    forget: (): void => {
      groupOfCase.clear();
      loaded = false;
    },
  };
};
