import { beforeAll, describe, expect, it } from '@jest/globals';
import type { EventId } from '#kernel';
import { refusalOf } from './asking.fixture.js';
import { findingsOf, toldBy } from './findings.fixture.js';
import { attempt, like, record, recordAndSettle } from './recording.fixture.js';
import { openReview, reviewer, type OpenedReview } from './review.fixture.js';
import { throughline } from './running.fixture.js';
import { caseOf, eventOf, labelOf, storyOf } from './samples.fixture.js';
import { byState, labelsByState, type Reviewer } from './states-table.fixture.js';

const quan = caseOf('quan');

let review: OpenedReview;
let board: Reviewer;
beforeAll(async () => {
  review = await openReview('who-knew-what-of-quan', {
    cases: ['quan', 'quan-westmarch-police', 'quan-northmere-police'],
    ...{ from: '2010-11', until: '2011-05' },
  });
  board = reviewer(review.reviewId, { atLeast: review.position });
});

describe('the emergency access of the night of 6 November 2010', () => {
  const accessesFor = async (as: string, purpose: 'safeguarding' | 'review' = 'safeguarding') => {
    const answer = await throughline.ask({
      as,
      purpose,
      query: `{ emergencyAccesses(caseId: "${quan}", first: 25) { edges { node {
        person organisation { id } openedAt until endedAt reviewedAt reviewDue ground justification } } } }`,
    });
    const refused = refusalOf(answer);
    if (refused !== undefined) return refused;
    const { edges } = answer.json.data!.emergencyAccesses as {
      edges: { node: { openedAt: string } }[];
    };
    // Others were opened while these tests ran.
    return edges.map(({ node }) => node).filter(({ openedAt }) => openedAt < '2012');
  };
  const thatNight = {
    person: 'neil-westmarch',
    organisation: { id: 'westmarch-police' },
    openedAt: '2010-11-06T02:00:00.000Z',
    until: '2010-11-06T06:00:00.000Z',
    endedAt: '2010-11-06T06:00:00.000Z',
    reviewedAt: '2010-11-08T15:00:00.000Z',
    ground: 'THREAT_TO_LIFE',
    justification: expect.stringMatching(/^Missing since ten last night and graded medium\./) as unknown,
  };

  it.each([
    ['the officer who had it', 'neil-westmarch'],
    ['the supervisor of another team, who judged it', 'vera-westmarch'],
    ['his worker, for the authority responsible for him', 'bronwen-fairholt'],
    ['her manager', 'angela-fairholt'],
  ])('is known, with its end by itself and its review, to %s', async (_who, as) => {
    expect(await accessesFor(as)).toMatchObject([thatNight]);
  });

  it.each(['lena-beacon', 'imran-westmarch', 'samir-border'])('and not to %s', async (as) => {
    expect([[], 'NOT_FOUND', 'FORBIDDEN']).toContainEqual(await accessesFor(as));
  });

  it('stands in the access log that the board reads: opened at two, ended at six, judged two days later', async () => {
    const found: { kind: string; person: string; at: string; outcome: string }[] = [];
    for (let after = ''; ;) {
      const answer = await throughline.ask({
        as: 'edmund-board',
        purpose: 'review',
        query: `{ accessLog(caseId: "${quan}", first: 100 ${after}) {
          edges { cursor node { kind person at outcome judgement } } pageInfo { hasNextPage endCursor } } }`,
      });
      expect(refusalOf(answer)).toBeUndefined();
      const page = answer.json.data!.accessLog as {
        edges: { node: (typeof found)[number] }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      found.push(...page.edges.map(({ node }) => node));
      if (!page.pageInfo.hasNextPage) break;
      after = `after: "${page.pageInfo.endCursor}"`;
    }
    expect(found.filter(({ at, kind }) => at < '2012' && kind.startsWith('EMERGENCY'))).toEqual([
      expect.objectContaining({
        kind: 'EMERGENCY_ACCESS_OPENED',
        person: 'neil-westmarch',
        at: '2010-11-06T02:00:00.000Z',
      }),
      expect.objectContaining({ kind: 'EMERGENCY_ACCESS_ENDED', at: '2010-11-06T06:00:00.000Z' }),
      expect.objectContaining({
        kind: 'EMERGENCY_ACCESS_REVIEWED',
        at: '2010-11-08T15:00:00.000Z',
        judgement: 'justified',
      }),
    ]);
  });

  it('gave the force for four hours what health had found of his age, and nobody there opened it', async () => {
    const clocks = (await board.ask(
      'reviewClocks',
      `event: "${eventOf('q9')}" agency: "westmarch-police"`,
      'recorded agencies { recorder openings { at } visible { from until level } }',
    )) as ClocksOfQ9;
    // Other chapters open the case in an emergency of today.
    const then = <Told>(told: readonly Told[], at: (one: Told) => string) =>
      told.filter((one) => at(one) < '2012');
    const [westmarch] = clocks.agencies;
    expect(clocks.recorded).toBe('2010-11-04T14:40:00.000Z');
    expect(
      then(westmarch?.visible ?? [], ({ from }) => from).map(({ from, level }) => [from, level]),
    ).toEqual([
      ['2010-11-04T14:40:00.000Z', 'PARTIAL'],
      ['2010-11-06T02:00:00.000Z', 'FULL'],
      ['2010-11-06T06:00:00.000Z', 'PARTIAL'],
    ]);
    expect(then(westmarch?.openings ?? [], ({ at }) => at)).toEqual([]);
  });
});

interface ClocksOfQ9 {
  readonly recorded: string;
  readonly agencies: readonly {
    readonly openings: readonly { readonly at: string }[];
    readonly visible: readonly { readonly from: string; readonly level: string }[];
  }[];
}

describe('what the record tells a board of Quan', () => {
  it('that the grade of the night was disputed, and was raised the next morning', async () => {
    const { edges } = (await board.ask(
      'reviewDecisions',
      'first: 25 agency: "westmarch-police"',
      `edges { node { event { eventId relations { kind eventId } } person rationale dissent
         outcome { field value } moment { at } } }`,
    )) as { edges: { node: { event: { eventId: EventId } } }[] };
    const of = (label: string) =>
      edges.map(({ node }) => node).find(({ event }) => event.eventId === eventOf(label));
    expect(of('q16')).toMatchObject({
      person: 'hugh-westmarch',
      rationale: 'Medium. No sign of force.',
      moment: { at: '2010-11-05T23:30:00.000Z' },
      outcome: expect.arrayContaining([{ field: 'risk', value: 'medium' }]) as unknown,
    });
    expect(of('q19')).toMatchObject({
      person: 'vera-westmarch',
      dissent: 'The night sergeant keeps to his view that nothing pointed to force.',
      moment: { at: '2010-11-06T10:30:00.000Z' },
      outcome: expect.arrayContaining([{ field: 'risk', value: 'high' }]) as unknown,
    });
    const clocks = await board.ask(
      'reviewClocks',
      `event: "${eventOf('q18')}" agency: "westmarch-police"`,
      'event { type relations { kind eventId } } recorded agencies { visible { from } }',
    );
    expect(clocks).toMatchObject({
      event: {
        type: 'EscalationRaised',
        relations: expect.arrayContaining([{ kind: 'ABOUT', eventId: eventOf('q16') }]) as unknown,
      },
      recorded: '2010-11-06T08:15:00.000Z',
      agencies: [{ visible: [{ from: '2010-11-06T08:15:00.000Z' }] }],
    });
  });

  it('two determinations of his age, of the police and of border, in conflict with that of the council', async () => {
    const found = await findingsOf(board, 'DISPUTE');
    expect([...toldBy(found, 'ages-in-conflict')].sort()).toEqual([
      '2010-11-04/.. | border+fairholt | what-was-found q5, what-was-found q9',
      '2010-11-04/.. | fairholt+westmarch-police | what-was-found q3, what-was-found q9',
    ]);
  });

  it('115 days in which nobody did anything while he was missing', async () => {
    const found = await findingsOf(board, 'SILENCE');
    const silences = found.filter(({ definition }) => definition === 'long-silence');
    expect(
      silences.map(({ from, until, days }) => ({
        from: from.slice(0, 10),
        until: until?.slice(0, 10),
        days,
      })),
    ).toEqual([{ from: '2010-11-12', until: '2011-03-07', days: 115 }]);
    const cited = silences[0]!.cites.map(({ as, eventId }) => `${as} ${labelOf(eventId)}`);
    expect(cited).toEqual(expect.arrayContaining(['before q23', 'left-open q15', 'after q25']));
    expect(toldBy(found, 'closed-while-missing')).toEqual([]);
  });

  it('who held what when the sergeant graded him: the border and the council had written what he had not read', async () => {
    const states = await labelsByState(board, `decision: "${eventOf('q16')}"`);
    expect(states).toBe(
      byState(`
        o q1 q2 q3 q4 q1-to-border q1-to-beacon q35-police q14
        v q1-border-accepts q1-border-accepts+ q1-beacon-accepts q1-beacon-accepts+ q1-beacon-worker
          q5 q6 q7 q8 q35 q9 q9-decision q9-responsibility q9-worker q10 q11 q12 q12-view q13 q13-to-authority q15
        . q18 q19 q19-investigator q13-authority-accepts q13-authority-accepts+ q20 q20-enquiry q22 q23
          q25 q36 q26 q28 q28-police q27 q27-offered q29-to-northmere q29-accepted q29-accepted+ q29-transfer q29
          q31-to-guardians q31-accepted q31-accepted+ q30 q32-to-prosecutor q32-accepted q32-accepted+ q31 q32
          q38-to-asylum q38-accepted q38-accepted+ q37 q33 q38 q39`),
    );
  });
});

describe('the interview on his return, judged by what was expected in 2011', () => {
  interface Deadline {
    readonly node: { readonly eventId: EventId; readonly __typename: string };
  }

  it('was due within 72 hours as good practice, and was held in time', async () => {
    const found: Deadline['node'][] = [];
    for (let after = ''; ;) {
      const answer = await throughline.ask({
        as: 'edmund-board',
        purpose: 'review',
        query: `query { timeline(caseId: "${quan}", first: 25 ${after}) {
          edges { node { __typename eventId ... on DeadlineSet { rule strength due duty }
            ... on DeadlineMet { rule strength due met minutesLate } } }
          pageInfo { hasNextPage endCursor } } }`,
      });
      expect(refusalOf(answer)).toBeUndefined();
      const page = answer.json.data!.timeline as {
        edges: Deadline[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      found.push(...page.edges.map(({ node }) => node));
      if (!page.pageInfo.hasNextPage) break;
      after = `after: "${page.pageInfo.endCursor}"`;
    }
    const labelled = (label: string) => found.find(({ eventId }) => labelOf(eventId) === label);
    const rule = { rule: 'return-interview@2009-07', strength: 'GOOD_PRACTICE' };
    expect(labelled('q27 return-interview set')).toMatchObject({
      ...{ __typename: 'DeadlineSet', ...rule },
      due: expect.stringMatching(/^2011-03-11T11:00/) as unknown,
    });
    expect(labelled('q27 return-interview met')).toMatchObject({
      ...{ __typename: 'DeadlineMet', ...rule },
      met: expect.stringMatching(/^2011-03-10T10:00/) as unknown,
    });
    expect(labelled('q27 return-interview missed')).toBeUndefined();
  });

  it('stands so in the chronology, beside his being found, and no closure does', async () => {
    const answer = await throughline.ask({
      as: 'edmund-board',
      purpose: 'review',
      query: `mutation ($input: ExportChronologyInput!) { exportChronology(input: $input) { path } }`,
      variables: {
        input: { key: 'chronology-of-quan', reviewId: review.reviewId, format: 'JSON', at: review.position },
      },
    });
    expect(refusalOf(answer)).toBeUndefined();
    const { path } = answer.json.data!.exportChronology as { path: string };
    const file = await throughline.fetch(path, { as: 'edmund-board', purpose: 'review' });
    const { sections } = (await file.json()) as {
      sections: { rows: { eventId: string | null; event: string; practice: string; deadline: string }[] }[];
    };
    const all = sections.at(-1)!.rows;
    const found = all.find(({ eventId }) => eventId === eventOf('q27'));
    expect(found?.practice).toBe('return interview: return-interview@2009-07 (good practice).');
    expect(found?.deadline).toMatch(
      /^return interview due 2011-03-11T11:00\S*; met 2011-03-10T10:00, in time\.$/,
    );
    expect(all.filter(({ event }) => event.startsWith('Case closed'))).toEqual([]);
  });
});

describe('a case is not closed while its child is missing', () => {
  it('whatever is said of absconding; and may be when the child is found', async () => {
    const [q24] = storyOf('quan').refused;
    const closing = { type: q24!.action.declaration.type, details: q24!.action.details };
    const { caseId } = await record(throughline, { as: 'simon-fairholt', ...like('q6') });
    const on = caseId!;
    const reported = await recordAndSettle(throughline, { as: 'simon-fairholt', on, ...like('q15') });
    const { json } = await attempt(throughline, { as: 'angela-fairholt', on, ...closing });
    expect(json.errors?.[0]?.extensions).toEqual({ code: 'RULE_REFUSED', rule: 'child-is-missing' });
    expect(json.data ?? null).toBeNull();
    await recordAndSettle(throughline, {
      as: 'bronwen-fairholt',
      on,
      ...like('q27'),
      relations: { about: [reported.eventId] },
    });
    const closed = await record(throughline, { as: 'angela-fairholt', on, ...closing });
    expect(closed.repeated).toBe(false);
  });
});
