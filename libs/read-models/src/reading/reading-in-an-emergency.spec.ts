import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { partSet } from '#casework';
import { randomId, refused } from '#kernel';
import { describeOnEachDatabase } from '#platform/testing';
import type { Reader, TimelineQuery } from '../api.js';
import { readerOf, readSide, type Doing, type ReadSide } from '../read-side.fixture.js';

const words = partSet(['core.coded', 'core.told', 'care.told', 'location.told', 'voice.told']);

const omar = readerOf('clinic', 'practitioner', { person: 'omar' });
const colleague = readerOf('clinic', 'practitioner', { person: 'olga' });
const software = readerOf('clinic', 'system', { person: 'clinic-system' });
const rita = readerOf('board', 'reviewer', { person: 'rita', purpose: 'review' });
const sean = readerOf('board', 'reviewer', { person: 'sean', purpose: 'review' });

describeOnEachDatabase('reading a case', (make, dialect) => {
  let side: ReadSide;
  let a: string;
  beforeEach(async () => {
    side = await readSide(make, dialect === 'postgres' ? 3 : 1);
    a = randomId();
    const summary = 'A girl of about fifteen asked for help.';
    const opened = { caseId: a, occurred: '2009-05-04' };
    await side.record('CaseOpened', { reason: 'concern', summary }, opened);
    const missing = { lastSeen: '2009-12-01', reporter: 'foster-carer', traffickersSuspected: true };
    const told = { circumstances: 'She did not come back from school.', lastSeenAt: 'The bus station.' };
    await side.record('ChildReportedMissing', { ...missing, ...told }, { caseId: a, occurred: '2009-12-01' });
    await side.settled();
  });
  afterEach(() => side.close());

  const typesFor = async (reader: Reader, query: Partial<TimelineQuery> = {}) => {
    const asked = { caseId: a, first: 25, selectedParts: () => words, ...query };
    const planned = await side.reads.timeline(reader, asked);
    if (!planned.ok) return planned.reason.code;
    const { edges } = await planned.value.open();
    return edges.map(({ node }) => node.type);
  };
  const casesOf = async (reader: Reader) => {
    const planned = await side.reads.cases(reader, { first: 10 });
    if (!planned.ok) return planned.reason.code;
    return (await planned.value.open()).edges.map(({ node }) => node.caseId);
  };

  const grant = { caseOpened: '', organisation: 'clinic', grantedTo: 'omar' };
  const minutesFromNow = (minutes: number) =>
    new Date(Date.parse(side.clock.now()) + minutes * 60_000).toISOString();
  const breaksTheGlass = async (until: string): Promise<Doing> => {
    const doing: Doing = { caseId: a, stream: `grant-${randomId()}`, by: 'clinic' };
    const said = {
      ground: 'medical-emergency',
      agencyFunction: 'health',
      justification: 'He is unconscious.',
    };
    await side.record('BreakGlassOpened', { ...grant, caseOpened: a, until, ...said }, doing);
    await side.settled();
    return doing;
  };

  it('is for whoever has broken the glass, and for nobody else of their organisation, its software neither', async () => {
    expect(await typesFor(omar)).toBe('NOT_FOUND');
    await breaksTheGlass(minutesFromNow(240));
    expect(await typesFor(omar)).toEqual(['CaseOpened', 'ChildReportedMissing']);
    expect(await casesOf(omar)).toEqual([a]);
    for (const other of [colleague, software, readerOf('clinic', 'administrator', { person: 'omar' })]) {
      expect(await typesFor(other)).toBe('NOT_FOUND');
      expect(await casesOf(other)).toEqual([]);
    }
  });

  it('ends by the clock, although nobody has said that it has ended', async () => {
    const until = minutesFromNow(10);
    await breaksTheGlass(until);
    side.clock.setTo(new Date(Date.parse(until) - 1).toISOString());
    expect(await typesFor(omar)).toHaveLength(2);
    side.clock.setTo(until);
    expect(await typesFor(omar)).toBe('NOT_FOUND');
    expect(await casesOf(omar)).toEqual([]);
  });

  it('ends when it is said to have ended, also for looking back to when it was open', async () => {
    const doing = await breaksTheGlass(minutesFromNow(240));
    const meanwhile = side.clock.now();
    expect(await typesFor(omar, { asOf: meanwhile })).toHaveLength(2);
    await side.record('BreakGlassEnded', { ...grant, caseOpened: a, endedBy: 'given-back' }, doing);
    await side.settled();
    expect(await typesFor(omar, { asOf: meanwhile })).toBe('NOT_FOUND');
    expect(await side.reads.caseSummary(omar, a)).toMatchObject(refused({ code: 'NOT_FOUND' }));
  });

  it('shows whose organisation is on it what they have anyway when it has ended', async () => {
    await side.record('AgencyJoinedCase', { organisation: 'clinic', through: 'request' }, { caseId: a });
    const opensIt = async () => {
      const planned = await side.reads.timeline(omar, { caseId: a, first: 9, selectedParts: () => words });
      return planned.ok ? JSON.stringify(await planned.value.open()) : planned.reason.code;
    };
    await side.settled();
    expect(await opensIt()).not.toContain('bus station');
    const until = minutesFromNow(10);
    await breaksTheGlass(until);
    expect(await opensIt()).toContain('bus station');
    side.clock.setTo(until);
    const after = await opensIt();
    expect(after).toContain('ChildReportedMissing');
    expect(after).not.toContain('bus station');
  });

  it('is for each reviewer of a board in the time of their own review', async () => {
    const review = async (reviewer: string, from: string, until: string) => {
      const scope = { cases: [a], from, until, board: 'board', reviewers: [reviewer] };
      const terms = { kind: 'learning-review', termsOfReference: 'What was known?' };
      const doing: Doing = { by: 'board', stream: `review-${randomId()}` };
      await side.record('ReviewOpened', { ...scope, ...terms }, doing);
      const finding = {
        kind: 'child-not-heard',
        significance: 'significant',
        finding: `${reviewer} found it.`,
      };
      await side.record('ReviewFindingRecorded', finding, doing);
    };
    await review('rita', '2009-01-01', '2009-06-30');
    await review('sean', '2009-07-01', '2009-12-31');
    await side.settled();
    expect(side.alarms).toEqual([]);
    const working = ['ReviewFindingRecorded', 'ReviewOpened'];
    const shown = async (reader: Reader) => [...(await typesFor(reader))].sort();
    expect(await shown(rita)).toEqual(['CaseOpened', ...working].sort());
    expect(await shown(sean)).toEqual(['ChildReportedMissing', ...working].sort());
    expect(await typesFor(readerOf('board', 'reviewer', { person: 'ruth', purpose: 'review' }))).toBe(
      'NOT_FOUND',
    );
  });
});
