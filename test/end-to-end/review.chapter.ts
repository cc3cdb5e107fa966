import { beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId } from '#kernel';
import { refusalOf } from './asking.fixture.js';
import { factsOf, findingsOf, toldBy } from './findings.fixture.js';
import { recordAndSettle } from './recording.fixture.js';
import { openReview, reviewer, tryToOpenReview } from './review.fixture.js';
import { throughline } from './running.fixture.js';
import { caseOf, eventOf, labelOf } from './samples.fixture.js';
import { tableOf, written, type Reviewer } from './states-table.fixture.js';

const casesOfMiriam = [
  'miriam',
  'miriam-police',
  'miriam-northbridge',
  'miriam-eastmoor',
  'miriam-st-brides',
];
const scopeOfMiriam = { cases: casesOfMiriam, from: '2004', until: '2011' };

describe('the board asks who held what on the days on which Miriam was turned away', () => {
  let board: Reviewer;
  beforeAll(async () => {
    const { reviewId, position } = await openReview('review-of-miriam', scopeOfMiriam);
    board = reviewer(reviewId, { atLeast: position });
  });

  it.each([
    [
      '2007-02-26',
      `             m1 m2 m3 m4 m7 m5 m6 m8 m9 m10 m11 m12 m13
        northbridge  r  .  h  r  r  o  o  .  .  .   .   .   .
        eastmoor     r  .  h  r  r  h  h  .  .  .   .   .   .
        metro-police r  .  h  r  r  h  h  .  .  .   .   .   .
        st-brides    r  .  o  r  r  h  h  .  .  .   .   .   .`,
    ],
    [
      '2007-06-04',
      `             m1 m2 m3 m4 m7 m5 m6 m8 m9 m10 m11 m12 m13
        northbridge  r  r  h  r  r  o  o  h  h  .   .   .   .
        eastmoor     r  r  h  r  r  h  h  o  o  .   .   .   .
        metro-police r  r  h  r  r  h  h  h  h  .   .   .   .
        st-brides    r  r  o  r  r  h  h  h  h  .   .   .   .`,
    ],
    [
      '2008-09-30',
      `             m1 m2 m3 m4 m7 m5 m6 m8 m9 m10 m11 m12 m13
        northbridge  r  r  h  r  r  o  o  h  h  h   h   o   o
        eastmoor     r  r  h  r  r  h  h  o  o  h   h   h   h
        metro-police r  r  h  r  r  h  h  h  h  o   o   h   h
        st-brides    r  r  o  r  r  h  h  h  h  h   h   h   h`,
    ],
  ])('%s', async (day, table) => {
    const asOf = (agency: string) => `agency: "${agency}" asOf: "${day}T23:59:59.999Z"`;
    expect(await tableOf(board, table, asOf)).toBe(written(table));
  });

  it('and at the moment of the second: what Eastmoor itself wrote down only afterwards is not known yet', async () => {
    const table = `
               m1 m2 m3 m4 m7 m5 m6 m8 m10
      eastmoor r  r  h  r  r  h  h  r  .`;
    const decision = () => `decision: "${eventOf('m9')}"`;
    expect(await tableOf(board, table, decision)).toBe(written(table));
  });

  it('and what was asked for, refused and disclosed: stubs until then, and two of the four afterwards', async () => {
    const at = (label: string) => () => `agency: "metro-police" decision: "${eventOf(label)}"`;
    const row = (states: string) => written(`m5 m6 m12 m13 m8 m9\nmetro-police ${states}`);
    expect(await tableOf(board, row('?'), at('m23'))).toBe(row('h h h h h h'));
    expect(await tableOf(board, row('?'), at('m30-oversight'))).toBe(row('s s s s s s'));
    expect(await tableOf(board, row('?'), at('m32'))).toBe(row('v v s s s s'));
  });

  it('tells of a decision why, from which options, against whom, and on whose word', async () => {
    const { edges } = (await board.ask(
      'reviewDecisions',
      'first: 25 agency: "asylum"',
      `edges { node { event { eventId } person role rationale options dissent reliedOnByWord { organisation said }
         outcome { field value } moment { at recordedAsItWasDecided } states { state events } } }`,
    )) as { edges: { node: Record<string, unknown> & { event: { eventId: string } } }[] };
    expect(edges.map(({ node }) => labelOf(node.event.eventId))).toEqual(['m17']);
    expect(edges[0]?.node).toMatchObject({
      role: 'case-worker',
      moment: { at: '2010-11-15T12:30:00.000Z', recordedAsItWasDecided: true },
      reliedOnByWord: [{ organisation: expect.stringMatching(/police/i) as unknown }],
      outcome: expect.arrayContaining([{ field: 'outcome', value: 'adult' }]) as unknown,
    });
  });

  it('sees the decisions that Northbridge released to it, and stubs of them while Northbridge takes that back', async () => {
    const turnedAway = async () => {
      const { edges } = (await board.ask(
        'reviewFindings',
        'first: 10 kinds: [TURNED_AWAY]',
        'edges { node { definition version cites { eventId as } } }',
      )) as { edges: { node: { cites: { eventId: string; as: string }[] } }[] };
      const cited = edges.flatMap(({ node }) => node.cites).filter(({ as }) => as === 'what-was-found');
      return cited.map(({ eventId }) => labelOf(eventId));
    };
    const release = (releasableTo: readonly string[]) =>
      recordAndSettle(throughline, {
        as: 'helen-northbridge',
        type: 'HandlingChanged',
        on: caseOf('miriam-northbridge'),
        relations: { about: ['m5', 'm6', 'm12', 'm13'].map(eventOf) },
        details: {
          ...{ covert: false, notForImmigration: [], neverToOrganisations: [], neverToPeople: [] },
          ...{ releaseLimited: true, releasableTo, reason: 'Who may have them changes.' },
        },
      });
    expect(await turnedAway()).toEqual(['m6', 'm9', 'm13']);
    await release([]);
    expect(await turnedAway()).toEqual(['m9']);
    const decision = `decision: "${eventOf('m6')}" first: 1`;
    expect(await board.ask('reviewKnowledge', decision, 'states { events }')).toBe('NOT_FOUND');
    await release(['board']);
    expect(await turnedAway()).toEqual(['m6', 'm9', 'm13']);
    const table = `
                  m1 m2 m3 m4 m7 m5 m8
      northbridge r  .  h  r  .  r  .`;
    const atTheFirst = () => `decision: "${eventOf('m6')}"`;
    expect(await tableOf(board, table, atTheFirst)).toBe(written(table));
  });

  it('tells the four clocks of what the hospital had recorded in 2006', async () => {
    const clocks = await board.ask(
      'reviewClocks',
      `event: "${eventOf('m3')}" agency: "metro-police"`,
      'occurredEarliest recorded agencies { recorder firstOpened openings { person } visible { from level until } }',
    );
    expect(clocks).toEqual({
      occurredEarliest: '2006-05-11T15:20:00.000Z',
      recorded: '2006-05-11T17:40:00.000Z',
      agencies: [
        {
          recorder: false,
          firstOpened: null,
          openings: [],
          visible: [{ from: '2011-01-06T11:00:00.000Z', level: 'PARTIAL', until: null }],
        },
      ],
    });
  });

  it('and when Northbridge came to have it: with the link, at which nobody there opened it', async () => {
    const clocks = (await board.ask(
      'reviewClocks',
      `event: "${eventOf('m3')}" agency: "northbridge"`,
      'occurred recorded agencies { recorder openings { at } visible { from level until } }',
    )) as { agencies: { openings: { at: string }[] }[] };
    expect(clocks).toMatchObject({
      occurred: '2006-05-11T16:20',
      recorded: '2006-05-11T17:40:00.000Z',
      agencies: [
        {
          recorder: false,
          visible: [
            // The named nurse of the hospital agreed to the link, and Northbridge had agreed before her.
            { from: '2011-01-06T11:00:00.000Z', level: 'FULL', until: '2011-01-14T12:00:00.000Z' },
            // Responsible for her from here on, and so with parts of it that were not even named to it before.
            { from: '2011-01-14T12:00:00.000Z', level: 'FULL', until: null },
          ],
        },
      ],
    });
    expect(clocks.agencies[0]?.openings.filter(({ at }) => at < '2012')).toEqual([]);
  });

  it('tells of the decision that was never made on her third contact, by the rule of 2008', async () => {
    const missed = (await findingsOf(board, 'MISSED_OPPORTUNITY')).filter(
      ({ definition }) => definition === 'duty-missed',
    );
    expect(toldBy(missed, 'duty-missed')).toEqual(
      expect.arrayContaining([
        '2007-02-27/.. | northbridge | what-was-found m5 referral-decision missed, what-it-is-about m5',
        '2007-06-05/.. | eastmoor | what-was-found m8 referral-decision missed, what-it-is-about m8',
        '2008-10-01/.. | northbridge | what-was-found m12 referral-decision missed, what-it-is-about m12',
      ]),
    );
    const third = missed.find(({ cites }) => cites.some(({ eventId }) => eventId === eventOf('m12')))!;
    // The working day after Tuesday 30 September ends on Wednesday, in summer time.
    expect(third).toMatchObject({ from: '2008-10-01T22:59:59.999Z', until: null });
    expect(factsOf(third)).toMatchObject({
      duty: 'referral-decision',
      rule: 'referral-decision@2001-04',
      strength: 'guidance',
    });
    expect(
      Object.fromEntries(
        third.held.map(({ agency, unshared }) => [
          agency.id,
          unshared
            .map((event) => labelOf(event) ?? 'an event of no story')
            .filter((label) => !label.includes(' '))
            .sort(),
        ]),
      ),
    ).toEqual({ eastmoor: ['m8', 'm9'], 'metro-police': ['m10', 'm11'], 'st-brides': ['m3'] });
  });

  it('tells what was recorded years after it happened', async () => {
    expect(toldBy(await findingsOf(board, 'LATE_OR_CHANGED'), 'late-entry')).toEqual([
      '2004-07-18/2011-03-02 | 2418 days | border | what-was-found m1',
      '2007-02-26/2011-01-10 | 1414 days | lantern | what-was-found m7',
      '2010-12-31/2011-01-20 | 20 days | metro-police | what-was-found m27',
    ]);
  });

  it('has the dispute of Eastmoor about the link on record, and its case as stubs for whoever is on the others', async () => {
    const disputed = await board.ask(
      'reviewClocks',
      `event: "${eventOf('m25')}" agency: "eastmoor"`,
      'event { type recordedBy { id } relations { kind eventId } } recorded agencies { recorder }',
    );
    expect(disputed).toMatchObject({
      event: {
        ...{ type: 'LinkDisputed', recordedBy: { id: 'eastmoor' } },
        relations: [{ kind: 'ABOUT', eventId: eventOf('m24') }],
      },
      recorded: '2010-12-14T16:00:00.000Z',
      agencies: [{ recorder: true }],
    });
    const turnedAway = (await board.ask(
      'reviewClocks',
      `event: "${eventOf('m9')}"`,
      'event { level } agencies { agency { id } recorder visible { from level until } }',
    )) as {
      agencies: { agency: { id: string }; recorder: boolean; visible: unknown[] }[];
    };
    const visibleTo = (id: string) => turnedAway.agencies.find(({ agency }) => agency.id === id)?.visible;
    for (const agency of ['lantern', 'northbridge', 'metro-police', 'st-brides'])
      expect([agency, visibleTo(agency)]).toEqual([
        agency,
        [{ from: expect.stringMatching(/^2011-01-06/) as unknown, level: 'STUB', until: null }],
      ]);
  });

  it('finds every disclosure decided as it would be decided again', async () => {
    const again = await board.ask('reviewReExecution', '', 'decidedAgain differing differences { eventId }');
    expect(again).toMatchObject({ differing: 0, differences: [] });
    expect((again as { decidedAgain: number }).decidedAgain).toBeGreaterThan(5);
  });
});

