import { declaredOnce, observing, type Ended, type Telemetry } from '#platform';
import type { Recording } from '#recording';

type Answer = Awaited<ReturnType<Recording['record']>>;
type RefusalCode = Extract<Answer, { ok: false }>['reason']['code'];

const refusals = [
  'INVALID_INPUT',
  'RULE_REFUSED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'UNAVAILABLE',
] as const satisfies readonly RefusalCode[];

const declared = declaredOnce((metrics) => ({
  actions: metrics.counter({
    name: 'throughline_actions_total',
    help: 'Actions that were asked for, by what became of them.',
    labels: { outcome: ['recorded', 'repeated', ...refusals, 'failed'] },
  }),
}));

const outcomeOf = (ended: Ended<Answer>) => {
  if (!ended.answered) return 'failed';
  if (!ended.answer.ok) return ended.answer.reason.code;
  return ended.answer.value.repeated ? 'repeated' : 'recorded';
};

const spanOutcome = (ended: Ended<Answer>) => {
  const outcome = outcomeOf(ended);
  return outcome === 'recorded' ? 'ok' : outcome;
};

/** The write side, each action counted and a part of its trace. */
export const observedRecording = (recording: Recording, { metrics, traces }: Telemetry): Recording => {
  const { actions } = declared(metrics);
  return {
    record: (request) =>
      observing(
        () => traces.span('recording.record', {}, () => recording.record(request), spanOutcome),
        (ended) => actions.add({ outcome: outcomeOf(ended) }),
      ),
  };
};
