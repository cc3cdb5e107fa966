import type { Kysely } from 'kysely';
import type { EventHeader } from '#casework';
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
import { emergencyAccessTypes, setUpAccessLog, type AccessLogTable, type AccessTables } from './tables.js';

export interface AccessLogProjectionOptions {
  readonly onAlarm: (alarm: ProjectionAlarm) => void;
  readonly clock: Clock;
}

/** Follows who read what, and who could in an emergency. It is apart from the timelines, so that no access record can ever stand in one. */
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
      // What somebody thought of an emergency access is no access.
      if (event.stream.startsWith('grant-') && !emergencyAccessTypes.includes(event.type)) continue;
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

/** Whoever ended it, or recorded that its time ran out: it is the access of the person who had it. */
const whose = ({ type, concerns, recordedBy }: EventHeader) => {
  const { organisation, grantedTo } = concerns;
  return emergencyAccessTypes.includes(type) &&
    type !== 'BreakGlassReviewed' &&
    typeof organisation === 'string' &&
    typeof grantedTo === 'string'
    ? { organisation, person: grantedTo }
    : { organisation: recordedBy.organisation, person: recordedBy.person };
};

const rowOf = ({ position, data }: RecordedEvent): AccessLogTable => {
  const { header, parts } = fromStored(data);
  const asked = header.concerns.caseAsked;
  return {
    position,
    event_id: header.id,
    case_id: header.caseId ?? (typeof asked === 'string' ? asked : ''),
    type: header.type,
    version: header.version,
    ...whose(header),
    role: header.recordedBy.role,
    correlation: header.correlation,
    recorded_at: header.recordedAt,
    header_digest: headerDigest(header),
    parts: JSON.stringify(parts),
  };
};
