import type { Instant } from '#kernel';
import { worklistKinds, type WorklistCursor, type WorklistKind, type WorklistPlace } from '../api.js';

/*
 * What is overdue stands first; then everything by when it is due or, where nothing is due, by since when it waits. What
 * stands at one instant stands by kind, then by id. Pages of one list are all seen from the moment of the first.
 */

/** Whether the items of a kind stand by a time that they are due at, which may be past. */
const isDated: Readonly<Record<WorklistKind, boolean>> = {
  'information-requested': false,
  'emergency-access-to-know-of': true,
  'emergency-access-to-review': true,
  deadline: true,
};

/** Only what comes after this: later, or at this instant with a greater id; null: nothing more of this instant. */
export interface After {
  readonly at: Instant;
  readonly id: string | null;
}

const fromTheBeginning: After = { at: '', id: '' };

const rank = (kind: WorklistKind): number => worklistKinds.indexOf(kind);

/** What comes after a place, of one kind. */
export const afterOf = (kind: WorklistKind, cursor: WorklistCursor | undefined): After => {
  if (cursor === undefined) return fromTheBeginning;
  if (cursor.overdue && !isDated[kind]) return fromTheBeginning;
  // All of a kind that is not overdue is due from now on, also where the place was that of something that waits since earlier.
  if (!cursor.overdue && isDated[kind] && cursor.at < cursor.now) return { at: cursor.now, id: '' };
  if (kind === cursor.kind) return { at: cursor.at, id: cursor.id };
  return { at: cursor.at, id: rank(kind) > rank(cursor.kind) ? '' : null };
};

/** The place of something that stands at an instant. */
export const placeOf = (kind: WorklistKind, at: Instant, id: string, now: Instant): WorklistPlace => ({
  overdue: isDated[kind] && at < now,
  at,
  kind,
  id,
});

export const comparePlaces = (a: WorklistPlace, b: WorklistPlace): number => {
  if (a.overdue !== b.overdue) return a.overdue ? -1 : 1;
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  if (a.kind !== b.kind) return rank(a.kind) - rank(b.kind);
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
};
