import { beforeAll, describe, expect, it } from '@jest/globals';
import type { EventId } from '#kernel';
import { timelineOf } from './asking.fixture.js';
import { factsOf, findingsOf, toldBy, type FoundByTheReview } from './findings.fixture.js';
import { openReview, reviewer } from './review.fixture.js';
import { throughline } from './running.fixture.js';
import { caseOf, eventOf, labelOf } from './samples.fixture.js';
import { byState, labelsByState, tableOf, written, type Reviewer } from './states-table.fixture.js';

interface Reliance {
  readonly circles: readonly (readonly EventId[])[];
  readonly nodes: readonly {
    readonly id: string;
    readonly eventId: EventId | null;
    readonly organisationName: string;
    readonly said: string | null;
    readonly stands: string;
    readonly marks: readonly { readonly kind: string; readonly by: EventId }[];
  }[];
  readonly edges: readonly {
    readonly from: EventId;
    readonly to: EventId;
    readonly kind: string;
    readonly toldBy: EventId;
    readonly strength: string | null;
    readonly circular: boolean;
    readonly groundTaken: boolean;
  }[];
}

let board: Reviewer;
beforeAll(async () => {
  const { reviewId, position } = await openReview('who-knew-what-of-adaeze', {
    cases: ['adaeze', 'adaeze-southquay', 'adaeze-border', 'adaeze-school'],
    ...{ from: '2002', until: '2011' },
  });
  board = reviewer(reviewId, { atLeast: position });
});

describe('what the record tells a board of Adaeze', () => {
  it('385 days from her account at the police to a recorded crime, and a council that never accepted her', async () => {
    const found = await findingsOf(board, 'BELIEF_LAG');
    const of = (agency: string) => found.filter(({ agencies }) => agencies.some(({ id }) => id === agency));
    expect(toldBy(of('metro-police'), 'belief-lag')).toEqual([
      '2010-02-10/2011-03-02 | 385 days | metro-police | first-account a9, acceptance a27',
    ]);
    expect(of('metro-police')[0]).toMatchObject({ version: 1, from: '2010-02-10T10:30:00.000Z' });
    expect(toldBy(of('southquay'), 'belief-lag')).toEqual(['2010-02-08/.. | southquay | first-account a4']);
  });

  it('two determinations of her age that rested on one another for eleven months', async () => {
    const found = await findingsOf(board, 'RELIANCE');
    const circles = found.filter(({ definition }) => definition === 'circular-reliance');
    expect(toldBy(circles, 'circular-reliance')).toEqual([
      '2010-03-03/2011-02-07 | 341 days | border+southquay | what-was-found a6, what-was-found a12, tells-of-it a13',
    ]);
    // From when the council wrote that its view rests on the border's, until it withdrew that view.
    expect(circles[0]).toMatchObject({ from: '2010-03-03T14:00:00.000Z', until: '2011-02-07T11:30:00.000Z' });
  });

  it('what falls when the record of the carrier is corrected, and what when the first determination is withdrawn', async () => {
    const falling = (await findingsOf(board, 'RELIANCE')).filter(
      ({ definition }) => definition === 'what-falls',
    );
    const cited = ({ cites }: FoundByTheReview, as: string) =>
      cites.filter((one) => one.as === as).map(({ eventId }) => labelOf(eventId));
    expect(
      falling.map((finding) => ({
        mark: factsOf(finding).mark,
        from: finding.from,
        falls: cited(finding, 'falls').sort(),
        restsOnIt: cited(finding, 'rests-on-it').sort(),
      })),
    ).toEqual([
      {
        mark: 'corrected',
        from: '2010-06-18T10:15:00.000Z',
        falls: ['a12', 'a14', 'a14-to-authority', 'a15', 'a29', 'a6', 'a7'],
        restsOnIt: [],
      },
      {
        mark: 'withdrawn',
        from: '2011-02-07T11:30:00.000Z',
        falls: ['a7'],
        restsOnIt: ['a12', 'a14', 'a14-to-authority', 'a15', 'a29'],
      },
    ]);
  });

  it('that border holds another age than the council and the clinic to the end', async () => {
    const found = await findingsOf(board, 'DISPUTE');
    expect([...toldBy(found, 'ages-in-conflict')].sort()).toEqual([
      '2011-04-18/.. | border+riverside-clinic | what-was-found a18, what-was-found a29',
      '2011-04-18/.. | border+southquay | what-was-found a23, what-was-found a29',
    ]);
  });
});