describe('the board asks of Adaeze, whose age two agencies took from one another', () => {
  let board: Reviewer;
  beforeAll(async () => {
    const { reviewId, position } = await openReview('review-of-adaeze', {
      cases: ['adaeze', 'adaeze-southquay', 'adaeze-border', 'adaeze-school'],
      ...{ from: '2002', until: '2011' },
    });
    board = reviewer(reviewId, { atLeast: position });
  });

  it('what each had when it decided: the council nothing but the girl, the border the council’s word, unread', async () => {
    const table = `
                a1 a2 a3 a4 a5 a7 a8 a9
      southquay r  .  h  o  o  .  .  .`;
    expect(await tableOf(board, table, () => `decision: "${eventOf('a6')}"`)).toBe(written(table));
    const later = `
             a1 a2 a3 a4 a6 a9 a20
      border o  v  h  v  v  v  .`;
    expect(await tableOf(board, later, () => `decision: "${eventOf('a12')}"`)).toBe(written(later));
  });

  it('what the negative decision rested on: a circle, whose ground was corrected and withdrawn', async () => {
    const graph = (await board.ask(
      'reviewReliance',
      `decision: "${eventOf('a15')}"`,
      'circles nodes { eventId stands } edges { from to circular groundTaken }',
    )) as {
      circles: string[][];
      edges: { from: string; to: string; circular: boolean; groundTaken: boolean }[];
    };
    expect(graph.circles.map((circle) => circle.map(labelOf).sort())).toEqual([['a12', 'a6']]);
    const fallen = graph.edges.filter(({ groundTaken }) => groundTaken);
    expect(fallen.map(({ from, to }) => [labelOf(from), labelOf(to)])).toEqual(
      expect.arrayContaining([['a12', 'a1']]),
    );
  });
});

