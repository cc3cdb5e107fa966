import type { AlertState, AlertSubject, Purpose, WantedAlert } from '#casework';
import type { Principal } from '#identity';
import type { CaseId, Instant, Result } from '#kernel';
import type { RecordingRefusal } from '../api.js';
import type { OversightRecorded } from '../oversight/index.js';
import type { RecordingPorts } from '../ports.js';

export interface AcknowledgeAlert {
  readonly principal: Principal;
  readonly purpose: Purpose;
  /** The caller's idempotency key: the same key, person and alert record once. 8 to 200 characters. */
  readonly key: string;
  readonly correlation: string;
  readonly alertId: string;
  /** What is done about it. */
  readonly note: string | null;
}

export interface AlertAcknowledgement extends OversightRecorded {
  readonly alertId: string;
}

/** What the log says of a case now, as far as alerts depend on it. */
export interface AlertsOfCase {
  /** The alerts that each organisation is to have, by their ids. */
  readonly wanted: ReadonlyMap<string, WantedAlert>;
  /** Whether something that an alert tells of still stands, whoever may know of it. */
  readonly stands: (subject: AlertSubject) => boolean;
}

/** What a look at the alerts of a case came to. */
export interface AlertLook {
  /** The types of the events that it recorded. */
  readonly recorded: readonly string[];
  /** When there may be something to record again, where nothing happens before; null: never. */
  readonly lookAgainAt: Instant | null;
}

/** The write side of alerts. */
export interface Alerts {
  /**
   * Looks at the alerts of a case and records what is to be recorded by now: that one is raised, goes to others, or ended.
   * `open` are those that were open when somebody last looked. Looking twice, by two processes or after a crash in the
   * middle, records once. The errors are those of the log; the same look may be tried again.
   */
  readonly look: (caseId: CaseId, open: readonly string[]) => Promise<AlertLook>;
  /**
   * Records that a person took an alert up for their organisation. An alert of which the person may not know is refused as
   * one that is not there; one that is over, or was acknowledged, by a rule.
   */
  readonly acknowledge: (
    request: AcknowledgeAlert,
  ) => Promise<Result<AlertAcknowledgement, RecordingRefusal>>;
}

export type AlertPorts = Pick<RecordingPorts, 'store' | 'sealing' | 'clock'> & {
  /** What the log says now, of a case; it stands on no view. */
  readonly alertsOf: (caseId: CaseId, now: Instant) => Promise<AlertsOfCase>;
  /** Whether a person may know of an alert that is on record, now and for this purpose. */
  readonly mayKnow: (
    reader: Pick<AcknowledgeAlert, 'principal' | 'purpose' | 'correlation'>,
    alert: AlertState,
  ) => Promise<boolean>;
};
