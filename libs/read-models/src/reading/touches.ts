import { hasPart, noParts, type PartSet } from '#casework';
import type { CaseId, EventId, Instant } from '#kernel';
import type { Asked, CaseTouch, NotFound } from '../api.js';
import type { VisibleEntry } from './entry-rows.js';
import type { Ground } from './moment.js';

export interface Touched {
  readonly entry: VisibleEntry;
  /** What the query selects of an entry of this type. */
  readonly selected: PartSet;
}

export interface Touching {
  readonly asked: Asked;
  /** Cases that are recorded even where nothing of them is told. */
  readonly cases: readonly CaseId[];
  readonly asOf?: Instant | null;
}

interface TouchedCase {
  readonly events: Map<EventId, PartSet>;
  readonly decidedBy: Set<string>;
  whole: boolean;
}

/** One record for each case of which something is told, and for the case that was asked for in any case. */
export const touchesOf = (
  { asked, cases, asOf = null }: Touching,
  touched: readonly Touched[],
  ground: Ground,
): readonly CaseTouch[] => {
  const byCase = new Map<CaseId, TouchedCase>();
  const of = (caseId: CaseId): TouchedCase => {
    const there = byCase.get(caseId) ?? { events: new Map(), decidedBy: new Set<string>(), whole: true };
    byCase.set(caseId, there);
    return there;
  };
  for (const caseId of cases) of(caseId);
  for (const { entry, selected } of touched) {
    const kase = of(entry.row.case_id);
    const id = entry.row.event_id;
    kase.events.set(id, (kase.events.get(id) ?? 0) | (entry.told.handed & selected));
    for (const policy of entry.told.decidedBy) kase.decidedBy.add(policy);
    if (entry.told.level === 'stub' || entry.told.withheld.some(({ part }) => hasPart(selected, part)))
      kase.whole = false;
  }
  return [...byCase].map(([caseId, { events, decidedBy, whole }]) => ({
    asked,
    caseId,
    outcome: 'given',
    caseKnown: true,
    events: [...events].map(([eventId, parts]) => ({ eventId, parts })),
    asOf,
    whole,
    decidedBy: [...decidedBy].sort(),
    policyVersion: ground.policy?.version ?? null,
    viewPosition: ground.position,
  }));
};

/** A refusal that says nothing, whether there is such a thing or not. */
export const notFound = (
  asked: Asked,
  what: { readonly caseId: CaseId; readonly caseKnown: boolean } | { readonly eventId: EventId },
  ground: Ground,
  decidedBy: readonly string[] = [],
): NotFound => ({
  code: 'NOT_FOUND',
  touches: [
    {
      asked,
      caseId: 'caseId' in what ? what.caseId : null,
      outcome: 'denied',
      caseKnown: 'caseId' in what && what.caseKnown,
      events: 'eventId' in what ? [{ eventId: what.eventId, parts: noParts }] : [],
      asOf: null,
      whole: false,
      decidedBy,
      policyVersion: ground.policy?.version ?? null,
      viewPosition: ground.position,
    },
  ],
});
