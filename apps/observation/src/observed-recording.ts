import { declaredOnce, observing, type Ended, type Telemetry } from '#platform';
import type { Result } from '#kernel';
import type { Oversight, Recording, RecordingRefusal } from '#recording';

type Answer = Result<{ readonly repeated: boolean }, RecordingRefusal>;
type RefusalCode = RecordingRefusal['code'];

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

/** One act of the write side, counted and a part of its trace. */
const observed = ({ metrics, traces }: Telemetry) => {
  const { actions } = declared(metrics);
  return <Recorded extends Answer>(act: () => Promise<Recorded>): Promise<Recorded> =>
    observing(
      () => traces.span('recording.record', {}, act, spanOutcome),
      (ended) => actions.add({ outcome: outcomeOf(ended) }),
    );
};

/** The write side, each action counted and a part of its trace. */
export const observedRecording = (recording: Recording, telemetry: Telemetry): Recording => {
  const act = observed(telemetry);
  return { record: (request) => act(() => recording.record(request)) };
};

/** The same for emergency access and the reviews of boards. */
export const observedOversight = (oversight: Oversight, telemetry: Telemetry): Oversight => {
  const act = observed(telemetry);
  return {
    openEmergencyAccess: (request) => act(() => oversight.openEmergencyAccess(request)),
    endEmergencyAccess: (request) => act(() => oversight.endEmergencyAccess(request)),
    endWhatRanOut: (grantId) => act(() => oversight.endWhatRanOut(grantId)),
    reviewEmergencyAccess: (request) => act(() => oversight.reviewEmergencyAccess(request)),
    openReview: (request) => act(() => oversight.openReview(request)),
    recordFinding: (request) => act(() => oversight.recordFinding(request)),
    recordExport: (request) => act(() => oversight.recordExport(request)),
    closeReview: (request) => act(() => oversight.closeReview(request)),
  };
};
