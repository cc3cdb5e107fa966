import { describe, expect, it } from '@jest/globals';
import type { Purpose } from '#casework';
import { asked, timelineOf } from './asking.fixture.js';
import { caseOf, eventOf, labelOf } from './samples.fixture.js';
import { throughline } from './running.fixture.js';

const adaeze = caseOf('adaeze');

interface Determination {
  readonly eventId: string;
  readonly organisation: { readonly id: string };
  readonly standing: string;
  readonly method: string | null;
  readonly effect: string | null;
  readonly dateOfBirth: string | null;
  readonly reliesOn: readonly string[];
}

const determinationsFor = async (as: string, purpose: Purpose = 'safeguarding') => {
  const { json } = await asked(throughline, {
    as,
    purpose,
    query: `case(id: $id) { ageDeterminations {
      eventId organisation { id } standing method effect dateOfBirth reliesOn } }`,
    variables: { id: adaeze },
  });
  const summary = json.data?.case as { ageDeterminations: readonly Determination[] };
  return summary.ageDeterminations.map(
    ({ eventId, organisation, standing, method, effect, dateOfBirth, reliesOn }) =>
      [
        labelOf(eventId),
        organisation.id,
        standing,
        method,
        effect,
        dateOfBirth,
        reliesOn.map(labelOf).sort().join(' '),
      ].join(' | '),
  );
};

describe('how old Adaeze is', () => {
  it('is said five times, side by side: one withdrawn and still there, two agencies in conflict to the end', async () => {
    expect(await determinationsFor('yewande-southquay', 'age-determination')).toEqual([
      'a6 | southquay | WITHDRAWN | appearance-and-demeanour | treated-as-adult |  | ',
      'a12 | border | ASSERTED | document | treated-as-adult | 1987-06-11 | a1 a6',
      'a18 | riverside-clinic | ASSERTED | medical-opinion | treated-as-child |  | ',
      'a23 | southquay | ASSERTED | merton-assessment | treated-as-child | 1993-01-22 | a18 a20',
      'a29 | border | ASSERTED | document | treated-as-adult | 1987-06-11 | a12',
    ]);
  });

  it.each([
    ['her guardian in all but name, the charity', 'esther-harbour', 'safeguarding'],
    ['the officer at the front office', 'tom-metro', 'safeguarding'],
    ['border', 'samir-border', 'safeguarding'],
    ['the asylum case worker', 'nina-asylum', 'asylum-decision'],
    ['the clinic', 'leila-riverside', 'safeguarding'],
    ['the school', 'ian-hilltop', 'safeguarding'],
    ['the competent authority', 'frances-authority', 'nrm-decision'],
  ] as const)(
    'is known to %s from every result, so that nobody sees only the convenient one',
    async (_, as, purpose) => {
      const seen = (await determinationsFor(as, purpose)).map((line) => line.split(' | ').slice(0, 5));
      const results = (await determinationsFor('yewande-southquay')).map((line) =>
        line.split(' | ').slice(0, 5),
      );
      expect(seen).toEqual(results);
    },
  );

  it('rests on itself: the record shows that each of two determinations cites the other', async () => {
    const { json } = await asked(throughline, {
      as: 'esther-harbour',
      query:
        'timeline(caseId: $id, types: [AgeDeterminationAsserted, RelianceRecorded]) { edges { node { eventId relations { kind eventId } } } }',
      variables: { id: adaeze },
    });
    const { edges } = json.data?.timeline as {
      edges: { node: { eventId: string; relations: { kind: string; eventId: string }[] } }[];
    };
    const told = new Map(
      edges.map(({ node }) => [
        labelOf(node.eventId),
        node.relations.map(({ kind, eventId }) => `${kind} ${labelOf(eventId)}`).sort(),
      ]),
    );
    expect(told.get('a12')).toEqual(['RELIES_ON a1', 'RELIES_ON a6']);
    expect(told.get('a13')).toEqual(['ABOUT a6', 'RELIES_ON a12']);
  });

  it('no longer rests on the landing record, whose correction is marked for everyone who has it', async () => {
    for (const [as, purpose] of [
      ['esther-harbour', 'safeguarding'],
      ['nina-asylum', 'asylum-decision'],
      ['tom-metro', 'criminal-investigation'],
    ] as const) {
      const seen = await timelineOf(throughline, { as, purpose, caseId: adaeze });
      const marks = new Map(seen.map(({ eventId, marks: marked }) => [labelOf(eventId), marked]));
      expect(marks.get('a1')).toEqual([{ kind: 'CORRECTED', by: eventOf('a20') }]);
      expect(marks.get('a6')).toEqual([{ kind: 'WITHDRAWN', by: eventOf('a24') }]);
      expect(
        [...marks]
          .filter(([, marked]) => marked.length > 0)
          .map(([label]) => label)
          .sort(),
      ).toEqual(['a1', 'a6']);
    }
  });

  it('was marked on no date before the correction and the withdrawal were recorded', async () => {
    const marksAt = async (asOf: string) => {
      const seen = await timelineOf(throughline, { as: 'esther-harbour', caseId: adaeze, asOf });
      return seen.flatMap(({ eventId, marks }) => marks.map(({ kind }) => `${labelOf(eventId)} ${kind}`));
    };
    expect(await marksAt('2010-06-18T10:00:00.000Z')).toEqual([]);
    expect(await marksAt('2010-06-18T10:30:00.000Z')).toEqual(['a1 CORRECTED']);
    expect((await marksAt('2011-02-07T12:00:00.000Z')).sort()).toEqual(['a1 CORRECTED', 'a6 WITHDRAWN']);
  });
});

