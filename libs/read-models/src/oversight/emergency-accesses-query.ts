import { partSet, type PartName, type PartValues } from '#casework';
import { accepted, refused, type CaseId, type Instant } from '#kernel';
import type { SealedPart } from '#sealing';
import type { CaseTouch, Planned, Reader } from '../api.js';
import type { EmergencyAccess, EmergencyAccessesPage, EmergencyAccessesQuery } from './api.js';
import {
  atOneMoment,
  casesOfTimeline,
  groundOf,
  isParked,
  type Ground,
  type KnownCase,
} from '../reading/moment.js';
import { narrowFor, type Narrow } from '../reading/narrow-for-a-person.js';
import type { ReadPorts } from '../reading/ports.js';
import { seesSomething, validPage } from '../reading/timeline-query.js';
import { notFound } from '../reading/touches.js';
import { standingFlags } from '../timeline/standing.js';
import { emergencyAccessFacts } from './emergency-access.js';
import { knownCases } from './known-cases.js';
import { oversightAt, type OversightAt } from './oversight-at.js';
import type { EmergencyAccessTable } from './tables.js';

const fetchedAtOnce = 100;

interface Known {
  readonly row: EmergencyAccessTable;
  readonly decidedBy: readonly string[];
}

/**
 * Emergency access that this reader may know of: to one case, or that people of the reader's organisation have or had. Of a
 * case of which the reader may know nothing it is said that there is no such thing, known or not.
 */
export const emergencyAccesses = async (
  ports: ReadPorts,
  reader: Reader,
  query: EmergencyAccessesQuery,
): Planned<EmergencyAccessesPage> => {
  // Each says in words why it could not wait.
  const valid = validPage(query.first, true);
  if (!valid.ok) return refused(valid.reason);
  const { caseId, first } = query;
  return atOneMoment(ports, reader, async (moment, rest) => {
    const ground = await groundOf(moment, rest, ports.policies);
    const view = await oversightAt(rest.whole);
    // Of a case that is not known the same is asked as of one that is, whether or not somebody got into it.
    const ofCase = caseId === undefined ? null : await casesOfTimeline(moment, rest, reader, caseId);
    const known: Known[] = [];
    let after = query.after?.position ?? '';
    for (;;) {
      const rows = await nextRows(view, reader, caseId, after);
      const named = [...new Set(rows.map(({ case_id }) => case_id))];
      const cases = ofCase ?? (await knownCases(moment, rest.now, reader, named));
      known.push(...knownTo(rows, ports, reader, ground, cases));
      const last = rows.at(-1);
      if (known.length > first || last === undefined || rows.length < fetchedAtOnce) break;
      after = last.position;
    }
    if (caseId !== undefined && ofCase !== null) {
      const narrow: Narrow =
        ground.policy === null ? () => null : narrowFor(reader, ground.policy, ports.directory, ofCase);
      const ids = ofCase.map((kase) => kase.caseId);
      const parked = await isParked(moment, caseId);
      const sees = await seesSomething(moment, reader, ids, narrow);
      if (known.length === 0 && !sees)
        return refused(notFound('case', { caseId, caseKnown: ofCase.length > 0 }, ground));
      if (parked) return refused({ code: 'UNAVAILABLE' });
    }
    const shown = known.slice(0, first);
    return accepted({
      touches: touchesOfAccesses(shown, caseId, ground),
      open: async () => ({
        edges: await Promise.all(
          shown.map(async ({ row }) => ({
            node: accessFrom(row, await opened(ports, row), rest.now),
            cursor: { position: row.position },
          })),
        ),
        hasNextPage: known.length > first,
      }),
    });
  });
};

const nextRows = (
  { tables }: OversightAt,
  { principal: { organisation } }: Reader,
  caseId: CaseId | undefined,
  after: string,
): Promise<readonly EmergencyAccessTable[]> => {
  const rows = tables
    .selectFrom('emergency_access')
    .selectAll()
    .where('position', '>', after as EmergencyAccessTable['position'])
    .orderBy('position')
    .limit(fetchedAtOnce);
  return (
    caseId === undefined ? rows.where('organisation', '=', organisation) : rows.where('case_id', '=', caseId)
  ).execute();
};

const knownTo = (
  rows: readonly EmergencyAccessTable[],
  { directory }: Pick<ReadPorts, 'directory'>,
  reader: Reader,
  { policy }: Ground,
  cases: readonly KnownCase[],
): readonly Known[] => {
  const responsible = new Set(
    cases.filter(({ flags }) => (flags & standingFlags.responsible) !== 0).map((kase) => kase.caseId),
  );
  return rows.flatMap((row) => {
    const facts = emergencyAccessFacts(reader, directory, row, responsible.has(row.case_id));
    const decision = policy?.mayHandleEmergencyAccess('know-of', facts);
    return decision?.allowed === true ? { row, decidedBy: decision.decidedBy } : [];
  });
};

/** All of an opening is of category audit: who has access, and why. */
const whole = partSet(['audit.coded', 'audit.told']);

const touchesOfAccesses = (
  shown: readonly Known[],
  asked: CaseId | undefined,
  ground: Ground,
): readonly CaseTouch[] => {
  const cases = new Map<CaseId, Known[]>(asked === undefined ? [] : [[asked, []]]);
  for (const one of shown) cases.set(one.row.case_id, [...(cases.get(one.row.case_id) ?? []), one]);
  return [...cases].map(([caseId, known]) => ({
    asked: asked === undefined ? 'cases' : 'case',
    caseId,
    outcome: 'given',
    caseKnown: true,
    events: known.map(({ row }) => ({ eventId: row.event_id, parts: whole })),
    asOf: null,
    whole: true,
    decidedBy: [...new Set(known.flatMap(({ decidedBy }) => decidedBy))].sort(),
    policyVersion: ground.policy?.version ?? null,
    viewPosition: ground.position,
  }));
};

const opened = async (
  { sealing }: Pick<ReadPorts, 'sealing'>,
  { header_digest: headerDigest, parts }: EmergencyAccessTable,
): Promise<PartValues> => {
  const sealed = JSON.parse(parts) as readonly SealedPart[];
  const results = await sealing.openParts(sealed.map((part) => ({ headerDigest, sealed: part })));
  const values = new Map<PartName, PartValues>();
  for (const [index, result] of results.entries()) {
    if (!result.ok) throw result.reason;
    values.set(sealed[index]!.part, result.value as PartValues);
  }
  return { ...values.get('audit.coded'), ...values.get('audit.told') };
};

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const accessFrom = (row: EmergencyAccessTable, details: PartValues, now: Instant): EmergencyAccess => ({
  grantId: row.grant_id,
  caseId: row.case_id,
  organisation: row.organisation,
  person: row.person,
  openedAt: row.opened_at,
  until: row.until,
  endedAt: endOf(row, now),
  reviewDue: row.review_due,
  reviewedAt: row.reviewed_at,
  ground: textOrNull(details.ground),
  justification: textOrNull(details.justification),
});

/** It ends by itself at its time, whether or not somebody has recorded that. */
const endOf = ({ ended_at, until }: EmergencyAccessTable, now: Instant): Instant | null => {
  if (ended_at !== null && ended_at < until) return ended_at;
  return until <= now ? until : null;
};
