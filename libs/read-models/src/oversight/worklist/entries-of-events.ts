import type { EventId } from '#kernel';
import { entryRows, visibleOf, type VisibleEntry } from '../../reading/entry-rows.js';
import { narrowFor } from '../../reading/narrow-for-a-person.js';
import { knownCases } from '../known-cases.js';
import type { WorklistGround } from './source.js';

/** The entries of some events as this reader sees them, by event. What shows as a stub has no type, so it is no item. */
export const entriesOfEvents = async (
  { moment, current, ground: { policy }, ports, reader }: WorklistGround,
  events: readonly EventId[],
): Promise<ReadonlyMap<EventId, VisibleEntry>> => {
  const { organisation } = reader.principal;
  const rows = await entryRows(moment, { organisation, cases: [], asOf: null, events });
  const cases = await knownCases(moment, current, reader, [...new Set(rows.map(({ case_id }) => case_id))]);
  if (policy === null) return new Map();
  const visible = visibleOf(rows, narrowFor(reader, policy, ports.directory, cases));
  return new Map(
    visible
      .filter(({ row, told }) => row.type !== null && told.level !== 'stub')
      .map((entry) => [entry.row.event_id, entry]),
  );
};
