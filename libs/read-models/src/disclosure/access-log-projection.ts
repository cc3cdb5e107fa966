import type { Kysely } from 'kysely';
import type { RecordedEvent } from '#event-store';
import type { Clock } from '#kernel';
import {
  park,
  problemOf,
  unpark,
  type BuildTables,
  type Projection,
  type ProjectionAlarm,
} from '#projections';
import { fromStored, headerDigest } from '#sealing';
import { accessLogView } from './access-log-view.js';
import { setUpAccessLog, type AccessLogTable, type AccessTables } from './tables.js';

export interface AccessLogProjectionOptions {
  readonly onAlarm: (alarm: ProjectionAlarm) => void;
  readonly clock: Clock;
}

/** Follows who read what. It is apart from the timelines, so that no access record can ever stand in one. */
export const accessLogProjection = ({
  onAlarm,
  clock,
}: AccessLogProjectionOptions): Projection<AccessTables> => ({
  ...accessLogView,
  setUp: (transaction) => setUpAccessLog(transaction),
  forget: () => undefined,
  apply: async (writing, events) => {
    const rows: AccessLogTable[] = [];
    for (const event of events) {
      try {
        rows.push(rowOf(event));
      } catch (error) {
        const { stream: group, position } = event;
        const problem = problemOf(error);
        const parking = writing as unknown as Kysely<BuildTables>;
        await park(parking, { group, position, problem, parkedAt: clock.now() });
        onAlarm({ kind: 'parked', projection: accessLogView.name, slot: 0, group, position, problem });
      }
    }
    for (let first = 0; first < rows.length; first += 100) {
      await writing
        .insertInto('access_log')
        .values(rows.slice(first, first + 100))
        .execute();
    }
  },
  retry: async (writing, group) => {
    // What could not be read is still in the log: only a rebuild of this small table reads it again.
    await unpark(writing as unknown as Kysely<BuildTables>, group);
  },
});

const rowOf = ({ position, data }: RecordedEvent): AccessLogTable => {
  const { header, parts } = fromStored(data);
  const asked = header.concerns.caseAsked;
  return {
    position,
    event_id: header.id,
    case_id: header.caseId ?? (typeof asked === 'string' ? asked : ''),
    type: header.type,
    version: header.version,
    organisation: header.recordedBy.organisation,
    person: header.recordedBy.person,
    role: header.recordedBy.role,
    correlation: header.correlation,
    recorded_at: header.recordedAt,
    header_digest: headerDigest(header),
    parts: JSON.stringify(parts),
  };
};
