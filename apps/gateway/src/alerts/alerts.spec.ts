import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { officer, startGateway, type RunningGateway } from '../gateway.fixture.js';
import { anAlert } from './alerts-behind.fixture.js';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.stop());

const fields =
  'alertId kind caseId eventId raisedAt level levelSince forYou open acknowledgedAt acknowledgedBy contactPoint { reach }';
const read = (args = '') =>
  gateway.ask(`{ alerts${args} { edges { cursor node { ${fields} } } pageInfo { hasNextPage } } }`);
const acknowledge = (input: Readonly<Record<string, unknown>>) =>
  gateway.ask(
    'mutation($input: AcknowledgeAlertInput!) { acknowledgeAlert(input: $input) { alertId recordedAt repeated } }',
    { input },
  );

describe('reading alerts', () => {
  it('tells the least of each, after the record of it, and pages by a sealed cursor', async () => {
    const answer = await read('(open: true, first: 5)');
    expect(answer.errors).toEqual([]);
    const [edge] = (answer.data?.alerts as { edges: { cursor: string; node: unknown }[] }).edges;
    expect(edge?.node).toEqual({ ...anAlert, kind: 'MISSING_CHILD', level: 'SUPERVISORS' });
    expect(gateway.behind.disclosed.flatMap(({ touches }) => touches)).toMatchObject([
      { caseId: anAlert.caseId, events: [{ eventId: anAlert.eventId }] },
    ]);
    expect((await read(`(after: "${edge!.cursor}")`)).errors).toEqual([]);
    expect(gateway.behind.alertsAsked).toMatchObject([
      { open: true, first: 5 },
      { first: 25, after: { position: expect.any(String) } },
    ]);
  });

  it('answers nothing where the record cannot be written', async () => {
    gateway.behind.disclosing = () => Promise.reject(new Error('the disk is full'));
    expect((await read()).data?.alerts ?? null).toBeNull();
  });

  it('refuses a page that is none, and a cursor of another page', async () => {
    for (const args of ['(first: 0)', '(first: 101)', '(after: "AAAA")'])
      expect((await read(args)).errors[0]?.extensions.code).toBe('INVALID_INPUT');
  });
});

describe('acknowledging an alert', () => {
  const input = { key: 'taken-up-1', alertId: anAlert.alertId, note: 'A car is on its way.' };

  it('is recorded by the person who asks', async () => {
    const answer = await acknowledge(input);
    expect(answer.errors).toEqual([]);
    expect(answer.data?.acknowledgeAlert).toEqual({
      ...{ alertId: anAlert.alertId, recordedAt: '2010-11-06T02:20:00.000Z', repeated: false },
    });
    expect(gateway.behind.acknowledged).toMatchObject([{ principal: officer, ...input }]);
  });

  it('is refused as what is not there, with a record of the denial', async () => {
    gateway.behind.acknowledging = () => ({ code: 'NOT_FOUND' });
    expect((await acknowledge(input)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect(gateway.behind.disclosed.flatMap(({ touches }) => touches)).toMatchObject([
      { outcome: 'denied', asked: 'action', caseKnown: false },
    ]);
  });

  it('tells by which rule it is refused', async () => {
    const rule = 'alert-is-acknowledged-once';
    gateway.behind.acknowledging = () => ({ code: 'RULE_REFUSED', rule, message: 'It was taken up.' });
    expect((await acknowledge(input)).errors[0]?.extensions).toMatchObject({ code: 'RULE_REFUSED', rule });
    expect(gateway.behind.disclosed).toEqual([]);
  });
});
