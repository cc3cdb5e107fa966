import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { follow, startSubscribing, type SubscribingGateway } from '../subscriptions/subscribing.fixture.js';
import { anAlert } from './alerts-behind.fixture.js';

let gateway: SubscribingGateway;
beforeAll(async () => {
  gateway = await startSubscribing();
});
afterAll(() => gateway.stop());

const alerts = `subscription ($after: String, $from: FeedStart) {
  caseEvents: alertsRaised(after: $after, from: $from) {
    __typename
    ... on AlertChanged { id cursor change alert { alertId kind level } }
    ... on AlertOver { id cursor alertId caseId }
    ... on FeedCheckpoint { cursor caughtUp }
  }
}`;

describe('somebody who follows alerts', () => {
  it('is sent what is open, what becomes of it and what is over, and told when that was all', async () => {
    const { alertId, caseId } = anAlert;
    gateway.behind.alertItems = [
      { kind: 'raised', id: 'one', cursor: 'place-1', alert: anAlert },
      { kind: 'escalated', id: 'two', cursor: 'place-2', alert: anAlert },
      { kind: 'ended', id: 'three', cursor: 'place-3', alertId, caseId },
    ];
    const following = follow(await gateway.client(), {}, alerts);
    const alert = { alertId, kind: 'MISSING_CHILD', level: 'SUPERVISORS' };
    expect(await following.until(4)).toEqual([
      { __typename: 'AlertChanged', id: 'one', cursor: 'place-1', change: 'RAISED', alert },
      { __typename: 'AlertChanged', id: 'two', cursor: 'place-2', change: 'ESCALATED', alert },
      { __typename: 'AlertOver', id: 'three', cursor: 'place-3', alertId, caseId },
      { __typename: 'FeedCheckpoint', cursor: 'place', caughtUp: true },
    ]);
    following.stop();
  });

  it('is told why where a cursor is one no more, and that a place is said once', async () => {
    const outdated = await follow(await gateway.client(), { after: 'place' }, alerts).ended;
    expect(outdated).toMatchObject({
      errors: [{ extensions: { code: 'CURSOR_REFUSED', reason: 'OUTDATED' } }],
    });
    const both = await follow(await gateway.client(), { after: 'place', from: 'NOW' }, alerts).ended;
    expect(both).toMatchObject({ errors: [{ extensions: { code: 'INVALID_INPUT', field: 'from' } }] });
  });
});
