import {
  ExpectationFailed,
  OutcomeUnknown,
  RefusedInput,
  StoreUnavailable,
  StreamDeleted,
  TooLarge,
  type EventStore,
} from '#event-store';
import { declaredOnce, observing, type Ended, type Telemetry } from '#platform';

const failures = [
  ['expectation-failed', ExpectationFailed],
  ['outcome-unknown', OutcomeUnknown],
  ['unavailable', StoreUnavailable],
  ['stream-deleted', StreamDeleted],
  ['too-large', TooLarge],
  ['refused-input', RefusedInput],
] as const;

const declared = declaredOnce((metrics) => ({
  appends: metrics.histogram({
    name: 'throughline_append_seconds',
    help: 'Appends to the event log, from the asking to the answer that it is durable.',
    labels: { outcome: ['appended', ...failures.map(([outcome]) => outcome), 'failed'] },
  }),
  events: metrics.counter({
    name: 'throughline_events_appended_total',
    help: 'Events that the event log has taken.',
    labels: {},
  }),
}));

const failureOf = (problem: unknown) =>
  failures.find(([, kind]) => problem instanceof kind)?.[0] ?? ('failed' as const);

const spanOutcome = (ended: Ended<unknown>) => (ended.answered ? 'ok' : failureOf(ended.problem));

/** The event log with its appends timed. An empty append, by which health is asked, is none. */
export const observedStore = (store: EventStore, { metrics, traces }: Telemetry): EventStore => {
  const { appends, events } = declared(metrics);
  return {
    ...store,
    append: (stream, added, expectation) => {
      const append = () => store.append(stream, added, expectation);
      if (added.length === 0) return append();
      return observing(
        () => traces.span('event-store.append', { events: added.length }, append, spanOutcome),
        (ended) => {
          appends.observe({ outcome: ended.answered ? 'appended' : failureOf(ended.problem) }, ended.seconds);
          if (ended.answered) events.add({}, added.length);
        },
      );
    },
  };
};
