import { hasPart, type PartSet } from '#casework';
import type { Position } from '#event-store';
import type { CaseId, EventId, Instant, OrganisationId } from '#kernel';
import type { SealedPart } from '#sealing';
import type { TimelineCursor } from '../api.js';
import { given, type Given } from '../timeline/given.js';
import type { Moment } from './moment.js';
import { lesserOf, type Narrow, type Narrowed, type RowFacts } from './narrow-for-a-person.js';

/** A row of the reader's organisation with what this reader gets of it. */
export interface VisibleEntry {
  readonly row: EntryRow;
  readonly told: Narrowed;
}

export interface EntryRow extends RowFacts {
  readonly event_id: EventId;
  readonly position: Position;
  readonly occurred_earliest: Instant;
  readonly visible_from: Instant;
  readonly policy_version: string;
  readonly type: string | null;
  readonly version: number | null;
  readonly occurred: string;
  readonly recorded_at: Instant | null;
  readonly recorder: OrganisationId;
  readonly kind_of_work: string;
  readonly header_digest: string | null;
  readonly parts: string;
  /** What was given at the instant that is looked back to; null where that is now. */
  readonly then_level: string | null;
  readonly then_handed: PartSet | null;
  readonly then_withheld: string | null;
}

export interface RowsWanted {
  readonly organisation: OrganisationId;
  readonly cases: readonly CaseId[];
  readonly asOf: Instant | null;
  readonly types?: readonly string[];
  readonly events?: readonly EventId[];
  readonly after?: TimelineCursor;
  readonly limit?: number;
}

const nowColumns = [
  'now.event_id',
  'now.case_id',
  'now.position',
  'now.occurred_earliest',
  'now.level',
  'now.handed',
  'now.withheld',
  'now.flags',
  'now.disclosed',
  'now.held',
  'now.not_for_immigration',
  'now.never_to',
  'now.type',
  'now.version',
  'now.occurred',
  'now.recorded_at',
  'now.recorder',
  'now.kind_of_work',
  'now.header_digest',
  'now.parts',
] as const;

/**
 * Rows of an organisation in the order of a timeline. Looking back, a row is what was given then; where the
 * organisation has nothing of the event now, it is not there.
 */
export const entryRows = async (moment: Moment, wanted: RowsWanted): Promise<readonly EntryRow[]> => {
  const { organisation, cases, asOf, types, events, after, limit } = wanted;
  let query = moment
    .selectFrom('agency_event as now')
    .where('now.organisation', '=', organisation)
    .select(nowColumns)
    .orderBy('now.occurred_earliest')
    .orderBy('now.position');
  if (events === undefined) query = query.where('now.case_id', 'in', cases.length === 0 ? [''] : [...cases]);
  else query = query.where('now.event_id', 'in', events.length === 0 ? [''] : [...events]);
  if (types !== undefined) query = query.where('now.type', 'in', types.length === 0 ? [''] : [...types]);
  if (limit !== undefined) query = query.limit(limit);
  if (after !== undefined) {
    query = query.where((eb) =>
      eb.or([
        eb('now.occurred_earliest', '>', after.occurredEarliest),
        eb.and([
          eb('now.occurred_earliest', '=', after.occurredEarliest),
          eb('now.position', '>', after.position),
        ]),
      ]),
    );
  }
  if (asOf === null) {
    const rows = await query.select(['now.visible_from', 'now.policy_version']).execute();
    return rows.map((row) => ({ ...row, then_level: null, then_handed: null, then_withheld: null }));
  }
  const rows = await query
    .innerJoin('timeline_row as then', (join) =>
      join
        .onRef('then.organisation', '=', 'now.organisation')
        .onRef('then.event_id', '=', 'now.event_id')
        .on('then.visible_from', '<=', asOf)
        .on((eb) => eb.or([eb('then.visible_until', 'is', null), eb('then.visible_until', '>', asOf)])),
    )
    .select(['then.visible_from', 'then.policy_version'])
    .select([
      'then.level as then_level',
      'then.handed as then_handed',
      'then.withheld as then_withheld',
      'then.sequence as then_sequence',
    ])
    .orderBy('then.sequence')
    .execute();
  // Times of linked cases may overlap by the difference of their clocks: of two rows the later one holds.
  return [...new Map(rows.map((row) => [row.event_id, row])).values()];
};

/** What this reader gets of rows; those of which nothing is left out. */
export const visibleOf = (rows: readonly EntryRow[], narrow: Narrow): readonly VisibleEntry[] => {
  const visible: VisibleEntry[] = [];
  for (const row of rows) {
    const now = narrow(row);
    if (now === null) continue;
    const told = row.then_level === null ? now : lesserOf(thenGiven(row), now);
    if (told !== null) visible.push({ row, told });
  }
  return visible;
};

const thenGiven = (row: EntryRow): Given =>
  given(row.then_level as Given['level'], row.then_handed ?? 0, row.then_withheld ?? '');

/** The sealed parts of a row that are handed over and were asked for. */
export const sealedParts = ({ row, told }: VisibleEntry, selected: PartSet): readonly SealedPart[] => {
  const wanted = told.handed & selected;
  if (wanted === 0) return [];
  return (JSON.parse(row.parts) as readonly SealedPart[]).filter(({ part }) => hasPart(wanted, part));
};

export const cursorOf = ({ occurred_earliest, position }: EntryRow): TimelineCursor => ({
  occurredEarliest: occurred_earliest,
  position,
});
