import type { Kysely } from 'kysely';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { partsIn, type Role } from '#casework';
import { randomId, type EventId } from '#kernel';
import { describeOnEachDatabase, type MakeDatabase } from '#platform/testing';
import type { Reader } from '../../api.js';
import type { WorklistCursor, WorklistItem, WorklistQuery } from '../api.js';
import { readerOf, readSide, type ReadSide } from '../../read-side.fixture.js';
import type { Agency } from '../../timeline/story.fixture.js';
import type { DeadlineTables } from '../open-deadlines.js';

let side: ReadSide;
/** Northbridge is responsible for the child; Riverside Police are on the case, Easthaven and the clinic are not. */
const a = randomId();
const b = randomId();
let requests: Readonly<Record<'open' | 'hidden' | 'covert' | 'answered' | 'toEasthaven', EventId>>;
let deadline: EventId;
let early: EventId;
/** Nobody can say yet which authority has to act. */
let unassigned: EventId;

const someone = (organisation: Agency, role: Role, person: string, team?: string): Reader =>
  readerOf(organisation, role, { person, ...(team === undefined ? {} : { team }) });
const nora = someone('northbridge', 'duty-worker', 'nora', 'assessment');
const martin = someone('northbridge', 'duty-worker', 'martin', 'assessment');
const inspector = someone('riverside', 'supervisor', 'iris', 'response');
const otherInspector = someone('riverside', 'supervisor', 'olga', 'child-abuse');
const officer = someone('riverside', 'officer', 'tom', 'response');
const elsewhere = someone('easthaven', 'duty-worker', 'ella');

const pageFor = async (reader: Reader, query: Partial<WorklistQuery> = {}) => {
  await side.settled();
  const plan = await side.reads.worklist(reader, { first: 50, ...query });
  if (!plan.ok) throw new Error(plan.reason.code);
  return { ...(await plan.value.open()), touches: plan.value.touches };
};
const itemsFor = async (
  reader: Reader,
  query: Partial<WorklistQuery> = {},
): Promise<readonly WorklistItem[]> => (await pageFor(reader, query)).edges.map(({ node }) => node);
const told = (items: readonly WorklistItem[]) =>
  items.map(({ kind, eventId, grantId }) => [kind, eventId ?? grantId]);

const asks = async (askedOf: string, more: Readonly<Record<string, unknown>> = {}, handling = {}) => {
  const request = {
    askedOf,
    purpose: 'safeguarding',
    urgency: 'routine',
    askedFor: 'All.',
    necessity: 'Needed.',
  };
  const doing = { caseId: a, by: 'riverside', handling } as const;
  return (await side.record('DisclosureRequested', { ...request, ...more }, doing)).id;
};

const opensInAnEmergency = async (grant: string, caseId: string, person: string) => {
  const until = new Date(Date.parse(side.clock.now()) + 4 * 3_600_000).toISOString();
  const details = { grantedTo: person, organisation: 'riverside', caseOpened: caseId, until };
  const why = {
    ground: 'missing-child',
    agencyFunction: 'police',
    justification: 'The child has not come home.',
  };
  const doing = { caseId, by: 'riverside', stream: `grant-${grant}` } as const;
  await side.record('BreakGlassOpened', { ...details, ...why }, doing);
};
const grants = { ofTom: randomId(), elsewhere: randomId() };

/** As whoever keeps the clocks does. */
const keepsClocks = async (rows: readonly DeadlineTables['open_deadline'][]) => {
  const door = side.database.writer as unknown as Kysely<DeadlineTables>;
  let table = door.schema.createTable('open_deadline');
  for (const column of ['set_id', 'case_id', 'duty', 'responsible', 'responsible_function', 'due'])
    table = table.addColumn(column, 'text');
  await table.execute();
  await door
    .insertInto('open_deadline')
    .values([...rows])
    .execute();
};

