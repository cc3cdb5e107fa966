import type { Transaction } from 'kysely';
import { detailsFrom, type PartName, type PartValues, type Purpose } from '#casework';
import { accepted, refused, type CaseId, type EventId } from '#kernel';
import type { SealedPart } from '#sealing';
import type { AccessLogEntry, AccessLogPage, AccessLogQuery, Planned, Reader } from '../api.js';
import { entryRows, visibleOf } from '../reading/entry-rows.js';
import {
  casesOfTimeline,
  groundOf,
  atOneMoment,
  isParked,
  type Ground,
  type KnownCase,
  type Moment,
} from '../reading/moment.js';
import { caseFactsOf, narrowFor } from '../reading/narrow-for-a-person.js';
import { neverToReader, personFactsOn, policyReader } from '../reading/person-facts.js';
import type { Details } from '../reading/opening.js';
import type { ReadPorts } from '../reading/ports.js';
import { validPage } from '../reading/timeline-query.js';
import { notFound, touchesOf } from '../reading/touches.js';
import { factsFromText } from '../timeline/row.js';
import { emergencyAccessTypes, type AccessLogTable, type AccessTables } from './tables.js';

type Extent = AccessLogPage['extent'];

/** A record with what it says, and what of it this reader may know. */
interface Told {
  readonly row: AccessLogTable;
  readonly details: Details;
  readonly events: NonNullable<AccessLogEntry['events']>;
}

/**
 * Who read a case, as far as policy lets this reader know, and of the entries read only those that the reader may know of.
 * Reading it is itself recorded, and seen at the next read.
 */
export const accessLog = async (
  ports: ReadPorts,
  reader: Reader,
  query: AccessLogQuery,
): Planned<AccessLogPage> => {
  const valid = validPage(query.first, false);
  if (!valid.ok) return refused(valid.reason);
  return atOneMoment(ports, reader, async (moment, rest) => {
    const { caseId, first } = query;
    const ground = await groundOf(moment, rest, ports.policies);
    const cases = await casesOfTimeline(moment, rest, reader, caseId);
    const parked = await isParked(moment, caseId);
    const kase = cases.find((one) => one.caseId === caseId);
    const person = { ...personFactsOn(reader, ports.directory, kase), neverTo: false };
    const { extent = 'none', decidedBy = [] } =
      ground.policy?.mayReadAccessLog(policyReader(reader, person), caseFactsOf(kase)) ?? {};
    const log = await rest.accessLogOf(caseId);
    const ofCase = await eventsToKnowOf(moment, ports, reader, cases, ground);
    const ofEmergencies = await openingsToKnowOf(log, reader, caseId, extent);
    const mayKnowOf = (event: EventId) => ofCase(event) || ofEmergencies.has(event);
    const records = await recordsOf(log, ports, reader, query, extent, mayKnowOf);
    // Whoever may look at its own organisation's reading learns of no case by it that the organisation has not read.
    if (extent === 'none' || (records.length === 0 && kase === undefined))
      return refused(notFound('access-log', { caseId, caseKnown: kase !== undefined }, ground, decidedBy));
    if (parked) return refused({ code: 'UNAVAILABLE' });

    const shown = records.slice(0, first);
    const [touch] = touchesOf({ asked: 'access-log', cases: [caseId] }, [], ground);
    return accepted({
      touches: [{ ...touch!, decidedBy }],
      open: () =>
        Promise.resolve({
          extent,
          edges: shown.map((told) => ({
            node: entryOf(told, reader, extent),
            cursor: { position: told.row.position },
          })),
          hasNextPage: records.length > first,
        }),
    });
  });
};

/** Some records are nothing that this reader may know of. */
const fetchedAtOnce = 120;

/**
 * One page of records and, where there is more, one beyond. What a record lists decides whether and how it is told, so
 * it is opened here: a record of access, never an event of the case.
 */
const recordsOf = async (
  log: Transaction<AccessTables>,
  ports: ReadPorts,
  reader: Reader,
  { caseId, first, after }: AccessLogQuery,
  extent: Extent | 'none',
  mayKnowOf: (event: EventId) => boolean,
): Promise<readonly Told[]> => {
  const { organisation } = reader.principal;
  const found: Told[] = [];
  let from = after?.position;
  for (;;) {
    let query = log
      .selectFrom('access_log')
      .selectAll()
      .where('case_id', '=', caseId)
      .orderBy('position')
      .limit(fetchedAtOnce);
    if (from !== undefined) query = query.where('position', '>', from);
    if (extent === 'none' || extent === 'own-organisation')
      query = query.where('organisation', '=', organisation);
    if (extent === 'who-read') query = query.where('type', 'in', ['RecordRead', ...emergencyAccessTypes]);
    const rows = await query.execute();
    const details = await opened(ports, extent === 'none' ? [] : rows.filter(hasWords));
    for (const row of rows) {
      const of = details.get(row) ?? {};
      const handedOver = eventsOf(of);
      const told = { row, details: of, events: handedOver.filter(({ eventId }) => mayKnowOf(eventId)) };
      if (told.events.length === 0) {
        // That somebody read something would tell that there is something.
        if (handedOver.length > 0) continue;
        // The guardian is told who read of the child, not who looked and got nothing.
        if (extent === 'who-read' && row.organisation !== organisation && !isEmergency(row)) continue;
      }
      found.push(told);
      if (found.length > first) return found;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < fetchedAtOnce) return found;
    from = last.position;
  }
};

