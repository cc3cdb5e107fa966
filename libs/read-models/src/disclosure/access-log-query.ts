import { detailsFrom, type PartName, type PartValues, type Purpose } from '#casework';
import { accepted, refused } from '#kernel';
import type { SealedPart } from '#sealing';
import type { AccessLogEntry, AccessLogPage, AccessLogQuery, Planned, Reader } from '../api.js';
import { casesOfTimeline, groundOf, inOneMoment, isParked, type Moment } from '../reading/moment.js';
import { caseFactsOf } from '../reading/narrow-for-a-person.js';
import { personFactsOn, policyReader } from '../reading/person-facts.js';
import type { Details } from '../reading/opening.js';
import type { ReadPorts } from '../reading/ports.js';
import { validPage } from '../reading/timeline-query.js';
import { notFound, touchesOf } from '../reading/touches.js';
import type { AccessLogTable } from './tables.js';

type Extent = AccessLogPage['extent'];

/** Who read a case, as far as policy lets this reader know. Reading it is itself recorded, and seen at the next read. */
export const accessLog = async (
  ports: ReadPorts,
  reader: Reader,
  query: AccessLogQuery,
): Planned<AccessLogPage> => {
  const valid = validPage(query.first, false);
  if (!valid.ok) return refused(valid.reason);
  return inOneMoment(ports, async (moment) => {
    const { caseId, first } = query;
    const ground = await groundOf(moment, ports.policies);
    const cases = await casesOfTimeline(moment, reader, caseId);
    const parked = await isParked(moment, caseId);
    const kase = cases.find((one) => one.caseId === caseId);
    const person = { ...personFactsOn(reader, ports.directory, kase), neverTo: false };
    const { extent = 'none', decidedBy = [] } =
      ground.policy?.mayReadAccessLog(policyReader(reader, person), caseFactsOf(kase)) ?? {};
    const rows = await recordsOf(moment, reader, query, extent);
    // Whoever may look at its own organisation's reading learns of no case by it that the organisation has not read.
    if (extent === 'none' || (rows.length === 0 && kase === undefined))
      return refused(notFound('access-log', { caseId, caseKnown: kase !== undefined }, ground, decidedBy));
    if (parked) return refused({ code: 'UNAVAILABLE' });

    const shown = rows.slice(0, first);
    const [touch] = touchesOf({ asked: 'access-log', cases: [caseId] }, [], ground);
    return accepted({
      touches: [{ ...touch!, decidedBy }],
      open: async () => {
        const entries = await opened(ports, shown, extent);
        return {
          extent,
          edges: shown.map(({ position }, index) => ({ node: entries[index]!, cursor: { position } })),
          hasNextPage: rows.length > first,
        };
      },
    });
  });
};

const recordsOf = async (
  moment: Moment,
  { principal: { organisation } }: Reader,
  { caseId, first, after }: AccessLogQuery,
  extent: Extent | 'none',
): Promise<readonly AccessLogTable[]> => {
  let query = moment
    .selectFrom('access_log')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('position')
    .limit(first + 1);
  if (after !== undefined) query = query.where('position', '>', after.position);
  if (extent === 'none' || extent === 'own-organisation')
    query = query.where('organisation', '=', organisation);
  if (extent === 'who-read') query = query.where('type', '=', 'RecordRead');
  return query.execute();
};

const opened = async (
  { sealing }: ReadPorts,
  rows: readonly AccessLogTable[],
  extent: Extent,
): Promise<readonly AccessLogEntry[]> => {
  // For "who read" nothing needs to be opened: who it was stands in the header.
  if (extent === 'who-read') return rows.map((row) => entryOf(row, null));
  const parts = rows.flatMap((row) =>
    (JSON.parse(row.parts) as readonly SealedPart[]).map((sealed) => ({ row, sealed })),
  );
  const results = await sealing.openParts(
    parts.map(({ row, sealed }) => ({ headerDigest: row.header_digest, sealed })),
  );
  const details = new Map<AccessLogTable, Map<PartName, PartValues>>();
  for (const [index, result] of results.entries()) {
    if (!result.ok) throw result.reason;
    const { row, sealed } = parts[index]!;
    const of = details.get(row) ?? new Map<PartName, PartValues>();
    details.set(row, of.set(sealed.part, result.value as PartValues));
  }
  return rows.map((row) => entryOf(row, detailsFrom(details.get(row) ?? new Map<PartName, PartValues>())));
};

const entryOf = (row: AccessLogTable, details: Details | null): AccessLogEntry => ({
  at: row.recorded_at,
  organisation: row.organisation,
  person: row.person,
  role: row.role,
  outcome: row.type === 'RecordRead' ? 'given' : 'denied',
  purpose: details === null ? null : (details.purpose as Purpose),
  events: details === null ? null : eventsOf(details),
  decidedBy: details === null ? null : ((details.decidingPolicies ?? []) as readonly string[]),
  policyVersion: details === null ? null : (details.policyInForce as string),
  correlation: details === null ? null : row.correlation,
});

const eventsOf = (details: Details): AccessLogEntry['events'] => {
  const handed = (details.handedOver ?? []) as readonly { event: string; parts: readonly PartName[] }[];
  return handed.map(({ event, parts }) => ({ eventId: event, parts }));
};
