import type { Kysely } from 'kysely';
import { alertIsOpen, evolveAlert, noAlert, type AlertState, type EventHeader } from '#casework';
import type { Position } from '#event-store';
import type { AlertTable, AlertTables } from './tables.js';

/** An alert as its row has it. */
export const stateOfRow = (row: AlertTable): AlertState => ({
  subject: {
    organisation: row.organisation,
    caseId: row.case_id,
    kind: row.kind,
    event: row.event_id,
  },
  raised: row.raised,
  raisedAt: row.raised_at,
  raisedBy: row.raised_by,
  level: row.level,
  levelSince: row.level_since,
  audience: {
    people: JSON.parse(row.people) as readonly string[],
    roles: JSON.parse(row.roles) as readonly string[],
  },
  acknowledged:
    row.acknowledged_by === null || row.acknowledged_at === null
      ? null
      : { by: row.acknowledged_by, at: row.acknowledged_at },
  ended:
    row.ended_because === null || row.ended_at === null
      ? null
      : { because: row.ended_because, at: row.ended_at },
  lastRecordedAt: row.last_recorded_at,
});

const rowOf = (
  alertId: string,
  state: AlertState,
  raisedPosition: Position,
  position: Position,
): AlertTable | null => {
  const { subject, raisedAt, raisedBy, levelSince, lastRecordedAt } = state;
  if (subject === null || raisedAt === null || raisedBy === null) return null;
  return {
    alert_id: alertId,
    organisation: subject.organisation,
    case_id: subject.caseId,
    kind: subject.kind,
    event_id: subject.event,
    raised_by: raisedBy,
    raised_position: raisedPosition,
    raised: state.raised,
    raised_at: raisedAt,
    level: state.level,
    level_since: levelSince ?? raisedAt,
    people: JSON.stringify(state.audience.people),
    roles: JSON.stringify(state.audience.roles),
    acknowledged_by: state.acknowledged?.by ?? null,
    acknowledged_at: state.acknowledged?.at ?? null,
    ended_because: state.ended?.because ?? null,
    ended_at: state.ended?.at ?? null,
    last_recorded_at: lastRecordedAt ?? raisedAt,
    open: alertIsOpen(state) ? 1 : 0,
    position,
  };
};

/** An event of an alert, and where it is in the log. */
export interface AlertEvent {
  readonly alertId: string;
  readonly header: EventHeader;
  readonly position: Position;
}

/** Takes events of alerts into their rows, in the order of the log. What a row has taken in already changes nothing. */
export const takeAlertEvents = async (
  tables: Kysely<AlertTables>,
  events: readonly AlertEvent[],
): Promise<void> => {
  for (const { alertId, header, position } of events) {
    const before = await tables
      .selectFrom('alert')
      .selectAll()
      .where('alert_id', '=', alertId)
      .executeTakeFirst();
    if (before !== undefined && before.position >= position) continue;
    const state = before === undefined ? noAlert : stateOfRow(before);
    const after = evolveAlert(state, header);
    const wasRaised = after.raised > state.raised || before === undefined;
    const row = rowOf(alertId, after, wasRaised ? position : before.raised_position, position);
    if (row === null) continue;
    const { alert_id: _id, ...changed } = row;
    await tables
      .insertInto('alert')
      .values(row)
      .onConflict((conflict) => conflict.column('alert_id').doUpdateSet(changed))
      .execute();
  }
};

/** The alerts of a case that still tell of something. */
export const openAlertsOf = async (
  tables: Kysely<AlertTables>,
  caseId: string,
): Promise<readonly string[]> => {
  const rows = await tables
    .selectFrom('alert')
    .select('alert_id')
    .where('case_id', '=', caseId)
    .where('open', '=', 1)
    .execute();
  return rows.map(({ alert_id }) => alert_id);
};