const begun = async (make: MakeDatabase, slots: number) => {
  side = await readSide(make, slots);
  const enrolled = (person: string, organisation: Agency, role: Role, team: string, supervisor?: string) =>
    side.record('PersonEnrolled', { person, organisation, role, team, supervisor, name: person });
  await enrolled('tom', 'riverside', 'officer', 'response', 'iris');
  await side.record('CaseOpened', { reason: 'concern', summary: 'A girl.' }, { caseId: a });
  await side.record('ResponsibilityAccepted', { basis: 'court-order' }, { caseId: a });
  await side.record('WorkerAllocated', { worker: 'nora', capacity: 'social-worker' }, { caseId: a });
  await side.record('AgencyJoinedCase', { organisation: 'riverside', through: 'request' }, { caseId: a });
  await side.record('CaseOpened', { reason: 'concern', summary: 'A boy.' }, { caseId: b, by: 'clinic' });
  const open = await asks('northbridge', { answerNeededBy: '2010-01-01' });
  const hidden = await asks('northbridge', {}, { neverTo: ['martin'] });
  const covert = await asks('northbridge', {}, { caveats: [{ caveat: 'covert' }] });
  const answered = await asks('northbridge');
  const toEasthaven = await asks('easthaven');
  requests = { open, hidden, covert, answered, toEasthaven };
  const refusal = {
    refusedTo: 'riverside',
    ground: 'data-protection',
    inPart: false,
    rationale: 'No basis.',
  };
  const about = [{ kind: 'about', event: answered }] as const;
  await side.record('DisclosureRefused', refusal, { caseId: a, relations: about });
  const set = {
    duty: 'assessment',
    rule: 'r',
    strength: 'duty',
    responsible: 'northbridge',
    due: '2010-03-01',
  };
  deadline = (await side.record('DeadlineSet', set, { caseId: a })).id;
  early = (await side.record('DeadlineSet', set, { caseId: a })).id;
  unassigned = (await side.record('DeadlineSet', set, { caseId: a })).id;
  await keepsClocks([
    {
      set_id: deadline,
      case_id: a,
      duty: 'assessment',
      responsible: 'northbridge',
      responsible_function: 'children-services',
      due: '2010-03-01T00:00:00.000Z',
    },
    {
      set_id: early,
      case_id: a,
      duty: 'referral-decision',
      responsible: 'northbridge',
      responsible_function: 'children-services',
      due: '2009-12-24T00:00:00.000Z',
    },
    {
      set_id: randomId(),
      case_id: b,
      duty: 'assessment',
      responsible: 'northbridge',
      responsible_function: 'children-services',
      due: '2009-12-01T00:00:00.000Z',
    },
    ...[unassigned, randomId()].map((id, index) => ({
      set_id: id,
      case_id: [a, b][index]!,
      duty: 'strategy-discussion',
      responsible: null,
      responsible_function: 'children-services' as const,
      due: '2010-02-01T00:00:00.000Z',
    })),
  ]);
  await opensInAnEmergency(grants.ofTom, a, 'tom');
  await opensInAnEmergency(grants.elsewhere, b, 'tom');
};

