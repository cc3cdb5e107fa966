import type { Position } from '#event-store';
import type { CaseId } from '#kernel';
import type { SharingPolicies } from '#sharing-policy';
import type { Group } from '../../timeline/group.js';
import { standingsOf } from '../../timeline/standing.js';
import { foldOnly } from '../../timeline/take-event.js';
import { emptyView, foldGround, type View } from '../../timeline/view.js';
import { growingGroups } from './folding.js';
import type { HistoryEvent } from './history.js';

/** What there was to decide from at a place in the log: who stood how to which case, and what was said of every event. */
export interface StateAt {
  /** Policy and functions of organisations. */
  readonly view: View;
  readonly groupOf: (caseId: CaseId) => Group | undefined;
}

/** Goes through a history once, forwards, and tells the state at each place that it is asked for; none may be before the last. */
export const walk = (events: readonly HistoryEvent[], policies: SharingPolicies) => {
  const view = emptyView();
  const groups = growingGroups();
  const changed = new Set<Group>();
  let next = 0;
  const state: StateAt = { view, groupOf: groups.of };
  return {
    upTo: (position: Position): StateAt => {
      for (; next < events.length && events[next]!.position <= position; next += 1) {
        const { header, cases, position: at } = events[next]!;
        if (cases.length === 0) {
          foldGround(view, header, policies);
          continue;
        }
        const group = groups.together(cases);
        foldOnly(group, header, at);
        changed.add(group);
      }
      const current = new Set(groups.all());
      for (const group of changed) if (current.has(group)) group.standings = standingsOf(group);
      changed.clear();
      return state;
    },
  };
};
