import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anEntry, ourCase, startGateway, type RunningGateway } from './gateway.fixture.js';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.stop());

const timeline = `query($case: ID!) { timeline(caseId: $case) { edges { cursor node {
  __typename eventId type kindOfWork recordedBy { name function } withheld { category grade reason }
  ... on ContactTurnedAway { reason decidedBy }
} } pageInfo { hasNextPage endCursor } } }`;

describe('the gateway', () => {
  it('answers a timeline with the type and the details of each entry', async () => {
    gateway.behind.entries.push(
      anEntry('ContactTurnedAway', { reason: 'no-asylum-status', decidedBy: 'Duty manager' }),
    );
    const answer = await gateway.ask(timeline, { case: ourCase });
    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({
      timeline: {
        edges: [
          {
            node: {
              __typename: 'ContactTurnedAway',
              type: 'ContactTurnedAway',
              recordedBy: { name: 'Northshire Police', function: 'POLICE' },
              reason: 'NO_ASYLUM_STATUS',
              decidedBy: 'Duty manager',
            },
          },
        ],
        pageInfo: { hasNextPage: false },
      },
    });
  });

  it('records an action and answers its event', async () => {
    const mutation = `mutation($action: ActionInput!, $details: AgeClaimedInput!) {
      recordAgeClaim(action: $action, details: $details) { eventId type position repeated inForce } }`;
    const answer = await gateway.ask(mutation, {
      action: { caseId: ourCase, key: 'key-number-one', occurred: '2010-11-01' },
      details: { claimedBy: 'CHILD', age: 15 },
    });
    expect(answer.errors).toEqual([]);
    expect(gateway.behind.recorded).toMatchObject([
      {
        type: 'AgeClaimed',
        purpose: 'safeguarding',
        key: 'key-number-one',
        details: { claimedBy: 'child', age: 15 },
      },
    ]);
    expect(answer.data).toMatchObject({
      recordAgeClaim: { type: 'AgeClaimed', repeated: false, inForce: null },
    });
  });
});
