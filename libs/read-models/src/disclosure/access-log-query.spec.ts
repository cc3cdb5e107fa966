import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { partSet, type Purpose, type Role } from '#casework';
import { randomId } from '#kernel';
import { describeOnEachDatabase, type MakeDatabase } from '#platform/testing';
import type { AccessLogPage, Reader } from '../api.js';
import { readerOf, readSide, type ReadSide } from '../read-side.fixture.js';
import type { Agency } from '../timeline/story.fixture.js';

let side: ReadSide;
const a = randomId();
let open: string;
let covert: string;
let notForMartin: string;

const someone = (organisation: Agency, role: Role, person: string, purpose: Purpose = 'safeguarding') =>
  readerOf(organisation, role, { person, purpose });
const detective = someone('riverside', 'investigator', 'ines');
const martin = someone('northbridge', 'duty-worker', 'martin');
const nora = someone('northbridge', 'duty-worker', 'nora');
const guardian = someone('beacon', 'guardian', 'grace');
const auditor = someone('northbridge', 'data-protection-officer', 'dpo', 'audit');
const reviewer = someone('board', 'reviewer', 'rita', 'review');

const handling = (neverTo: readonly string[]) => ({ neverTo });

/** Reads one entry as a request does: what it tells is recorded first. */
const reads = async (reader: Reader, eventId: string) => {
  const plan = await side.reads.entry(reader, { eventId, selectedParts: () => partSet(['core.coded']) });
  if (!plan.ok) throw new Error(plan.reason.code);
  await side.log.record(reader, plan.value.touches);
};
const logFor = async (reader: Reader, first = 50): Promise<AccessLogPage> => {
  await side.settled();
  const plan = await side.reads.accessLog(reader, { caseId: a, first });
  if (!plan.ok) throw new Error(plan.reason.code);
  return plan.value.open();
};
const toldIn = ({ edges }: AccessLogPage) =>
  edges.map(({ node }) => [node.person, ...(node.events ?? []).map(({ eventId }) => eventId)]);

const begun = async (make: MakeDatabase, slots: number) => {
  side = await readSide(make, slots);
  const on = { caseId: a };
  await side.record('CaseOpened', { reason: 'concern', summary: 'A girl.' }, on);
  await side.record('ResponsibilityAccepted', { basis: 'court-order' }, on);
  for (const organisation of ['riverside', 'beacon'])
    await side.record('AgencyJoinedCase', { organisation, through: 'request' }, on);
  const police = { ...on, by: 'riverside' } as const;
  await side.record('InvestigatorAssigned', { investigator: 'ines', specialist: true }, police);
  await side.record('GuardianAppointed', { guardian: 'grace' }, { ...on, by: 'beacon' });
  const crime = { summary: 'A crime.' };
  open = (await side.record('CrimeRecorded', crime, police)).id;
  covert = (
    await side.record(
      'InvestigationOpened',
      { team: 'child-abuse-investigation' },
      {
        ...police,
        handling: { caveats: [{ caveat: 'covert' }] },
      },
    )
  ).id;
  notForMartin = (
    await side.record(
      'SuspectIdentified',
      { suspect: 'A man.' },
      { ...police, handling: handling(['martin', 'dpo']) },
    )
  ).id;
  const period = { from: '2010-01-01', until: '2010-12-31' };
  const review = { cases: [a], ...period, board: 'board', reviewers: ['rita'] };
  await side.record('ReviewOpened', review, { by: 'board', stream: `review-${randomId()}` });
  await side.settled();
  await reads(detective, covert);
  await reads(nora, notForMartin);
  await reads(nora, open);
  await reads(detective, open);
};

describeOnEachDatabase('the access log', (make, dialect) => {
  beforeAll(() => begun(make, dialect === 'postgres' ? 3 : 1));
  afterAll(() => side.close());

  it('tells a guardian who read what the guardian may know of, and nothing of a covert investigation', async () => {
    const log = await logFor(guardian);
    expect(log.extent).toBe('who-read');
    expect(toldIn(log)).toEqual([['nora'], ['nora'], ['ines']]);
  });

  it('tells a reviewer everything but what is hidden from the board too', async () => {
    const log = await logFor(reviewer);
    expect(log.extent).toBe('everything');
    expect(toldIn(log)).toEqual([
      ['nora', notForMartin],
      ['nora', open],
      ['ines', open],
    ]);
    expect(log.edges[0]?.node.policyVersion).toMatch(/^\d{4}-\d{2}$/);
  });

  it('does not tell a colleague what must never reach that one', async () => {
    expect(toldIn(await logFor(martin))).toEqual([['nora', open]]);
    expect(toldIn(await logFor(nora))).toEqual([
      ['nora', notForMartin],
      ['nora', open],
    ]);
  });

  it('tells an auditor all that was read, but what must never reach the auditor', async () => {
    expect(toldIn(await logFor(auditor))).toEqual([['nora', open]]);
  });

  it('leaves no gap in its pages where a record is hidden', async () => {
    const page = await logFor(guardian, 2);
    expect([page.edges.length, page.hasNextPage]).toEqual([2, true]);
    const next = await side.reads.accessLog(guardian, { caseId: a, first: 2, after: page.edges[1]!.cursor });
    const rest = next.ok ? await next.value.open() : null;
    expect([rest?.edges.length, rest?.hasNextPage]).toEqual([1, false]);
  });

  it('tells who got into the case in an emergency, and until when, to guardian, board and the own organisation', async () => {
    const grantedTo = { grantedTo: 'tom', organisation: 'riverside', caseOpened: a };
    const until = new Date(Date.parse(side.clock.now()) + 4 * 3_600_000).toISOString();
    const doing = { caseId: a, by: 'riverside', stream: `grant-${randomId()}` } as const;
    const why = { ground: 'missing-child', agencyFunction: 'police', justification: 'Not home.' };
    await side.record('BreakGlassOpened', { ...grantedTo, until, ...why }, doing);
    const ended = { ...grantedTo, endedBy: 'given-back' };
    // Recorded by somebody else: it is the access of the person who had it.
    await side.record('BreakGlassEnded', ended, { ...doing, by: 'northbridge' });
    const reviewed = { reviewer: 'olga', outcome: 'justified', inTime: 'in-time', reasons: 'Yes.' };
    await side.record('BreakGlassReviewed', { ...grantedTo, ...reviewed }, doing);
    for (const reader of [guardian, reviewer, detective]) {
      const { edges } = await logFor(reader);
      const emergencies = edges.map(({ node }) => node).filter(({ kind }) => kind.startsWith('emergency'));
      expect(emergencies.map(({ kind, person, organisation }) => [kind, person, organisation])).toEqual([
        ['emergency-access-opened', 'tom', 'riverside'],
        ['emergency-access-ended', 'tom', 'riverside'],
        ['emergency-access-reviewed', 'riverside-worker', 'riverside'],
      ]);
      expect(JSON.stringify(emergencies)).not.toContain('Not home.');
    }
    const ofAnother = (await logFor(nora)).edges.map(({ node }) => node.kind);
    expect(ofAnother.every((kind) => kind === 'read')).toBe(true);
  });
});
