import { expect, it } from '@jest/globals';
import { describeOnEachDatabase } from '#platform/testing';
import { keptDeliveries, type Waiting } from './kept-deliveries.js';
import { setUpWebhookTables, type WebhookTables } from './tables.js';

const now = '2026-11-22T10:00:00.000Z';
const delivery = (id: string, number: number, more: Partial<Waiting> = {}): Waiting => ({
  ...{ id, number, source: 'entries', kind: 'entry', caseId: 'miriam', subjectId: 'event' },
  ...{ attempts: 0, nextAt: now, takenAt: now, ...more },
});
const place = (cursor: string) => ({ source: 'entries', cursor }) as const;

describeOnEachDatabase('What is kept of deliveries', (make) => {
  it('is only what is sent anew and the alerts, where everything begins anew, whatever comes of what was under way', async () => {
    const { database, remove } = await make<WebhookTables>();
    try {
      await setUpWebhookTables(database);
      const kept = keptDeliveries(database, 'hook', { hold: () => Promise.resolve() });
      const [underWay, dead, ended] = [delivery('a', 1), delivery('b', 2), delivery('c', 3)];
      await kept.take([underWay, dead, ended], place('1'), now);
      await kept.take([delivery('alert', 1, { source: 'alerts' })], { source: 'alerts', cursor: '1' }, now);
      const failed = { attempts: 10, status: 500, failingSince: now };
      await kept.failed(dead, { ...failed, nextAt: null }, now);
      const beginning = delivery('anew', 4, { kind: 'begun-anew', caseId: null });
      await kept.take([beginning, delivery('a', 5), delivery('b', 6)], place('2'), now);
      await kept.failed(underWay, { ...failed, nextAt: null }, now);
      await kept.end(underWay, true);
      const waiting = await kept.waiting();
      expect(waiting.map(({ id, number, caseId }) => [id, number, caseId])).toEqual([
        ['alert', 1, 'miriam'],
        ['anew', 4, null],
        ['a', 5, 'miriam'],
        ['b', 6, 'miriam'],
      ]);
    } finally {
      await remove();
    }
  });
});