describe('what the determination of the border rested on, and what rested on it', () => {
  let graph: Reliance;
  beforeAll(async () => {
    graph = (await board.ask(
      'reviewReliance',
      `decision: "${eventOf('a12')}"`,
      `circles nodes { id eventId organisationName said stands marks { kind by } }
       edges { from to kind toldBy strength circular groundTaken }`,
    )) as Reliance;
  });
  const standing = (stands: string) =>
    graph.nodes
      .filter((node) => node.stands === stands)
      .map(({ eventId, organisationName, said }) =>
        eventId === null ? `${organisationName}: ${said}` : labelOf(eventId),
      )
      .sort();

  it('upstream: the landing record, and what somebody at the council had said', () => {
    expect(standing('ASKED_ABOUT')).toEqual(['a12']);
    expect(standing('UPSTREAM')).toEqual(['Southquay Council: Obviously adult.', 'a1']);
  });

  it('downstream: the referral as an adult, the negative decision, the turning away, and the border again', () => {
    expect(standing('DOWNSTREAM')).toEqual(['a14', 'a14-to-authority', 'a15', 'a29', 'a7']);
    expect(standing('BOTH')).toEqual(['a6']);
  });

  it('in a circle with the view of the council, which was told of later', () => {
    expect(graph.circles.map((circle) => circle.map(labelOf).sort())).toEqual([['a12', 'a6']]);
    const lines = graph.edges
      .filter(({ kind }) => kind !== 'BY_WORD')
      .map(({ from, to, kind, toldBy, strength, circular, groundTaken }) =>
        [
          `${labelOf(from)} on ${labelOf(to)}`,
          kind.toLowerCase(),
          ...(from === toldBy ? [] : [`told by ${labelOf(toldBy)}`]),
          ...(strength === null ? [] : [strength]),
          ...(circular ? ['circular'] : []),
          ...(groundTaken ? ['ground taken'] : []),
        ].join(', '),
      );
    expect(lines.sort()).toEqual([
      'a12 on a1, formal, ground taken',
      'a12 on a6, formal, circular, ground taken',
      'a14 on a12, formal',
      'a14-to-authority on a14, formal',
      'a15 on a12, formal',
      'a15 on a6, formal, ground taken',
      'a29 on a12, formal',
      'a6 on a12, recorded_later, told by a13, main-basis, circular',
      'a7 on a6, formal, ground taken',
    ]);
  });

  it('with the marks of what became of its grounds', () => {
    const marksOf = (label: string) =>
      graph.nodes
        .find(({ eventId }) => eventId === eventOf(label))
        ?.marks.map(({ kind, by }) => `${kind.toLowerCase()} by ${labelOf(by)}`);
    expect(marksOf('a1')).toEqual(['corrected by a20']);
    expect(marksOf('a6')).toContain('withdrawn by a24');
  });
});

describe('what was withdrawn is not gone', () => {
  it('stands in the record of the board with its mark, and what it said in full', async () => {
    const clocks = (await board.ask(
      'reviewClocks',
      `event: "${eventOf('a6')}" agency: "border"`,
      'event { type level marks { kind by } } occurred recorded agencies { visible { from level until } }',
    )) as { event: { marks: { kind: string; by: EventId }[] } };
    expect(clocks).toMatchObject({
      event: { type: 'AgeDeterminationAsserted' },
      occurred: '2010-02-08T13:10',
      recorded: '2010-02-08T13:30:00.000Z',
      // From the hour in which its lead, the last of the three, had agreed to the link, and ever since.
      agencies: [{ visible: [{ from: '2010-02-16T15:00:00.000Z', level: 'PARTIAL', until: null }] }],
    });
    expect(clocks.event.marks).toContainEqual({ kind: 'WITHDRAWN', by: eventOf('a24') });
  });

  it.each(['carol-southquay', 'esther-harbour', 'samir-border'])('and in the timeline of %s', async (as) => {
    const seen = await timelineOf(throughline, { as, caseId: caseOf('adaeze') });
    expect(seen.find(({ eventId }) => eventId === eventOf('a6'))?.marks).toContainEqual({
      kind: 'WITHDRAWN',
      by: eventOf('a24'),
    });
  });
});

