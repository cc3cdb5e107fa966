import type { Instant } from '#kernel';
import type { AlertEnd, AlertLevel } from './alert-events.js';
import { alertRuleOf } from './alert-rules.js';
import { alertIsOpen, type AlertAudience, type AlertState, type AlertSubject } from './alert-state.js';

/** An alert that one organisation is to have now. */
export interface WantedAlert {
  readonly subject: AlertSubject;
  /** From when on it is a matter. */
  readonly from: Instant;
  /** Whom it is for at a level; nobody where the organisation has no such person. */
  readonly audienceAt: (level: AlertLevel) => AlertAudience;
}

/** What is to be recorded of an alert by now. */
export type AlertStep =
  | { readonly step: 'raise' | 'escalate'; readonly level: AlertLevel; readonly audience: AlertAudience }
  | { readonly step: 'end'; readonly because: AlertEnd };

export interface NextOfAnAlert {
  /** Null: nothing. */
  readonly step: AlertStep | null;
  /** When there may be something to record where nothing happens before; null: never. */
  readonly lookAgainAt: Instant | null;
}

const nothing: NextOfAnAlert = { step: null, lookAgainAt: null };
const minute = 60_000;
const day = 24 * 60 * minute;

const after = (instant: Instant, milliseconds: number): Instant =>
  new Date(Date.parse(instant) + milliseconds).toISOString();

const isSomebody = ({ people, roles }: AlertAudience): boolean => people.length > 0 || roles.length > 0;

interface Addressed {
  readonly level: AlertLevel;
  readonly audience: AlertAudience;
}

/** Those of the levels after one at which there is somebody; what nobody could read must not wait there. */
const levelsAfter = (wanted: WantedAlert, level: AlertLevel | null): readonly Addressed[] => {
  const { levels } = alertRuleOf(wanted.subject.kind);
  return levels
    .slice(level === null ? 0 : levels.indexOf(level) + 1)
    .map((next) => ({ level: next, audience: wanted.audienceAt(next) }))
    .filter(({ audience }) => isSomebody(audience));
};

/** Where nobody there could take it up it is raised all the same: the organisation's own software reads it. */
const raise = (wanted: WantedAlert): AlertStep => {
  const { levels } = alertRuleOf(wanted.subject.kind);
  const [first] = levelsAfter(wanted, null);
  return { step: 'raise', ...(first ?? { level: levels.at(-1)!, audience: { people: [], roles: [] } }) };
};

/**
 * What is to be recorded of one alert now. `wanted` is null where the organisation is not to have it (any more), and
 * `because` says why then.
 */
export const nextOfAnAlert = (
  state: AlertState,
  wanted: WantedAlert | null,
  because: AlertEnd,
  now: Instant,
): NextOfAnAlert => {
  if (wanted === null)
    return alertIsOpen(state) ? { step: { step: 'end', because }, lookAgainAt: null } : nothing;
  const { escalatesAfterMinutes, raisedWithinDays, endsWhenAcknowledged } = alertRuleOf(wanted.subject.kind);
  if (now < wanted.from) return { step: null, lookAgainAt: wanted.from };
  if (state.subject === null || state.ended !== null) {
    if (state.ended !== null && state.acknowledged !== null && endsWhenAcknowledged) return nothing;
    const isNew = now <= after(wanted.from, raisedWithinDays * day);
    // What was on record as standing goes on to stand, however old, where somebody had it and lost it for a while.
    return isNew || state.subject !== null ? { step: raise(wanted), lookAgainAt: null } : nothing;
  }
  if (state.acknowledged !== null || state.levelSince === null) return nothing;
  const [next] = levelsAfter(wanted, state.level);
  if (next === undefined) return nothing;
  const at = after(state.levelSince, escalatesAfterMinutes * minute);
  return now < at
    ? { step: null, lookAgainAt: at }
    : { step: { step: 'escalate', ...next }, lookAgainAt: null };
};
