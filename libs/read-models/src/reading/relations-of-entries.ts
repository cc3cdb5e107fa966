import type { RelationKind } from '#casework';
import type { EventId, Instant } from '#kernel';
import type { EntryMark, EntryRelation, Reader } from '../api.js';
import { marks } from '../timeline/relations.js';
import { entryRows, visibleOf, type VisibleEntry } from './entry-rows.js';
import type { Moment } from './moment.js';
import type { Narrow } from './narrow-for-a-person.js';

export interface RelationsOfEntry {
  readonly relations: readonly EntryRelation[];
  readonly marks: readonly EntryMark[];
}

const none: RelationsOfEntry = { relations: [], marks: [] };

/** The relations and marks of some entries, as far as the reader may see the other end. */
export const relationsOf = async (
  moment: Moment,
  { principal: { organisation } }: Reader,
  entries: readonly VisibleEntry[],
  narrow: Narrow,
  asOf: Instant | null,
): Promise<(event: EventId) => RelationsOfEntry> => {
  const ids = entries.map(({ row }) => row.event_id);
  if (ids.length === 0) return () => none;
  const rows = await moment
    .selectFrom('agency_relation')
    .select(['source_id', 'kind', 'target_id'])
    .where('organisation', '=', organisation)
    .where((eb) => eb.or([eb('source_id', 'in', ids), eb('target_id', 'in', ids)]))
    .orderBy('source_id')
    .orderBy('kind')
    .orderBy('target_id')
    .execute();
  const seen = new Map(entries.map((entry) => [entry.row.event_id, entry]));
  const others = [...new Set(rows.flatMap((row) => [row.source_id, row.target_id]))].filter(
    (id) => !seen.has(id),
  );
  const otherRows =
    others.length === 0 ? [] : await entryRows(moment, { organisation, cases: [], asOf, events: others });
  for (const entry of visibleOf(otherRows, narrow)) seen.set(entry.row.event_id, entry);

  const found = new Map<EventId, { relations: EntryRelation[]; marks: EntryMark[] }>();
  const of = (id: EventId) => {
    const there = found.get(id) ?? { relations: [], marks: [] };
    found.set(id, there);
    return there;
  };
  for (const { source_id, kind, target_id } of rows) {
    const source = seen.get(source_id);
    if (source === undefined || !seen.has(target_id)) continue;
    const relation = kind as RelationKind;
    if (source.told.level !== 'stub') of(source_id).relations.push({ kind: relation, eventId: target_id });
    if (marks.has(relation)) of(target_id).marks.push({ kind: markOf(relation, source), by: source_id });
  }
  return (id) => found.get(id) ?? none;
};

/** A stub of the marking event does not tell which it was of a withdrawal and a retraction: then it is the milder one. */
const markOf = (kind: RelationKind, source: VisibleEntry): EntryMark['kind'] => {
  if (kind === 'corrects') return 'corrected';
  return source.told.level !== 'stub' && source.row.type === 'EventRetracted' ? 'retracted' : 'withdrawn';
};