describe('who held what when the competent authority found no reasonable grounds, on 22 March 2010', () => {
  it('it had opened nothing but what it had recorded, could have read the rest, and not what the school had seen', async () => {
    const states = await labelsByState(board, `decision: "${eventOf('a15')}"`);
    expect(states).toBe(
      byState(`
        o a14-authority-accepts a14-authority-accepts+
        v a1 a2 a4 a5 a6 a7 a8 a8-worker a8-to-police a8-police-accept a8-police-accept+ a9 a9-to-investigate a10
          a11 a11-to-asylum a11-accepted a11-accepted+ a11-worker a12 a13 a14 a14-to-authority
          a31 a31-southquay a31-border
        h a3
        . a16 a17 a18-to-clinic a18-accepted a18-accepted+ a18 a19 a20 a21-to-southquay a21-accepted a21-accepted+
          a21 a21-worker a22 a23-completed a23 a24 a24-responsibility a25 a26 a27 a27-investigator a28 a29
          a30-proposed a30`),
    );
  });

  it('and the same in counts, with the nine deadlines that the clock had recorded by then', async () => {
    const { edges } = (await board.ask(
      'reviewDecisions',
      'first: 25 agency: "competent-authority"',
      `edges { node { event { eventId } person rationale options dissent reliedOn outcome { field value }
         reliedOnByWord { organisation said } moment { at recordedAsItWasDecided } states { state events } } }`,
    )) as {
      edges: {
        node: {
          event: { eventId: EventId };
          reliedOn: EventId[];
          states: { state: string; events: number }[];
        };
      }[];
    };
    const decision = edges.map(({ node }) => node).find(({ event }) => event.eventId === eventOf('a15'));
    expect(decision).toMatchObject({
      person: 'frances-authority',
      rationale: 'I do not suspect that she is a victim of trafficking.',
      options: ['Positive', 'Negative', 'Ask for further information'],
      dissent: 'None',
      reliedOnByWord: [{ organisation: 'Metro Police', said: 'No crime recorded.' }],
      moment: { at: '2010-03-22T15:00:00.000Z', recordedAsItWasDecided: true },
      outcome: expect.arrayContaining([{ field: 'outcome', value: 'negative' }]) as unknown,
    });
    expect(decision?.reliedOn.map(labelOf).sort()).toEqual(['a12', 'a6']);
    const counts = Object.fromEntries(decision!.states.map(({ state, events }) => [state, events]));
    expect(counts).toMatchObject({ OPENED: 2, VISIBLE_UNREAD: 26 + 9, HELD_ELSEWHERE: 1 });
    expect(counts.NOT_YET_RECORDED ?? 0).toBe(0);
  });

  it('and the others: the school alone had seen a girl at its gate, and nobody had read what another wrote', async () => {
    const table = `
                          a1 a2 a3 a4 a6 a9 a10 a12 a13 a14
      southquay           v  v  h  o  o  v  v   v   o   v
      harbour             v  o  h  v  v  v  v   v   v   v
      metro-police        v  v  h  v  v  o  o   v   v   v
      border              o  v  h  v  v  v  v   o   v   o
      asylum              v  v  h  v  v  v  v   v   v   v
      hilltop-school      h  h  o  h  h  h  h   h   h   h
      riverside-clinic    h  h  h  h  h  h  h   h   h   h`;
    const then = (agency: string) => `agency: "${agency}" asOf: "2010-03-22T15:00:00.000Z"`;
    expect(await tableOf(board, table, then)).toBe(written(table));
  });
});

describe('would Southquay have had the landing record of 2002 when it sent her away', () => {
  const asked = async (asOf: string, policyVersion: string) => {
    const decided = '{ policyVersion level handed }';
    return board.ask(
      'reviewCounterfactual',
      `agency: "southquay" event: "${eventOf('a1')}" asOf: "${asOf}" policyVersion: "${policyVersion}"`,
      `recorded differs then ${decided} under ${decided}`,
    );
  };

  it.each(['2026-11', '2026-12'])('not under %s: nobody had entered it', async (policyVersion) => {
    expect(await asked('2010-02-08T13:30:00.000Z', policyVersion)).toMatchObject({
      recorded: false,
      differs: false,
      then: null,
      under: null,
    });
  });

  it.each(['2026-11', '2026-12'])(
    'under %s not when it was entered either, but once the records were linked',
    async (policyVersion) => {
      expect(await asked('2010-02-12T11:00:00.000Z', policyVersion)).toMatchObject({
        recorded: true,
        differs: false,
        under: { level: 'NONE', handed: [] },
      });
      expect(await asked('2010-02-16T15:00:00.000Z', policyVersion)).toMatchObject({
        recorded: true,
        differs: false,
        under: { policyVersion, level: 'PARTIAL' },
      });
    },
  );
});
