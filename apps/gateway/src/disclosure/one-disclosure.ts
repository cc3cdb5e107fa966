import { comparePositions } from '#event-store';
import type { CaseTouch, DisclosureLog, Reader, TouchedEvent } from '#read-models';

/**
 * One record of disclosure for one response. The root fields of a query decide in parallel what they would hand over;
 * each waits here until all have decided and the whole is durably recorded, and only then opens anything.
 */
export interface Disclosure {
  /**
   * A root field has begun. All root fields of a query begin in one run of the executor, without a pause between them;
   * so when that run is over, it is known how many there are.
   */
  readonly enter: () => RootField;
}

export interface RootField {
  /**
   * The field has decided. Resolves when what all fields touch is recorded; rejects when it cannot be.
   * To be called exactly once, whatever happens: the others wait for it.
   */
  readonly decided: (reader: Reader | null, touches: readonly CaseTouch[]) => Promise<void>;
}

export const oneDisclosure = (log: DisclosureLog): Disclosure => {
  let entered = 0;
  let decided = 0;
  let everyoneIsHere = false;
  let reader: Reader | null = null;
  const touched: CaseTouch[] = [];
  const outcome = settlement();

  const recordWhenComplete = (): void => {
    if (!everyoneIsHere || decided < entered) return;
    const touches = oneForEachCase(touched);
    if (touches.length === 0 || reader === null) return outcome.settle();
    log.record(reader, touches).then(outcome.settle, outcome.fail);
  };

  return {
    enter: () => {
      // Fails closed: what begins after the record was composed would be handed over without one.
      if (everyoneIsHere) throw new Error('A root field began after its response was composed.');
      if (entered === 0) {
        queueMicrotask(() => {
          everyoneIsHere = true;
          recordWhenComplete();
        });
      }
      entered += 1;
      return {
        decided: async (fieldReader, touches) => {
          decided += 1;
          reader ??= fieldReader;
          touched.push(...touches);
          recordWhenComplete();
          await outcome.recorded;
        },
      };
    },
  };
};

const settlement = () => {
  let settle: () => void = () => undefined;
  let fail: (problem: unknown) => void = () => undefined;
  const recorded = new Promise<void>((resolve, reject) => {
    settle = resolve;
    fail = reject;
  });
  return { recorded, settle, fail };
};

/** What several fields tell of one case is one touch. A denial stays a record of its own: it says what was asked. */
export const oneForEachCase = (touches: readonly CaseTouch[]): readonly CaseTouch[] => {
  const merged = new Map<string, CaseTouch>();
  for (const touch of touches) {
    const key = recordOf(touch);
    const before = merged.get(key);
    merged.set(key, before === undefined ? touch : together(before, touch));
  }
  return [...merged.values()];
};

/** What must be the same for two touches to stand in one record. */
const recordOf = ({ asked, caseId, outcome, caseKnown, events, asOf, policyVersion }: CaseTouch): string =>
  JSON.stringify(
    outcome === 'denied'
      ? [asked, caseId, caseKnown, events[0]?.eventId]
      : [asked === 'access-log', caseId, asOf, policyVersion],
  );

const together = (one: CaseTouch, other: CaseTouch): CaseTouch => ({
  ...one,
  events: eventsTogether([...one.events, ...other.events]),
  whole: one.whole && other.whole,
  decidedBy: [...new Set([...one.decidedBy, ...other.decidedBy])].sort(),
  viewPosition: later(one.viewPosition, other.viewPosition),
});

const eventsTogether = (events: readonly TouchedEvent[]): readonly TouchedEvent[] => {
  const byId = new Map<string, TouchedEvent>();
  for (const event of events) {
    const before = byId.get(event.eventId);
    byId.set(event.eventId, before === undefined ? event : { ...before, parts: before.parts | event.parts });
  }
  return [...byId.values()];
};

const later = (
  one: CaseTouch['viewPosition'],
  other: CaseTouch['viewPosition'],
): CaseTouch['viewPosition'] => {
  if (one === null) return other;
  if (other === null) return one;
  return comparePositions(one, other) < 0 ? other : one;
};
