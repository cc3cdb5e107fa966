import { describe, expect, it } from '@jest/globals';
import { asked, refusalOf } from './asking.fixture.js';
import { caseOf, eventOf, labelOf } from './samples.fixture.js';
import { seenBy } from './seen.fixture.js';
import { throughline } from './running.fixture.js';

const miriam = caseOf('miriam');
const of = (person: string, caseId = miriam) => ({ person, caseId });
const labelsSeen = async (person: string, asOf: string | null = null, caseId = miriam) => [
  ...((await seenBy(throughline, 'miriam', of(person, caseId), asOf)) ?? new Map<string, string>()).keys(),
];

describe('Miriam asked for help three times', () => {
  it('and was turned away by two authorities, which her social worker reads in full or knows whom to ask', async () => {
    const { json } = await asked(throughline, {
      as: 'grace-northbridge',
      query: `timeline(caseId: $id) { edges { node {
        eventId level occurred kindOfWork recordedBy { id }
        ... on ContactTurnedAway { reason rationale }
        ... on StubEntry { contactPoint { name reach } } } } }`,
      variables: { id: miriam },
    });
    const { edges } = json.data?.timeline as { edges: { node: { eventId: string } }[] };
    const turnedAway = edges
      .map(({ node }) => node)
      .filter(({ eventId }) => ['m6', 'm9', 'm13'].includes(labelOf(eventId)!));
    expect(turnedAway).toEqual([
      expect.objectContaining({
        level: 'FULL',
        recordedBy: { id: 'northbridge' },
        reason: 'NO_ASYLUM_STATUS',
      }),
      {
        eventId: eventOf('m9'),
        level: 'STUB',
        occurred: '2007-06-04',
        kindOfWork: 'contact',
        recordedBy: { id: 'eastmoor' },
        contactPoint: {
          name: "Eastmoor Council, Children's Services",
          reach: "Children's duty and advice, 020 7946 0140, childrens.duty@eastmoor.example",
        },
      },
      expect.objectContaining({
        level: 'FULL',
        recordedBy: { id: 'northbridge' },
        reason: 'IMMIGRATION_MATTER',
      }),
    ]);
  });

  it.each([
    ['2007-02-26T18:00:00.000Z', [], ['m3']],
    ['2007-06-04T18:00:00.000Z', [], ['m3']],
    ['2008-09-30T18:00:00.000Z', ['m10', 'm11'], ['m3']],
  ])('and on %s police and health held this', async (day, police, health) => {
    expect(await labelsSeen('priya-metro', day)).toEqual(police);
    expect(await labelsSeen('ruth-st-brides', day)).toEqual(health);
  });

  it('and her accounts show only from when they were recorded, at the place in time of which they tell', async () => {
    expect(await labelsSeen('amina-lantern', '2010-11-09T14:00:00.000Z')).toEqual(['m15', 'm15-worker']);
    expect(await labelsSeen('amina-lantern', '2010-11-09T14:15:00.000Z')).toEqual([
      'm2',
      'm15',
      'm15-worker',
    ]);
    const early = (await labelsSeen('priya-metro')).slice(0, 19);
    expect(early).toEqual([
      ...['m1', 'm2', 'm3', 'm4', 'm7'],
      ...['m5', 'm5 referral-decision set', 'm6', 'm5 referral-decision missed'],
      ...['m8', 'm8 referral-decision set', 'm9', 'm8 referral-decision missed', 'm10', 'm11'],
      ...['m12', 'm12 referral-decision set', 'm13', 'm12 referral-decision missed'],
    ]);
  });
});

describe('the record of Eastmoor, which says that it is of another girl', () => {
  it('shows neither the link nor the child to Eastmoor, beyond what was proposed to it', async () => {
    expect(await labelsSeen('omar-eastmoor', null, caseOf('miriam-eastmoor'))).toEqual([
      'm8',
      'm8 referral-decision set',
      'm9',
      'm8 referral-decision missed',
      'm24',
      'm25',
      'm26-lantern',
      'm26-northbridge',
      'm26-st-brides',
      'm26',
    ]);
    const listed = await asked(throughline, {
      as: 'omar-eastmoor',
      query: 'cases { edges { node { caseId } } }',
    });
    expect(listed.json.data).toEqual({ cases: { edges: [{ node: { caseId: caseOf('miriam-eastmoor') } }] } });
    for (const query of ['timeline(caseId: $id) { edges { cursor } }', 'case(id: $id) { entries }']) {
      const variables = { id: miriam };
      expect(refusalOf(await asked(throughline, { as: 'omar-eastmoor', query, variables }))).toBe(
        'NOT_FOUND',
      );
    }
    const variables = { id: eventOf('m2') };
    const query = 'entry(id: $id) { eventId }';
    expect(refusalOf(await asked(throughline, { as: 'omar-eastmoor', query, variables }))).toBe('NOT_FOUND');
  });

  it('stands beside the link with its dissent, for those who agreed', async () => {
    const { json } = await asked(throughline, {
      as: 'priya-metro',
      query: `timeline(caseId: $id, types: [LinkDisputed, RecordLinked]) { edges { node {
        type recordedBy { id } ... on LinkDisputed { ground } ... on RecordLinked { dissent } } } }`,
      variables: { id: miriam },
    });
    const { edges } = json.data?.timeline as { edges: { node: Record<string, unknown> }[] };
    expect(edges[0]?.node).toEqual({
      type: 'LinkDisputed',
      recordedBy: { id: 'eastmoor' },
      ground: 'DIFFERENT_CHILD',
    });
    expect(edges.slice(1).map(({ node }) => node.dissent)).toEqual(
      Array(4).fill('Eastmoor holds that its record is of a different girl.'),
    );
  });

  it('takes no part in what is known of the child: neither its name in the list of agencies nor its processes', async () => {
    const { json } = await asked(throughline, {
      as: 'gareth-asylum',
      purpose: 'asylum-decision',
      query: 'case(id: $id) { openProcesses { organisation { id } } }',
      variables: { id: miriam },
    });
    expect(JSON.stringify(json.data)).not.toContain('eastmoor');
  });
});

describe('the contacts that Northbridge refused to the police', () => {
  it('are stubs until the partial disclosure, and from then on two of the four are given', async () => {
    const four = async (asOf: string) => {
      const seen = await seenBy(throughline, 'miriam', of('priya-metro'), asOf);
      return ['m5', 'm6', 'm12', 'm13'].map((label) => seen?.get(label));
    };
    expect(await four('2011-03-01T15:14:00.000Z')).toEqual(['stub', 'stub', 'stub', 'stub']);
    expect(await four('2011-03-01T15:16:00.000Z')).toEqual(['cIWVL', 'CW', 'stub', 'stub']);
  });
});

describe('what must never reach the relative of the suspect', () => {
  it('is not given to the software of his council either, which would show it to him', async () => {
    const software = await seenBy(throughline, 'miriam', of('system-northbridge'), null);
    expect(['m2', 'm23-suspect', 'm23-interview', 'm20'].map((label) => software?.has(label))).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });
});
