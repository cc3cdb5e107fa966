import { describe, expect, it } from '@jest/globals';
import { sampleRecord } from '../findings/sample-records.fixture.js';
import { answered, recordOf } from '../record.fixture.js';
import { relianceAsGraph } from './reliance-as-graph.js';
import { relianceQuestion } from './reliance-question.js';

const agencies = { council: 'children-services', force: 'police', port: 'border' } as const;

describe('the reliance graph of a decision', () => {
  it('tells what the asylum determination of Miriam rested on: a word by telephone, and what was found later', async () => {
    const graph = await answered(relianceQuestion('m17'), sampleRecord('miriam')).answer;
    expect(graph.nodes.map(({ id, stands }) => [id, stands])).toEqual([
      ['m11', 'upstream'],
      ['m17', 'asked-about'],
      ['m17-said-1', 'upstream'],
    ]);
    expect(graph.nodes[2]).toMatchObject({
      organisation: 'metro-police',
      organisationName: 'Metro Police',
      said: 'By telephone from custody records: 2008, shoplifting, date of birth 1 January 1989.',
    });
    expect(graph.edges).toEqual([
      {
        from: 'm17',
        to: 'm11',
        kind: 'recorded-later',
        toldBy: 'm34',
        strength: 'sole-basis',
        circular: false,
        groundTaken: false,
      },
      expect.objectContaining({ from: 'm17', to: 'm17-said-1', kind: 'by-word', toldBy: 'm17' }),
    ]);
  });

  it('leaves out that a duty was met by a decision: that it was taken stays so, whatever it rested on', async () => {
    const met = {
      label: 'met',
      by: 'system',
      type: 'DeadlineMet',
      occurred: '2010-03-22',
      at: '2010-03-22T16:00',
      relations: { about: ['a14'], reliesOn: ['a15'] },
      details: {
        ...{ duty: 'reasonable-grounds', rule: 'reasonable-grounds@2009-04', strength: 'guidance' },
        ...{ due: '2010-03-22', met: '2010-03-22', minutesLate: 0 },
      },
    } as const;
    const record = sampleRecord('adaeze', { also: [met] });
    const graph = await answered(relianceQuestion('a15'), record).answer;
    expect(record.byId.get('met')?.relations).toHaveLength(2);
    expect(graph.nodes.map(({ id }) => id)).not.toContain('met');
  });

  it('tells of Adaeze that two determinations rest on one another, and which grounds were taken away', async () => {
    const graph = await answered(relianceQuestion('a12'), sampleRecord('adaeze')).answer;
    expect(graph.circles).toEqual([['a12', 'a6']]);
    const events = graph.nodes.filter(({ eventId }) => eventId !== null);
    expect(Object.fromEntries(events.map(({ id, stands }) => [id, stands]))).toEqual({
      a1: 'upstream',
      a6: 'both',
      a7: 'downstream',
      a12: 'asked-about',
      a14: 'downstream',
      'a14-to-authority': 'downstream',
      a15: 'downstream',
      a29: 'downstream',
    });
    const told = graph.edges
      .filter(({ kind }) => kind !== 'by-word')
      .map(({ from, to, circular, groundTaken }) => ({ arrow: `${from} ${to}`, circular, groundTaken }));
    expect(told).toHaveLength(9);
    expect(told.filter(({ circular }) => circular).map(({ arrow }) => arrow)).toEqual(['a12 a6', 'a6 a12']);
    expect(told.filter(({ groundTaken }) => groundTaken).map(({ arrow }) => arrow)).toEqual([
      'a7 a6',
      'a12 a1',
      'a12 a6',
      'a15 a6',
    ]);
  });

  it('opens words only of the decision and of decisions on which it rested, and the strength of what was found', async () => {
    const opened = await answered(relianceQuestion('a15'), sampleRecord('adaeze')).opened;
    expect([...opened.keys()].sort()).toEqual(['a12', 'a13', 'a15', 'a6']);
    expect(Object.keys(opened.get('a13') ?? {}).sort()).toEqual(['foundBy', 'strength']);
    expect(Object.keys(opened.get('a12') ?? {})).not.toContain('outcome');
  });

  it('is empty of a decision that the reviewer does not have', async () => {
    expect(await answered(relianceQuestion('unheard-of'), sampleRecord('quan')).answer).toEqual({
      decision: 'unheard-of',
      nodes: [],
      edges: [],
      circles: [],
    });
  });

  it('leaves out a reliance that was recorded in error', async () => {
    const record = recordOf({
      agencies,
      events: [
        { label: 'one', by: 'force', type: 'PoliceEncounterRecorded', occurred: '2010-01-01' },
        { label: 'two', by: 'council', type: 'PlacementMade', occurred: '2010-01-02' },
        {
          label: 'found',
          by: 'council',
          type: 'RelianceRecorded',
          occurred: '2010-01-03',
          relations: { about: ['two'], reliesOn: ['one'] },
        },
        {
          label: 'error',
          by: 'council',
          type: 'EventRetracted',
          occurred: '2010-01-04',
          relations: { withdraws: ['found'] },
        },
      ],
    });
    const graph = await answered(relianceQuestion('two'), record).answer;
    expect(graph.edges).toEqual([]);
  });

  it('does not hold a correction against what came after it', async () => {
    const record = recordOf({
      agencies,
      events: [
        { label: 'one', by: 'port', type: 'TravelDocumentExamined', occurred: '2010-01-01' },
        {
          label: 'before',
          by: 'council',
          type: 'AgeDeterminationAsserted',
          occurred: '2010-01-02',
          relations: { reliesOn: ['one'] },
        },
        {
          label: 'put-right',
          by: 'port',
          type: 'EventCorrected',
          occurred: '2010-01-03',
          relations: { corrects: ['one'] },
        },
        {
          label: 'after',
          by: 'council',
          type: 'AgeDeterminationAsserted',
          occurred: '2010-01-04',
          relations: { reliesOn: ['one'] },
        },
      ],
    });
    const taken = async (decision: string) =>
      (await answered(relianceQuestion(decision), record).answer).edges.find(({ from }) => from === decision)
        ?.groundTaken;
    expect(await taken('before')).toBe(true);
    expect(await taken('after')).toBe(false);
  });
});

describe('the graph as a picture', () => {
  it('has a group for each agency, every edge between its nodes, and says what is circular and what is broken', async () => {
    const graph = await answered(relianceQuestion('a12'), sampleRecord('adaeze')).answer;
    const picture = relianceAsGraph(graph, 'What a12 rested on', 'as recorded');
    expect(picture).toMatchObject({ title: 'What a12 rested on', footer: 'as recorded' });
    expect(picture.groups).toContainEqual({ id: 'border', label: 'Border Operations' });
    const ids = new Set(picture.nodes.map(({ id }) => id));
    expect(ids.size).toBe(picture.nodes.length);
    for (const { from, to } of picture.edges) expect(ids.has(from) && ids.has(to)).toBe(true);
    for (const { group } of picture.nodes) expect(picture.groups.map(({ id }) => id)).toContain(group);
    expect(picture.nodes.find(({ id }) => id === 'a12')).toEqual({
      id: 'a12',
      label: 'Age determination asserted',
      note: '2010-02-22',
      group: 'border',
      shape: 'decision',
      emphasis: true,
      marks: [],
    });
    expect(picture.nodes.find(({ id }) => id === 'a6')?.marks).toEqual(['withdrawn']);
    expect(picture.edges).toContainEqual({
      from: 'a6',
      to: 'a12',
      label: 'recorded later',
      circular: true,
      broken: false,
    });
  });
});