const isEmergency = ({ type }: Pick<AccessLogTable, 'type'>): boolean => emergencyAccessTypes.includes(type);

/** The openings of emergency access that are told in this log; that somebody read why one was opened is told with them. */
const openingsToKnowOf = async (
  log: Transaction<AccessTables>,
  { principal: { organisation } }: Reader,
  caseId: CaseId,
  extent: Extent | 'none',
): Promise<ReadonlySet<EventId>> => {
  let query = log
    .selectFrom('access_log')
    .select('event_id')
    .where('case_id', '=', caseId)
    .where('type', '=', 'BreakGlassOpened');
  if (extent === 'none' || extent === 'own-organisation')
    query = query.where('organisation', '=', organisation);
  return new Set((await query.execute()).map(({ event_id }) => event_id));
};

/**
 * Of which events a record may tell this reader: those that the reader has. Who audits reads no case at all and answers
 * for all that the organisation read, but for what is never to reach the auditor in person.
 */
const eventsToKnowOf = async (
  moment: Moment,
  { directory }: ReadPorts,
  reader: Reader,
  cases: readonly KnownCase[],
  { policy }: Ground,
): Promise<(event: EventId) => boolean> => {
  const { organisation } = reader.principal;
  const ids = cases.map(({ caseId }) => caseId);
  const rows = await entryRows(moment, { organisation, cases: ids, asOf: null });
  if (reader.purpose === 'audit') {
    const never = rows.filter(({ facts }) => neverToReader(reader, directory, factsFromText(facts).neverTo));
    const hidden = new Set(never.map(({ event_id }) => event_id));
    return (event) => !hidden.has(event);
  }
  if (policy === null) return () => false;
  const visible = visibleOf(rows, narrowFor(reader, policy, directory, cases));
  const known = new Set(visible.map(({ row }) => row.event_id));
  return (event) => known.has(event);
};

/** What each record says. */
const opened = async (
  { sealing }: ReadPorts,
  rows: readonly AccessLogTable[],
): Promise<ReadonlyMap<AccessLogTable, Details>> => {
  const parts = rows.flatMap((row) =>
    (JSON.parse(row.parts) as readonly SealedPart[]).map((sealed) => ({ row, sealed })),
  );
  const results = await sealing.openParts(
    parts.map(({ row, sealed }) => ({ headerDigest: row.header_digest, sealed })),
  );
  const partsOf = new Map<AccessLogTable, Map<PartName, PartValues>>();
  for (const [index, result] of results.entries()) {
    if (!result.ok) throw result.reason;
    const { row, sealed } = parts[index]!;
    const of = partsOf.get(row) ?? new Map<PartName, PartValues>();
    partsOf.set(row, of.set(sealed.part, result.value as PartValues));
  }
  return new Map([...partsOf].map(([row, of]) => [row, detailsFrom(of)]));
};

const entryOf = (
  { row, details, events }: Told,
  { principal: { organisation, person } }: Reader,
  extent: Extent,
): AccessLogEntry => {
  const told = extent !== 'who-read';
  // The policies that decided an answer tell of what kinds of events it gave, hidden ones among them.
  const ofOneself = row.organisation === organisation && row.person === person;
  return {
    at: row.recorded_at,
    organisation: row.organisation,
    person: row.person,
    role: row.role,
    kind: kindOf(row),
    outcome: row.type === 'AccessDenied' ? 'denied' : 'given',
    judgement: told && isEmergency(row) ? ((details.outcome ?? null) as string | null) : null,
    purpose: told ? ((details.purpose ?? null) as Purpose | null) : null,
    events: told ? events : null,
    decidedBy: told && ofOneself ? ((details.decidingPolicies ?? []) as readonly string[]) : null,
    policyVersion: told ? ((details.policyInForce ?? null) as string | null) : null,
    correlation: told ? row.correlation : null,
  };
};

/** What was judged of an emergency access is told; why it was opened is told elsewhere, to whom it concerns. */
const hasWords = (row: AccessLogTable): boolean => !isEmergency(row) || row.type === 'BreakGlassReviewed';

const kindOf = ({ type }: AccessLogTable): AccessLogEntry['kind'] => {
  if (type === 'BreakGlassOpened') return 'emergency-access-opened';
  if (type === 'BreakGlassEnded') return 'emergency-access-ended';
  if (type === 'BreakGlassReviewed') return 'emergency-access-reviewed';
  return type === 'AccessDenied' ? 'denied' : 'read';
};

const eventsOf = (details: Details): NonNullable<AccessLogEntry['events']> => {
  const handed = (details.handedOver ?? []) as readonly { event: string; parts: readonly PartName[] }[];
  return handed.map(({ event, parts }) => ({ eventId: event, parts }));
};
