import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startThroughline, type Asking, type Embedded } from '../throughline.fixture.js';
import { attempt, like, openCase, record, recordAndSettle, type Act } from './recording.fixture.js';
import { caseOf, eventOf, startWithSamples } from './samples.fixture.js';

/** What must differ between two answers to one question: cursors and positions are sealed anew each time. */
const plain = (body: string): string => body.replaceAll(/"(cursor|endCursor|position)":"[^"]*"/g, '"$1":"…"');

const questions: readonly Asking[] = [
  { as: 'grace-northbridge', query: '{ me { person role purposes organisation { id name function } } }' },
  {
    as: 'grace-northbridge',
    query: '{ cases { edges { node { caseId onCase responsible visibleFrom } cursor } } }',
  },
  ...(
    [
      ['grace-northbridge', 'safeguarding', 'miriam'],
      ['omar-eastmoor', 'safeguarding', 'miriam-eastmoor'],
      ['priya-metro', 'criminal-investigation', 'miriam'],
      ['nina-asylum', 'asylum-decision', 'adaeze'],
      ['esther-harbour', 'safeguarding', 'adaeze'],
      ['isla-guardians', 'safeguarding', 'quan'],
      ['roy-removals', 'removal-check', 'quan'],
    ] as const
  ).flatMap(([as, purpose, name]) =>
    ['', ', asOf: "2010-11-30T12:00:00.000Z"'].map((asOf) => ({
      as,
      purpose,
      query: `{ case(id: "${caseOf(name)}") {
        entries missingNow cases participants { id } openProcesses { process openedBy since }
        ageDeterminations { eventId standing method effect dateOfBirth reliesOn } }
      timeline(caseId: "${caseOf(name)}", first: 100${asOf}) { edges { cursor node {
        eventId caseId type level occurred recordedAt visibleFrom policyVersion kindOfWork
        recordedBy { id name } marks { kind by } relations { kind eventId } withheld { category grade reason } } } } }`,
    })),
  ),
  {
    as: 'bronwen-fairholt',
    query: `{ entry(id: "${eventOf('q11')}") { ... on PlacementMade { kind address telephone carers childsViews } } }`,
  },
];

let first: Embedded;
let second: Embedded;
let answers: string[];
let act: Act;
let recorded: Awaited<ReturnType<typeof record>>;
let live: { readonly caseId: string; readonly body: string };

const liveQuery = (caseId: string): Asking => ({
  as: 'amina-lantern',
  query: `{ timeline(caseId: "${caseId}") { edges { node { eventId recordedAt visibleFrom ... on ChildViewRecorded { view } } } } }`,
});

beforeAll(async () => {
  first = await startWithSamples();
  const { caseId } = await openCase(first);
  act = { as: 'amina-lantern', on: caseId, key: 'before-the-restart', ...like('q12-view') };
  recorded = await recordAndSettle(first, act);
  answers = await Promise.all(questions.map(async (asking) => plain((await first.ask(asking)).body)));
  live = { caseId, body: (await first.ask(liveQuery(caseId))).body };
  await first.stop();
  second = await startThroughline({ dataFolder: first.dataFolder });
}, 120_000);
afterAll(async () => {
  await second.close();
  await rm(first.dataFolder, { recursive: true, force: true });
});

describe('a second start', () => {
  it('answers every question as the first did, byte for byte', async () => {
    const again = await Promise.all(questions.map(async (asking) => plain((await second.ask(asking)).body)));
    expect(again).toEqual(answers);
    expect(answers.filter((answer) => answer.includes('"errors"')).length).toBe(2);
  });

  it('has what was recorded before it, at the same instant', async () => {
    expect((await second.ask(liveQuery(live.caseId))).body).toBe(live.body);
  });

  it('knows an action that was sent before it, and records it once', async () => {
    const again = await record(second, act);
    expect(again).toEqual({ ...recorded, position: again.position, repeated: true });
    const other = await attempt(second, { ...act, ...like('q12-view', { view: 'Something else.' }) });
    expect(other.json.errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT' });
  });

  it('takes the tokens, cursors and positions that were given before it', async () => {
    const answer = await second.ask({
      as: null,
      query: `{ timeline(caseId: "${live.caseId}", atLeast: "${recorded.position}") { edges { cursor } } }`,
      headers: { authorization: `Bearer ${await first.tokenOf('amina-lantern')}` },
    });
    expect(answer.json.errors).toBeUndefined();
  });

  it('has who read before it in the access log', async () => {
    const { json } = await second.ask({
      as: 'amina-lantern',
      query: `{ accessLog(caseId: "${live.caseId}") { edges { node { person outcome } } } }`,
    });
    const { edges } = json.data?.accessLog as { edges: { node: unknown }[] };
    expect(edges.map(({ node }) => node)).toContainEqual({ person: 'amina-lantern', outcome: 'GIVEN' });
  });

  it('loads no sample case twice', async () => {
    const { json } = await second.ask({
      as: 'amina-lantern',
      query: '{ cases { edges { node { caseId } } } }',
    });
    const { edges } = json.data?.cases as { edges: { node: { caseId: string } }[] };
    const ids = edges.map(({ node }) => node.caseId);
    expect(ids).toContain(caseOf('miriam'));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
