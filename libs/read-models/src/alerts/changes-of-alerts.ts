import { derivedId, type CaseId } from '#kernel';
import type { Position } from '#event-store';
import type { CaseTouch } from '../api.js';
import type { AlertPlace } from './alert-cursor.js';
import type { AlertFeedItem } from './api.js';
import type { KnownAlert } from './alerts-for-a-reader.js';

/** An alert as a subscriber was last sent it. */
export interface HeldAlert {
  readonly caseId: CaseId;
  readonly raised: number;
  readonly level: string;
  readonly acknowledged: boolean;
  /** What was disclosed by it, and why. */
  readonly touch: CaseTouch;
}

export const heldFrom = ({ row, touch }: KnownAlert): HeldAlert => ({
  caseId: row.case_id,
  raised: row.raised,
  level: row.level,
  acknowledged: row.acknowledged_at !== null,
  touch,
});

/** How far a subscriber was told. */
type Told = Pick<AlertPlace, 'position' | 'history'>;

type WithoutCursor<Item> = Item extends unknown ? Omit<Item, 'cursor'> : never;

/** Something to be sent, and the place in the log that is reached by it; null where it has none of its own. */
export interface Change {
  readonly alertId: string;
  readonly item: WithoutCursor<AlertFeedItem>;
  readonly at: Position | null;
  /** It was sent because a right was lost or won. */
  readonly ofARight: boolean;
  /** What the subscriber has of the alert afterwards; null: nothing. */
  readonly held: HeldAlert | null;
  /** What is disclosed by sending it. That an alert ended where a right was lost is told by the right by which it was had. */
  readonly touch: CaseTouch;
}

const kindOf = (
  before: HeldAlert | undefined,
  now: HeldAlert,
): 'raised' | 'escalated' | 'acknowledged' | null => {
  if (before === undefined || before.raised !== now.raised) return 'raised';
  if (now.acknowledged && !before.acknowledged) return 'acknowledged';
  return before.level === now.level ? null : 'escalated';
};

const changeOf = (
  alertId: string,
  before: HeldAlert | undefined,
  known: KnownAlert,
  { position, history }: Told,
): readonly Change[] => {
  const held = heldFrom(known);
  const kind = kindOf(before, held);
  const { row, alert } = known;
  const ofARight = before === undefined && position !== null && row.raised_position <= position;
  const ofState = kind && {
    alertId,
    item: {
      kind,
      // What is sent again is sent by the same id: it follows from what the alert had come to.
      id: derivedId(
        'alert-delivery',
        alertId,
        row.raised,
        kind === 'raised' ? '' : row.level,
        kind,
        ...(ofARight ? [history] : []),
      ),
      alert,
    },
    at: kind === 'raised' ? row.raised_position : row.position,
    ofARight,
    held,
    touch: known.touch,
  };
  return ofState === null ? [] : [ofState];
};

const ended = (
  alertId: string,
  { caseId, raised, touch }: HeldAlert,
  known: KnownAlert | undefined,
  { history }: Told,
): Change => ({
  alertId,
  item: {
    kind: 'ended',
    id: derivedId('alert-delivery', alertId, raised, 'ended', ...(known === undefined ? [history] : [])),
    alertId,
    caseId,
  },
  at: known?.row.position ?? null,
  ofARight: known === undefined,
  held: null,
  touch: known?.touch ?? touch,
});

/** What has no place of its own comes first: a right that was lost is told before what is new. */
const byPlace = (one: Change, other: Change): number => {
  const [a, b] = [one.at ?? '', other.at ?? ''];
  return a === b ? 0 : a < b ? -1 : 1;
};

/**
 * What a subscriber who has some alerts is to be sent so as to have what they may know of now. Of an alert that they were
 * never sent, or may not know of, nothing is.
 */
export const changesFrom = (
  held: ReadonlyMap<string, HeldAlert>,
  known: ReadonlyMap<string, KnownAlert>,
  told: Told,
): readonly Change[] => {
  const changes: Change[] = [];
  for (const [alertId, one] of known) {
    if (one.alert.open) changes.push(...changeOf(alertId, held.get(alertId), one, told));
    else if (held.has(alertId)) {
      const before = held.get(alertId)!;
      // Of a kind of which knowing is all, taking it up is its end, and both are told.
      const takenUp = changeOf(alertId, before, one, told).filter(({ item }) => item.kind === 'acknowledged');
      changes.push(...takenUp, ended(alertId, before, one, told));
    }
  }
  for (const [alertId, one] of held)
    if (!known.has(alertId)) changes.push(ended(alertId, one, undefined, told));
  return changes.sort(byPlace);
};
