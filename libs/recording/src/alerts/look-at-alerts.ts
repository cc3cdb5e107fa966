import {
  AlertEnded,
  AlertEscalated,
  AlertRaised,
  nextOfAnAlert,
  validateDetails,
  type AlertState,
  type AlertStep,
  type AlertSubject,
  type EventDeclaration,
  type WantedAlert,
} from '#casework';
import { ExpectationFailed, OutcomeUnknown } from '#event-store';
import { derivedId, parseOccurred, type EventId, type Instant } from '#kernel';
import { systemAuthor } from '../administration.js';
import { appendDrafted } from '../append.js';
import { draft } from '../headers.js';
import type { LoadedStream, LoadedStreams } from '../loaded-streams.js';
import { NotRecordable } from '../oversight/act.js';
import { timeOfRecord } from '../time-of-record.js';
import type { AlertPorts, AlertsOfCase } from './api.js';

export const streamOfAlert = (alertId: string): string => `alert-${alertId}`;

/** What one look at one alert came to. */
export interface LookedAtAlert {
  readonly recorded: readonly string[];
  readonly lookAgainAt: Instant | null;
}

/** How often an alert is looked at anew because others changed it, or its outcome stayed unknown. */
const mostAttempts = 8;

/** A raised alert may have waited so long that it goes on to every level at once. */
const mostSteps = 10;

const declarations: Readonly<Record<AlertStep['step'], EventDeclaration>> = {
  raise: AlertRaised,
  escalate: AlertEscalated,
  end: AlertEnded,
};

/** The same step of the same alert has the same id, whoever takes it. */
const idOf = (alertId: string, state: AlertState, step: AlertStep): EventId => {
  const key = step.step === 'escalate' ? step.level : '';
  const raised = step.step === 'raise' ? state.raised + 1 : state.raised;
  return derivedId(systemAuthor.organisation, alertId, declarations[step.step].type, key, raised);
};

const detailsOf = ({ organisation, caseId, kind, event }: AlertSubject, step: AlertStep) => ({
  ...{ organisation, caseConcerned: caseId, kind, event },
  ...(step.step === 'end'
    ? { because: step.because }
    : { level: step.level, people: step.audience.people, roles: step.audience.roles }),
});

const drafting = (
  alertId: string,
  state: AlertState,
  subject: AlertSubject,
  step: AlertStep,
  recordedAt: Instant,
) => {
  const declaration = declarations[step.step];
  const details = validateDetails(declaration, detailsOf(subject, step));
  const occurred = parseOccurred(recordedAt);
  if (!details.ok || !occurred.ok) {
    const fields = details.ok ? ['occurred'] : details.reason.map(({ field }) => field);
    throw new NotRecordable(declaration.type, fields);
  }
  const id = idOf(alertId, state, step);
  return draft(
    [{ declaration, details: details.value, causedBy: null }],
    {
      occurred: occurred.value,
      source: 'own-act',
      lawfulBasis: null,
      relations: [{ kind: 'about', event: subject.event }],
      recorder: systemAuthor,
      recordedAt,
    },
    { stream: streamOfAlert(alertId), caseId: subject.caseId, eventIds: () => id },
    { handling: {}, correlation: id },
  );
};

/** Takes every step of one alert that is due by now. Whoever calls has the turn on its stream. */
export const lookAtAlert = async (
  ports: Pick<AlertPorts, 'store' | 'sealing' | 'clock'>,
  alerts: LoadedStreams<AlertState>,
  alertId: string,
  wanted: WantedAlert | null,
  stands: AlertsOfCase['stands'],
): Promise<LookedAtAlert> => {
  const recorded: string[] = [];
  const stepOn = async (loaded: LoadedStream<AlertState>): Promise<Instant | null> => {
    for (let taken = 0; taken < mostSteps; taken += 1) {
      const { state } = loaded;
      const now = timeOfRecord(ports.clock, state.lastRecordedAt);
      const subject = wanted?.subject ?? state.subject;
      if (subject === null) return null;
      const because = stands(subject) ? 'not-theirs' : 'over';
      const { step, lookAgainAt } = nextOfAnAlert(state, wanted, because, now);
      if (step === null) return lookAgainAt;
      await appendDrafted(ports, alerts, loaded, drafting(alertId, state, subject, step, now), '');
      recorded.push(declarations[step.step].type);
    }
    return ports.clock.now();
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const loaded = await alerts.upToDate(streamOfAlert(alertId));
      return { lookAgainAt: await stepOn(loaded), recorded };
    } catch (problem) {
      // Somebody else wrote first, or it may or may not be in the log: what is there is read, and decides.
      const changed = problem instanceof ExpectationFailed || problem instanceof OutcomeUnknown;
      if (!changed || attempt === mostAttempts) throw problem;
    }
  }
};
