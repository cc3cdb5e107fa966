import type { Kysely } from 'kysely';
import { alertIsOpen } from '#casework';
import type { CaseId } from '#kernel';
import type { CaseTouch, ContactPoint, Reader } from '../api.js';
import type { Alert } from './api.js';
import { stateOfRow } from './alert-rows.js';
import type { CaseFromTheLog } from './case-from-the-log.js';
import type { AlertTable, AlertTables } from './tables.js';
import { personMayKnow, type AlertGround } from './who-may-know.js';

/** An alert of which this reader may know. */
export interface KnownAlert {
  readonly row: AlertTable;
  readonly alert: Alert;
  readonly touch: CaseTouch;
}

/** Those of some alerts of the reader's organisation of which the reader may know now. */
export const knownOf = async (
  ground: AlertGround,
  caseOf: (caseId: CaseId) => Promise<CaseFromTheLog>,
  reader: Reader,
  rows: readonly AlertTable[],
): Promise<readonly KnownAlert[]> => {
  const ids = [...new Set(rows.map(({ case_id }) => case_id))];
  const cases = new Map(await Promise.all(ids.map(async (id) => [id, await caseOf(id)] as const)));
  return rows.flatMap((row): readonly KnownAlert[] => {
    const kase = cases.get(row.case_id)!;
    const state = stateOfRow(row);
    const known = personMayKnow(ground, kase, reader, state);
    if (known === null) return [];
    const { people, roles } = state.audience;
    const alert: Alert = {
      ...{ alertId: row.alert_id, kind: row.kind, caseId: row.case_id, eventId: row.event_id },
      ...{ raisedAt: row.raised_at, level: row.level, levelSince: row.level_since },
      forYou: people.includes(reader.principal.person) || roles.includes(reader.principal.role),
      ...{ acknowledgedAt: row.acknowledged_at, acknowledgedBy: row.acknowledged_by },
      open: alertIsOpen(state),
      contactPoint: contactPointOf(ground, kase, row),
    };
    return [{ row, alert, touch: touchOf(ground, kase, row, known.decidedBy) }];
  });
};

const contactPointOf = (
  { directory }: AlertGround,
  { group, grants }: CaseFromTheLog,
  { event_id: event }: AlertTable,
): ContactPoint | null => {
  const recorder =
    group.byId.get(event)?.recorder ??
    grants.flat().find(({ id }) => id === event)?.recordedBy.organisation ??
    '';
  const found = directory.organisation(recorder);
  return found === undefined ? null : { organisation: found.id, name: found.name, reach: found.contactPoint };
};

/** What an alert discloses: that there is such an event on such a case. */
const touchOf = (
  { policy }: AlertGround,
  { position }: CaseFromTheLog,
  { case_id: caseId, event_id: eventId }: AlertTable,
  decidedBy: readonly string[],
): CaseTouch => ({
  asked: 'cases',
  caseId,
  outcome: 'given',
  caseKnown: true,
  events: [{ eventId, parts: 0 }],
  asOf: null,
  whole: true,
  decidedBy,
  policyVersion: policy.version,
  viewPosition: position,
});

/** One record for each case of which something is told: asked for, or delivered by a way of the feed. */
export const touchesOfAlerts = (
  told: readonly Pick<KnownAlert, 'touch'>[],
  asked: CaseTouch['asked'] = 'cases',
): readonly CaseTouch[] => {
  const byCase = new Map<CaseTouch['caseId'], CaseTouch>();
  for (const { touch } of told) {
    const before = byCase.get(touch.caseId);
    byCase.set(
      touch.caseId,
      before === undefined
        ? touch
        : {
            ...before,
            events: [...before.events, ...touch.events],
            decidedBy: [...new Set([...before.decidedBy, ...touch.decidedBy])].sort(),
          },
    );
  }
  return [...byCase.values()].map((touch) => ({ ...touch, asked }));
};

export const alertsOfOrganisation = (tables: Kysely<AlertTables>, organisation: string) =>
  tables.selectFrom('alert').selectAll().where('organisation', '=', organisation);
