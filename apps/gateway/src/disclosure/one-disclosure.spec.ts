import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anEntry, ourCase, positionAt, startGateway, type RunningGateway } from '../gateway.fixture.js';
import { oneForEachCase } from './one-disclosure.js';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.stop());

const contact = () => anEntry('ContactReceived', { account: 'what was said' });
const otherCase = '5a3c9a64-7c0e-4a0b-9a9b-3f3c6f0e8a22';

describe('the disclosure of a response', () => {
  it('is one record for each case, however many root fields tell of it, written before anything is opened', async () => {
    gateway.behind.entries.push(contact());
    const answer = await gateway.ask(`{
      one: timeline(caseId: "${ourCase}") { edges { node { eventId } } }
      two: timeline(caseId: "${ourCase}") { edges { node { ... on ContactReceived { account } } } }
      case(id: "${ourCase}") { missingNow }
    }`);
    expect(answer.errors).toEqual([]);
    expect(gateway.behind.disclosed.map(({ touches }) => touches.map(({ caseId }) => caseId))).toEqual([
      [ourCase],
    ]);
    expect(gateway.behind.disclosed[0]?.touches[0]?.events).toHaveLength(1);
    expect(gateway.behind.happened).toEqual([
      ...Array<string>(3).fill(`planned ${ourCase}`),
      'recording disclosure',
      'disclosure recorded',
      ...Array<string>(3).fill(`opened ${ourCase}`),
    ]);
  });

  it('leaves nothing answered and nothing opened when it cannot be recorded', async () => {
    gateway.behind.entries.push(contact());
    gateway.behind.disclosing = () => Promise.reject(new Error('disk full'));
    const answer = await gateway.ask(`{
      me { person }
      timeline(caseId: "${ourCase}") { edges { node { eventId } } }
      case(id: "${ourCase}") { missingNow }
    }`);
    expect(answer.data).toEqual({ me: null, timeline: null, case: null });
    expect(answer.errors.map(({ extensions }) => extensions['code'])).toEqual(Array(3).fill('UNAVAILABLE'));
    expect(gateway.behind.happened.filter((one) => one.startsWith('opened'))).toEqual([]);
  });

  it('records a denial before it is said, in the same bytes for a hidden case and an absent one', async () => {
    const query = 'query($id: ID!) { case(id: $id) { caseId } }';
    const one = await gateway.ask(query, { id: otherCase });
    const other = await gateway.ask(query, { id: '9d0f7a1c-1111-4b7e-8f5e-2c6d9f0b7a33' });
    expect(one.errors[0]?.extensions['code']).toBe('NOT_FOUND');
    expect(one.text).toBe(other.text);
    expect(gateway.behind.disclosed.map(({ touches }) => touches[0]?.outcome)).toEqual(['denied', 'denied']);
  });

  it('records a case asked for under a purpose that is not allowed as a denial', async () => {
    const answer = await gateway.ask(
      `{ case(id: "${otherCase}") { caseId } }`,
      {},
      { 'x-purpose': 'asylum-decision' },
    );
    expect(answer.errors[0]?.extensions['code']).toBe('FORBIDDEN');
    expect(gateway.behind.disclosed).toMatchObject([
      {
        reader: { purpose: 'asylum-decision' },
        touches: [{ asked: 'case', caseId: otherCase, outcome: 'denied', denial: 'purpose-not-allowed' }],
      },
    ]);
    expect(gateway.behind.happened).not.toContain(`planned ${otherCase}`);
  });

  it('keeps a denial of one root field beside what the others give', async () => {
    const answer = await gateway.ask(`{
      here: case(id: "${ourCase}") { caseId }
      elsewhere: case(id: "${otherCase}") { caseId }
    }`);
    expect(answer.data).toEqual({ here: { caseId: ourCase }, elsewhere: null });
    expect(gateway.behind.disclosed).toHaveLength(1);
    expect(gateway.behind.disclosed[0]?.touches.map(({ caseId, outcome }) => [caseId, outcome])).toEqual([
      [ourCase, 'given'],
      [otherCase, 'denied'],
    ]);
  });

  it('does not wait for a root field that never runs, nor for one that fails before it has decided', async () => {
    gateway.behind.reading = () => {
      throw new Error('broken');
    };
    const answer = await gateway.ask(
      `query($no: Boolean!, $first: Int = 5) {
        timeline(caseId: "${ourCase}", first: $first) { pageInfo { hasNextPage } }
        skipped: case(id: "${otherCase}") @skip(if: true) { caseId }
        excluded: case(id: "${otherCase}") @include(if: $no) { caseId }
        nulled: timeline(caseId: "${ourCase}", first: $first) { pageInfo { hasNextPage } }
        broken: timeline(caseId: "${ourCase}", first: 3) { pageInfo { hasNextPage } }
        case(id: "${ourCase}") { caseId }
      }`,
      { no: false, first: null },
    );
    expect(answer.data).toEqual({ timeline: null, nulled: null, broken: null, case: { caseId: ourCase } });
    expect(answer.errors.map(({ extensions }) => extensions['code']).sort()).toEqual([
      'INTERNAL',
      'INVALID_INPUT',
      'INVALID_INPUT',
    ]);
    expect(gateway.behind.disclosed).toHaveLength(1);
  });

  it('is not written where no case is touched', async () => {
    await gateway.ask('{ me { person } __typename }');
    expect(gateway.behind.disclosed).toEqual([]);
  });
});

describe('what several fields tell of one case', () => {
  const touch = {
    asked: 'timeline',
    asOf: null,
    whole: true,
    caseId: ourCase,
    outcome: 'given',
    caseKnown: true,
    events: [{ eventId: 'e1', parts: 1 }],
    decidedBy: ['b'],
    policyVersion: '1',
    viewPosition: positionAt(1),
  } as const;

  it('is put together: every part once, every policy, and the latest position', () => {
    const other = {
      ...touch,
      whole: false,
      events: [
        { eventId: 'e1', parts: 2 },
        { eventId: 'e2', parts: 0 },
      ],
      decidedBy: ['a', 'b'],
      viewPosition: positionAt(2),
    };
    expect(oneForEachCase([touch, other])).toEqual([
      {
        ...touch,
        whole: false,
        events: [
          { eventId: 'e1', parts: 3 },
          { eventId: 'e2', parts: 0 },
        ],
        decidedBy: ['a', 'b'],
        viewPosition: positionAt(2),
      },
    ]);
  });

  it('stays apart where one of them looks back, reads the access log, or was denied', () => {
    const denied = { ...touch, outcome: 'denied', asked: 'entry', caseId: null } as const;
    const touches = [
      touch,
      { ...touch, asOf: '2010-11-02T04:50:00.000Z' },
      { ...touch, asked: 'access-log' } as const,
      { ...denied, events: [{ eventId: 'e1', parts: 0 }] },
      { ...denied, events: [{ eventId: 'e2', parts: 0 }] },
    ];
    expect(oneForEachCase(touches)).toEqual(touches);
  });
});