describe('385 days', () => {
  it('lie between the account that Adaeze gave the police and the record of a crime', async () => {
    const { json } = await asked(throughline, {
      as: 'priya-metro',
      purpose: 'criminal-investigation',
      query:
        'timeline(caseId: $id, types: [ContactReceived, CrimeRecorded]) { edges { node { eventId recordedAt } } }',
      variables: { id: adaeze },
    });
    const { edges } = json.data?.timeline as { edges: { node: { eventId: string; recordedAt: string } }[] };
    const day = (label: string) =>
      Date.parse(edges.find(({ node }) => labelOf(node.eventId) === label)!.node.recordedAt.slice(0, 10));
    expect((day('a27') - day('a9')) / 86_400_000).toBe(385);
  });
});

describe('what the charity keeps for Adaeze', () => {
  it('is known to nobody else: neither the decision to withhold nor that anything is kept', async () => {
    for (const as of ['yewande-southquay', 'samir-border', 'priya-metro', 'ian-hilltop']) {
      const seen = await timelineOf(throughline, { as, caseId: adaeze });
      expect(seen.map(({ eventId }) => labelOf(eventId))).not.toContain('a22');
    }
    const { json } = await asked(throughline, {
      as: 'yewande-southquay',
      query: `entry(id: $id) { level withheld { category grade }
        ... on ChildDisclosureRecorded { harm namesGiven verbatim listenersNotes healthMatters places } }`,
      variables: { id: eventOf('a2') },
    });
    expect(json.data?.entry).toEqual({
      level: 'PARTIAL',
      withheld: [
        { category: 'IMMIGRATION', grade: 'TOLD' },
        { category: 'POLICE', grade: 'TOLD' },
      ],
      harm: [
        'DOMESTIC_SERVITUDE',
        'PHYSICAL_ABUSE',
        'EMOTIONAL_ABUSE',
        'LOCKED_IN',
        'TRAFFICKED_ACROSS_BORDERS',
      ],
      namesGiven: expect.any(String),
      verbatim: null,
      listenersNotes: null,
      healthMatters: null,
      places: expect.any(String),
    });
  });
});
