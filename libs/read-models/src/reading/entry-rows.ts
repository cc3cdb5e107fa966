import { hasPart, type PartSet } from '#casework';
import type { Position } from '#event-store';
import type { CaseId, EventId, Instant, OrganisationId } from '#kernel';
import type { SealedPart } from '#sealing';
import type { TimelineCursor } from '../api.js';
import { given } from '../timeline/given.js';
import type { ToldOfHeader } from '../timeline/material.js';
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
  readonly header: ToldOfHeader;
  readonly parts: string;
  /** What was given at the instant that is looked back to; null where that is what is given now. */
  readonly then: string | null;
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

const columns = [
  'now.event_id',
  'now.case_id',
  'now.position',
  'now.occurred_earliest',
  'now.given',
  'now.visible_from',
  'now.policy_version',
  'now.facts',
  'now.type',
  'now.header',
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
    .select(columns)
    .orderBy('now.occurred_earliest')
    .orderBy('now.position');
  if (events === undefined) query = query.where('now.case_id', 'in', cases.length === 0 ? [''] : [...cases]);
  else {
    const places = moment
      .selectFrom('ledger')
      .select('ledger.position')
      .where('ledger.event_id', 'in', events.length === 0 ? [''] : [...events]);
    query = query.where('now.position', 'in', places);
  }
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
  if (asOf === null)
    return (await query.execute()).map((row) => ({ ...row, header: told(row.header), then: null }));
  const rows = await query
    .leftJoin('agency_event_past as past', (join) =>
      join
        .onRef('past.organisation', '=', 'now.organisation')
        .onRef('past.position', '=', 'now.position')
        .on('past.visible_from', '<=', asOf)
        .on('past.visible_until', '>', asOf),
    )
    .where((eb) => eb.or([eb('now.visible_from', '<=', asOf), eb('past.sequence', 'is not', null)]))
    .select([
      'past.given as past_given',
      'past.visible_from as past_from',
      'past.policy_version as past_policy',
    ])
    .orderBy('past.sequence')
    .execute();
  const found = new Map<EventId, EntryRow>();
  for (const { past_given, past_from, past_policy, ...row } of rows) {
    const now = { ...row, header: told(row.header), then: null };
    // Times of linked cases may overlap by the difference of their clocks: of several rows the last one holds.
    if (row.visible_from <= asOf || past_given === null || past_from === null || past_policy === null)
      found.set(row.event_id, now);
    else {
      const then = { then: past_given, visible_from: past_from, policy_version: past_policy };
      found.set(row.event_id, { ...now, ...then });
    }
  }
  return [...found.values()];
};

const told = (header: string): ToldOfHeader => JSON.parse(header) as ToldOfHeader;

/** What this reader gets of rows; those of which nothing is left out. */
export const visibleOf = (rows: readonly EntryRow[], narrow: Narrow): readonly VisibleEntry[] => {
  const visible: VisibleEntry[] = [];
  for (const row of rows) {
    const now = narrow(row);
    if (now === null) continue;
    const told = row.then === null ? now : lesserOf(given(row.then), now);
    if (told !== null) visible.push({ row, told });
  }
  return visible;
};

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
