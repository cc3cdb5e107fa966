import { accepted, refused } from '#kernel';
import type { Entry, EntryQuery, Planned, Reader } from '../api.js';
import { entryAnswer } from './entry-answer.js';
import { entryRows, visibleOf } from './entry-rows.js';
import { casesOfTimeline, groundOf, atOneMoment, isParked } from './moment.js';
import { narrowFor, type Narrow } from './narrow-for-a-person.js';
import { openEntries } from './opening.js';
import type { ReadPorts } from './ports.js';
import { relationsOf } from './relations-of-entries.js';
import { memoised, selectedOf } from './timeline-query.js';
import { notFound, touchesOf } from './touches.js';

/** One entry, by the id of its event. An unknown and a hidden one give the same answer, after the same questions. */
export const entry = async (ports: ReadPorts, reader: Reader, query: EntryQuery): Planned<Entry> => {
  const { eventId } = query;
  const selected = memoised(query.selectedParts);
  return atOneMoment(ports, reader, async (moment, rest) => {
    const ground = await groundOf(moment, rest, ports.policies);
    const { organisation } = reader.principal;
    const rows = await entryRows(moment, { organisation, cases: [], asOf: null, events: [eventId] });
    const caseId = rows[0]?.case_id ?? eventId;
    const cases = await casesOfTimeline(moment, rest, reader, caseId);
    const parked = await isParked(moment, caseId);
    const narrow: Narrow =
      ground.policy === null ? () => null : narrowFor(reader, ground.policy, ports.directory, cases);
    const [visible] = visibleOf(rows, narrow);
    if (visible === undefined) return refused(notFound('entry', { eventId }, ground));
    if (parked) return refused({ code: 'UNAVAILABLE' });
    const relations = await relationsOf(moment, reader, [visible], narrow, null);
    const touched = [{ entry: visible, selected: selectedOf(visible, selected) }];
    return accepted({
      touches: touchesOf({ asked: 'entry', cases: [] }, touched, ground),
      open: async () => {
        const details = await openEntries(ports.sealing, touched);
        return entryAnswer(visible, relations(eventId), details.get(eventId) ?? {}, ports.directory);
      },
    });
  });
};
