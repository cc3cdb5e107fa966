import { partSet } from '#casework';
import { accepted, refused, type CaseId, type EventId } from '#kernel';
import type { CaseSummary, Planned, Reader } from '../api.js';
import { entryRows, visibleOf, type VisibleEntry } from '../reading/entry-rows.js';
import { casesOfTimeline, groundOf, atOneMoment, isParked } from '../reading/moment.js';
import { narrowFor, type Narrow } from '../reading/narrow-for-a-person.js';
import { openEntries } from '../reading/opening.js';
import type { ReadPorts } from '../reading/ports.js';
import { relationsOf, type RelationsOfEntry } from '../reading/relations-of-entries.js';
import { notFound, touchesOf } from '../reading/touches.js';
import { isAgeDetermination, openProcesses, summarise, type SummarisedEntry } from './summarise.js';

/** Only outcomes and dates are opened for a summary; what needs reading is read in the timeline. */
const results = partSet(['core.coded']);

/** What the entries that this reader may see say of a case together. */
export const caseSummary = (ports: ReadPorts, reader: Reader, caseId: CaseId): Planned<CaseSummary> =>
  atOneMoment(ports, reader, async (moment, rest) => {
    const ground = await groundOf(moment, rest, ports.policies);
    const cases = await casesOfTimeline(moment, rest, reader, caseId);
    const parked = await isParked(moment, caseId);
    const { organisation } = reader.principal;
    const ids = cases.map((kase) => kase.caseId);
    const rows = await entryRows(moment, { organisation, cases: ids, asOf: null });
    const narrow: Narrow =
      ground.policy === null ? () => null : narrowFor(reader, ground.policy, ports.directory, cases);
    const visible = visibleOf(rows, narrow);
    if (visible.length === 0)
      return refused(notFound('case', { caseId, caseKnown: cases.length > 0 }, ground));
    if (parked) return refused({ code: 'UNAVAILABLE' });

    const relations = await relationsOf(moment, reader, visible, narrow, null);
    const inLogOrder = [...visible].sort((a, b) => (a.row.position < b.row.position ? -1 : 1));
    const entries = inLogOrder.map((entry) => summarised(entry, relations(entry.row.event_id)));
    const told = toldOf(entries);
    const touched = inLogOrder
      .filter(({ row }) => told.has(row.event_id))
      .map((entry) => ({ entry, selected: told.get(entry.row.event_id) ?? 0 }));
    return accepted({
      touches: touchesOf({ asked: 'case', cases: [caseId, ...ids] }, touched, ground),
      open: async () => {
        const details = await openEntries(ports.sealing, touched);
        return summarise(caseId, entries, details, (id) => {
          const known = ports.directory.organisation(id);
          return { name: known?.name ?? id, function: known?.function ?? null };
        });
      },
    });
  });

const summarised = (
  { row, told }: VisibleEntry,
  { relations, marks }: RelationsOfEntry,
): SummarisedEntry => ({
  eventId: row.event_id,
  caseId: row.case_id,
  type: told.level === 'stub' ? null : row.type,
  occurred: row.header.occurred,
  organisation: row.header.organisation,
  relations,
  marks,
});

/** The events that a summary tells of, with the parts of each that it opens. */
const toldOf = (entries: readonly SummarisedEntry[]): ReadonlyMap<EventId, number> => {
  const told = new Map(openProcesses(entries).map(({ openedBy }) => [openedBy, 0]));
  for (const entry of entries) if (isAgeDetermination(entry)) told.set(entry.eventId, results);
  return told;
};
