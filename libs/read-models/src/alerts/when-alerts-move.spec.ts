import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Database } from '#platform';
import { describeOnEachDatabase } from '#platform/testing';
import { setUpAlertTables, type AlertTable, type AlertTables } from './tables.js';
import { whenAlertsMove } from './when-alerts-move.js';

describeOnEachDatabase('Whoever waits for alerts', (make) => {
  let database: Database<AlertTables>;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    ({ database, remove } = await make<AlertTables>());
    await setUpAlertTables(database);
  });
  afterAll(() => remove());

  let raised = 0;
  const raise = async () => {
    raised += 1;
    const row: AlertTable = {
      ...{ alert_id: `alert-${raised}`, organisation: 'northbridge', case_id: 'a', kind: 'missing-child' },
      ...{
        event_id: 'event',
        raised_by: 'raised',
        raised_position: String(raised).padStart(16, '0') as never,
      },
      ...{
        raised: 1,
        raised_at: '2026-11-22T10:00:00.000Z',
        level: 'first',
        level_since: '2026-11-22T10:00:00.000Z',
      },
      ...{ people: '[]', roles: '[]', acknowledged_by: null, acknowledged_at: null, ended_because: null },
      ...{ ended_at: null, last_recorded_at: '2026-11-22T10:00:00.000Z', open: 1 },
      position: String(raised).padStart(16, '0') as never,
    };
    await database.writer.insertInto('alert').values(row).execute();
  };
  const never = new AbortController().signal;

  it('waits no longer where one was raised after they had read and before they waited', async () => {
    const moving = whenAlertsMove(database.reader);
    for (let turn = 0; turn < 3; turn += 1) {
      const read = moving.moves();
      await raise();
      const begun = performance.now();
      await moving.wait(read, 3_000, never);
      expect(performance.now() - begun).toBeLessThan(2_000);
      // As where somebody else waits, and the reading takes long.
      const slow = moving.moves();
      const other = moving.wait(slow, 3_000, never);
      await raise();
      await other;
      await moving.wait(slow, 3_000, never);
      expect(performance.now() - begun).toBeLessThan(2_500);
    }
  });
});
