import { describe, expect, it } from '@jest/globals';
import type { RegisteredWebhook } from '#casework';
import { accepted, randomId } from '#kernel';
import type { AlertFeedItem, CurrentReader } from '#read-models';
import { alertsSource } from './alerts-source.js';

const raised: AlertFeedItem = {
  ...{ kind: 'raised', id: randomId(), cursor: 'a cursor' },
  alert: {
    ...{ alertId: randomId(), kind: 'missing-child', caseId: randomId(), eventId: randomId() },
    ...{ raisedAt: '2026-11-23T03:00:00.000Z', level: 'first', levelSince: '2026-11-23T03:00:00.000Z' },
    ...{ forYou: true, acknowledgedAt: null, acknowledgedBy: null, open: true, contactPoint: null },
  },
};

const unused = () => Promise.reject(new Error('Nobody asks for this.'));
const source = alertsSource({
  alertFeed: {
    subscribe: () =>
      Promise.resolve(
        accepted({
          next: () =>
            Promise.resolve({ items: [raised], checkpoint: 'a cursor', caughtUp: true, closing: null }),
          close: () => undefined,
        }),
      ),
  },
  alerts: { alerts: unused },
  disclosures: { record: unused },
});
const who: CurrentReader = unused;

const idsFrom = async (start: 'beginning' | { readonly after: string }): Promise<readonly string[]> => {
  const opened = await source.open({ cases: null } as RegisteredWebhook, who, start, 'thin');
  if (!opened.ok) throw new Error(opened.reason);
  const signal = new AbortController().signal;
  const { items } = await opened.value.next({ most: 10, heartbeatMs: 1, signal });
  return items.map(({ id }) => id);
};

describe('an alert that is sent to a webhook', () => {
  it('has the id of the feed, by which the receiver knows what it has taken', async () => {
    expect(await idsFrom({ after: 'a cursor' })).toEqual([raised.id]);
  });

  it('has another where all begins anew: a receiver to whom it was told as ended does not leave it out', async () => {
    const ids = [...(await idsFrom('beginning')), ...(await idsFrom('beginning'))];
    expect(new Set([...ids, raised.id]).size).toBe(3);
  });
});
