import type { AlertState } from '#casework';
import { StoreUnavailable } from '#event-store';
import { accepted, refused, type CaseId, type Instant } from '#kernel';
import { DatabaseAway } from '#platform';
import type { Planned, Reader } from '../api.js';
import { validPage } from '../reading/timeline-query.js';
import { alertsForReader } from './alerts-query.js';
import { alertsOfCase, type AlertsOfCase } from './alerts-of-a-case.js';
import type { AlertsPage, AlertsQuery } from './api.js';
import { casesFromTheLog } from './case-from-the-log.js';
import type { AlertGroundPorts } from './ports.js';
import { alertTables } from './tables.js';
import { personMayKnow } from './who-may-know.js';

/** What is asked of alerts. Nothing of it needs a view. */
export interface AlertReading {
  /** The alerts of the reader's organisation of which this person may know, the last raised first. */
  readonly alerts: (reader: Reader, query: AlertsQuery) => Planned<AlertsPage>;
  /** Whether a person may know of an alert, as the log is now. */
  readonly mayKnow: (reader: Reader, alert: AlertState) => Promise<boolean>;
  /** What each organisation is to be alerted to of a case, as the log is now. */
  readonly alertsOf: (caseId: CaseId, now: Instant) => Promise<AlertsOfCase>;
}

/** Whether the log or the tables cannot be read at present. */
export const isAway = (problem: unknown): boolean =>
  problem instanceof StoreUnavailable || problem instanceof DatabaseAway;

export const openAlertReading = (
  ports: AlertGroundPorts & { readonly clock: { readonly now: () => Instant } },
): AlertReading => {
  const { store, database, policy, directory, clock } = ports;
  const tables = alertTables(database);
  const caseOf = casesFromTheLog(store, tables);
  const groundAt = (now: Instant) => ({ policy: policy(), directory, now });
  return {
    alerts: async (reader, query) => {
      const valid = validPage(query.first, false);
      if (!valid.ok) return refused(valid.reason);
      try {
        return accepted(await alertsForReader(tables, groundAt(clock.now()), caseOf, reader, query));
      } catch (problem) {
        if (isAway(problem)) return refused({ code: 'UNAVAILABLE' });
        throw problem;
      }
    },
    mayKnow: async (reader, alert) => {
      if (alert.subject === null) return false;
      const kase = await caseOf(alert.subject.caseId);
      return personMayKnow(groundAt(clock.now()), kase, reader, alert) !== null;
    },
    alertsOf: async (caseId, now) => alertsOfCase(groundAt(now), await caseOf(caseId)),
  };
};