describe('the board asks of Quan, whom a council turned away because the police had said adult', () => {
  let board: Reviewer;
  beforeAll(async () => {
    const { reviewId, position } = await openReview('review-of-quan', {
      cases: ['quan', 'quan-westmarch-police', 'quan-northmere-police'],
      ...{ from: '2010-11', until: '2011-05' },
    });
    board = reviewer(reviewId, { atLeast: position });
  });

  it('what the council had then: the indicators of trafficking were there to be read, and nobody had', async () => {
    const table = `
               q1 q2 q3 q4 q5 q6 q8 q9
      fairholt v  v  v  v  v  o  .  .`;
    expect(await tableOf(board, table, () => `decision: "${eventOf('q7')}"`)).toBe(written(table));
  });
});

describe('a review is asked by those who may, of what there is', () => {
  it('gives the same again at the position of an answer', async () => {
    const { reviewId, position } = await openReview('review-twice', scopeOfMiriam);
    const board = reviewer(reviewId, { atLeast: position });
    const selection =
      'position policyVersion edges { node { event { eventId } rationale states { state events } } }';
    const one = (await board.ask('reviewDecisions', '', selection)) as { position: string };
    await recordAndSettle(throughline, {
      as: 'grace-northbridge',
      type: 'ContactReceived',
      on: caseOf('miriam'),
      occurred: '2011-05-20',
      details: {
        ...{ channel: 'telephone', contactedBy: 'child', helpAskedFor: ['somewhere-to-live'] },
        ...{ childPresent: false, account: 'She rang.' },
      },
    });
    const again = (await board.ask('reviewDecisions', `at: "${one.position}"`, selection)) as typeof one;
    expect({ ...again, position: '' }).toEqual({ ...one, position: '' });
  });

  it('is there for nobody else, and for nobody when it is closed', async () => {
    const { reviewId } = await openReview('review-closed', scopeOfMiriam);
    const overview = (as: string) => reviewer(reviewId, { as }).ask('review', '', 'events');
    expect(await overview('edmund-board')).toMatchObject({ events: expect.any(Number) as unknown });
    expect(await overview('judith-board')).toBe('NOT_FOUND');
    expect(await reviewer(derivedId('no review')).ask('review', '', 'events')).toBe('NOT_FOUND');
    expect(await overview('grace-northbridge')).toBe('FORBIDDEN');
    const closed = await throughline.ask({
      ...{ as: 'norah-board', purpose: 'review' },
      query: 'mutation ($input: CloseReviewInput!) { closeReview(input: $input) { inForce } }',
      variables: { input: { key: 'closes-the-review', reviewId, outcome: 'NO_REVIEW_NEEDED' } },
    });
    expect(closed.json.data).toEqual({ closeReview: { inForce: true } });
    expect(await overview('edmund-board')).toBe('NOT_FOUND');
  });

  it('refuses what does not make sense', async () => {
    const { reviewId, position } = await openReview('review-of-bad-input', scopeOfMiriam);
    const board = reviewer(reviewId, { atLeast: position });
    const none = eventOf('a6');
    expect(await board.ask('reviewClocks', `event: "${none}"`, 'recorded')).toBe('NOT_FOUND');
    expect(await board.ask('reviewReliance', `decision: "${none}"`, 'circles')).toBe('NOT_FOUND');
    for (const args of [
      'agency: "nobody" asOf: "2008-01-01T00:00:00.000Z"',
      'agency: "eastmoor" asOf: "yesterday"',
      'agency: "eastmoor"',
      'agency: "eastmoor" asOf: "2008-01-01T00:00:00.000Z" first: 101',
    ])
      expect(await board.ask('reviewKnowledge', args, 'states { events }')).toBe('INVALID_INPUT');
    expect(await board.ask('reviewDecisions', 'first: 26', 'policyVersion')).toBe('INVALID_INPUT');
    const refused = await Promise.all([
      tryToOpenReview('review-of-nothing', { ...scopeOfMiriam, cases: [] }),
      tryToOpenReview('review-backwards', { ...scopeOfMiriam, from: '2011', until: '2004' }),
    ]);
    for (const answer of refused) expect(['INVALID_INPUT', 'RULE_REFUSED']).toContain(refusalOf(answer));
  });
});
