import { AlertAcknowledged, alertIsOpen, type AlertState, type Refusal } from '#casework';
import { accepted, isId, refused, type Result } from '#kernel';
import type { RecordingRefusal } from '../api.js';
import type { LoadedStreams } from '../loaded-streams.js';
import { forbidden, idsOf, invalid, notThere, problemsOfDetails, recordAct } from '../oversight/act.js';
import { problemsOfKey } from '../request-validation.js';
import type { AcknowledgeAlert, AlertAcknowledgement, AlertPorts } from './api.js';
import { streamOfAlert } from './look-at-alerts.js';

const overAlready: Refusal = {
  rule: 'alert-is-open',
  message: 'This alert is over, so there is nothing to take up.',
};
const takenUpAlready: Refusal = {
  rule: 'alert-is-acknowledged-once',
  message: 'Somebody of your organisation has acknowledged this alert.',
};

/** Why a person may not acknowledge the alert as it stands; undefined where they may. */
const refusalOf = (alert: AlertState): Refusal | undefined => {
  if (alert.acknowledged !== null && alert.ended === null) return takenUpAlready;
  return alertIsOpen(alert) ? undefined : overAlready;
};

/** Details as they might be, so that every mistake of the person is told at once. */
const exemplary = (person: string, organisation: string, id: string) => ({
  ...{ organisation, caseConcerned: id, kind: 'missing-child', event: id, acknowledgedBy: person },
});

/** Whoever calls has the turn on the stream of the alert. */
export const acknowledgeAlert = async (
  ports: AlertPorts,
  alerts: LoadedStreams<AlertState>,
  request: AcknowledgeAlert,
): Promise<Result<AlertAcknowledgement, RecordingRefusal>> => {
  const { principal, purpose, key, correlation, alertId, note } = request;
  const problems = [
    ...problemsOfKey(key),
    ...(isId(alertId) ? [] : [{ field: 'alertId', problem: 'is not the id of an alert' }]),
    ...(isId(alertId)
      ? problemsOfDetails(
          AlertAcknowledged,
          note === null ? {} : { note },
          exemplary(principal.person, principal.organisation, alertId),
        )
      : []),
  ];
  if (problems.length > 0) return invalid(problems);
  const stream = streamOfAlert(alertId);
  const alert = (await alerts.upToDate(stream)).state;
  const { subject } = alert;
  const isTheirs = subject !== null && subject.organisation === principal.organisation;
  if (!isTheirs || !(await ports.mayKnow(request, alert))) return notThere;
  // Software that answers for people would leave nobody looking.
  if (principal.role === 'system') return forbidden([]);
  const acting = { recorder: principal.author, key, correlation };
  const answer = await recordAct(ports, alerts, {
    acting,
    declaration: AlertAcknowledged,
    to: { stream, caseId: subject.caseId, eventIds: idsOf(acting, AlertAcknowledged.type, alertId) },
    input: { purpose, alertId, note },
    lastRecordedAt: ({ lastRecordedAt }) => lastRecordedAt,
    say: async ({ state }) =>
      accepted({
        details: {
          ...{ organisation: subject.organisation, caseConcerned: subject.caseId, kind: subject.kind },
          ...{ event: subject.event, acknowledgedBy: principal.person },
          ...(note === null ? {} : { note }),
        },
        relations: [{ kind: 'about', event: subject.event }],
        decide: (act) => {
          const refusal = refusalOf(state);
          if (refusal !== undefined) return refused(refusal);
          const { declaration, details } = act;
          return accepted([{ declaration, details, causedBy: null }]);
        },
      }),
  });
  return answer.ok ? accepted({ ...answer.value.recorded, alertId }) : answer;
};