describeOnEachDatabase('a worklist', (make, dialect) => {
  beforeAll(() => begun(make, dialect === 'postgres' ? 3 : 1));
  afterAll(() => side.close());

  it('has what is overdue first, then the rest by when it is due or since when it waits', async () => {
    expect(told(await itemsFor(nora))).toEqual([
      ['deadline', early],
      ['information-requested', requests.open],
      ['information-requested', requests.hidden],
      ['emergency-access-to-know-of', grants.ofTom],
      ['deadline', unassigned],
      ['deadline', deadline],
    ]);
  });

  it('says of a request who asked, since when it waits, and when an answer was needed', async () => {
    const [item] = await itemsFor(nora, { kinds: ['information-requested'] });
    expect(item).toMatchObject({
      organisation: 'riverside',
      caseId: a,
      due: expect.stringMatching(/^2010-01-01T23:59:59/),
      overdue: false,
      duty: null,
    });
  });

  it('says of a deadline which duty it is of, and when it is due', async () => {
    const [first] = await itemsFor(nora, { kinds: ['deadline'] });
    expect(first).toMatchObject({
      duty: 'referral-decision',
      due: '2009-12-24T00:00:00.000Z',
      overdue: true,
    });
  });

  it('has a deadline of which nobody can say yet on whom it lies for those of its kind that know the child', async () => {
    const due = async (reader: Reader) =>
      (await itemsFor(reader, { kinds: ['deadline'] })).map(({ eventId }) => eventId);
    expect(await due(nora)).toContain(unassigned);
    for (const reader of [elsewhere, inspector]) expect(await due(reader)).toEqual([]);
  });

  it('shows nobody a request that must never reach them', async () => {
    const asked = await itemsFor(martin, { kinds: ['information-requested'] });
    expect(asked.map(({ eventId }) => eventId)).toEqual([requests.open]);
  });

  it('reaches an organisation that is not on the case, with that request alone', async () => {
    expect(told(await itemsFor(elsewhere))).toEqual([['information-requested', requests.toEasthaven]]);
  });

  it('tells a supervisor of the emergency access of those whom they supervise, whichever the case, and the holder of none', async () => {
    const know = (reader: Reader) => itemsFor(reader, { kinds: ['emergency-access-to-know-of'] });
    expect(told(await know(inspector)).map(([, id]) => id)).toEqual([grants.ofTom, grants.elsewhere]);
    expect((await know(inspector))[0]).toMatchObject({ person: 'tom', organisation: 'riverside', caseId: a });
    expect(await know(officer)).toEqual([]);
    expect(await know(otherInspector)).toEqual([]);
  });

  it('records what it tells, one record for each case, with the parts that it opened', async () => {
    const { touches } = await pageFor(nora);
    const events = touches.flatMap((touch) => touch.events);
    expect(new Set(touches.map(({ caseId }) => caseId))).toEqual(new Set([a]));
    expect(events.map(({ eventId, parts }) => [eventId, partsIn(parts)])).toEqual([
      [early, ['core.coded']],
      [requests.open, ['core.coded']],
      [requests.hidden, ['core.coded']],
      [unassigned, ['core.coded']],
      [deadline, ['core.coded']],
    ]);
    expect((await pageFor(inspector)).touches.map(({ caseId }) => caseId)).toEqual([a, b]);
  });

  it('gives the same list page by page', async () => {
    const whole = told(await itemsFor(nora));
    const found: ReturnType<typeof told> = [];
    let after: WorklistCursor | undefined;
    for (;;) {
      const page = await pageFor(nora, { first: 1, ...(after === undefined ? {} : { after }) });
      found.push(...told(page.edges.map(({ node }) => node)));
      after = page.edges.at(-1)?.cursor;
      if (!page.hasNextPage) break;
    }
    expect(found).toEqual(whole);
  });

  it('asks for a review of an emergency access when it is over, of another team than the holder’s', async () => {
    const toReview = (reader: Reader) => itemsFor(reader, { kinds: ['emergency-access-to-review'] });
    expect(await toReview(otherInspector)).toEqual([]);
    side.clock.setTo(new Date(Date.parse(side.clock.now()) + 5 * 3_600_000).toISOString());
    expect(told(await toReview(otherInspector)).map(([, id]) => id)).toEqual([
      grants.ofTom,
      grants.elsewhere,
    ]);
    expect(await toReview(inspector)).toEqual([]);
    side.clock.setTo(new Date(Date.parse(side.clock.now()) + 72 * 3_600_000).toISOString());
    expect((await toReview(otherInspector)).map(({ overdue }) => overdue)).toEqual([true, true]);
    const ofTheGrant = { grantedTo: 'tom', organisation: 'riverside', caseOpened: a };
    const judgement = {
      reviewer: 'olga',
      outcome: 'justified',
      inTime: 'late',
      reasons: 'She was in danger.',
    };
    const doing = { caseId: a, by: 'riverside', stream: `grant-${grants.ofTom}` } as const;
    await side.record('BreakGlassReviewed', { ...ofTheGrant, ...judgement }, doing);
    expect(told(await toReview(otherInspector)).map(([, id]) => id)).toEqual([grants.elsewhere]);
    expect(await itemsFor(nora, { kinds: ['emergency-access-to-know-of'] })).toEqual([]);
  });

  it('refuses a page that is empty or too long, and a place that is none', async () => {
    for (const query of [{ first: 0 }, { first: 101 }]) {
      const plan = await side.reads.worklist(nora, query);
      expect(plan).toMatchObject({ ok: false, reason: { code: 'INVALID_INPUT', field: 'first' } });
    }
    const place = { overdue: false, at: 'Z', kind: 'deadline', id: a, now: 'Z' } as const;
    expect(await side.reads.worklist(nora, { first: 1, after: place })).toMatchObject({
      reason: { code: 'INVALID_INPUT', field: 'after' },
    });
  });
});
