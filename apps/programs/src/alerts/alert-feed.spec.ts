import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { accepted, refused } from '#kernel';
import { describeOnEachDatabase } from '#platform/testing';
import type { AlertFeedBatch, AlertFeedSubscription } from '#read-models';
import { about, alerting, joins, reader, until, type Alerting } from './alerting.fixture.js';

const child = '4430b317-70a6-55b1-960e-fe677ab96f53';

describeOnEachDatabase('the feed of alerts', (make) => {
  let at: Alerting;
  beforeEach(async () => {
    at = await alerting(make);
    const onCase = at.onCase(child);
    await onCase('ContactReceived');
    await onCase('AgencyJoinedCase', joins('riverside'));
    at.run();
  });
  afterEach(() => at.close());

  const next = (feed: AlertFeedSubscription, heartbeatMs = 5_000, most = 10): Promise<AlertFeedBatch> =>
    feed.next({ most, heartbeatMs, signal: new AbortController().signal });
  const kinds = ({ items }: AlertFeedBatch) => items.map(({ kind }) => kind);
  const settled = () => until(() => at.isSettled());
  const missing = (more = {}) => at.onCase(child)('ChildReportedMissing', more);
  const minutes = (count: number) =>
    at.clock.setTo(new Date(Date.parse(at.clock.now()) + count * 60_000).toISOString());

  it('pushes what is raised, goes up, is taken up and ends, as it happens, each on record before', async () => {
    const feed = await at.subscribe('room-riverside', 'now');
    expect(await next(feed, 1)).toMatchObject({ items: [], caughtUp: true, closing: null });
    const began = performance.now();
    const reported = await missing();
    const raised = await next(feed);
    const took = performance.now() - began;
    expect(took).toBeLessThan(3_000);
    expect(raised.items).toMatchObject([{ kind: 'raised', alert: { eventId: reported.id, level: 'first' } }]);
    expect(await at.disclosed()).toMatchObject([
      { stream: `access-${child}`, header: { concerns: { readerPerson: 'room-riverside' } } },
    ]);
    minutes(16);
    expect((await next(feed)).items).toMatchObject([{ kind: 'escalated', alert: { level: 'supervisors' } }]);
    const [alert] = await at.alertsOf('vera-riverside');
    await at.acknowledge('vera-riverside', alert!.alertId);
    expect((await next(feed)).items).toMatchObject([
      { kind: 'acknowledged', alert: { acknowledgedBy: 'vera-riverside' } },
    ]);
    await at.onCase(child)('ChildLocated', about(reported));
    expect((await next(feed)).items).toMatchObject([
      { kind: 'ended', alertId: alert!.alertId, caseId: child },
    ]);
    expect(await at.disclosed()).toHaveLength(4);
  });

  it('gives no place twice by the same token, so that none tells what was hidden meanwhile', async () => {
    const feed = await at.subscribe('kate-riverside', 'now');
    const [before, still] = [await next(feed, 1), await next(feed, 1)];
    await missing({ handling: { neverTo: ['kate-riverside'] } });
    await settled();
    const after = await next(feed, 1);
    const tokens = [before, still, after].map(({ checkpoint }) => checkpoint);
    expect(new Set(tokens).size).toBe(3);
    expect(new Set(tokens.map(({ length }) => length)).size).toBe(1);
  });

  it('begins with what is open, goes on from a cursor, and sends the same by the same id', async () => {
    const reported = await missing();
    await settled();
    const feed = await at.subscribe('room-riverside', 'beginning');
    const first = await next(feed);
    expect(kinds(first)).toEqual(['raised']);
    minutes(16);
    await until(async () => (await at.alertsOf('vera-riverside'))[0]!.level === 'supervisors');
    await at.onCase(child)('RemovalHoldPlaced');
    await until(async () => (await at.alertsOf('vera-riverside')).length === 2);
    const resumed = await at.subscribe('room-riverside', { after: first.checkpoint });
    const second = await next(resumed);
    expect(kinds(second)).toEqual(['escalated', 'raised']);
    const again = await next(await at.subscribe('room-riverside', { after: first.checkpoint }));
    expect(again.items.map(({ id }) => id)).toEqual(second.items.map(({ id }) => id));
    await at.onCase(child)('ChildLocated', about(reported));
    await until(async () => (await at.alertsOf('vera-riverside', true)).length === 1);
    const third = await next(await at.subscribe('room-riverside', { after: second.checkpoint }));
    expect(kinds(third)).toEqual(['ended']);
    const none = await at.subscribe('room-riverside', { after: third.checkpoint });
    expect(kinds(await next(none, 1))).toEqual([]);
  });

  it('goes on in the middle of a catch-up, by batches of one, without loss', async () => {
    const other = '5530b317-70a6-55b1-960e-fe677ab96f54';
    await missing();
    await settled();
    await at.onCase(other)('ContactReceived');
    await at.onCase(other)('AgencyJoinedCase', joins('riverside'));
    await at.onCase(other)('ChildReportedMissing');
    await settled();
    // One that ended before anybody listened is nobody's to remove.
    const lifted = await at.onCase(other)('RemovalHoldPlaced');
    await settled();
    await at.onCase(other)('RemovalHoldLifted', about(lifted));
    await settled();
    let cursor: string | null = null;
    const seen: string[] = [];
    for (let batches = 0; batches < 3; batches += 1) {
      const feed: AlertFeedSubscription = await at.subscribe(
        'room-riverside',
        cursor === null ? 'beginning' : { after: cursor },
      );
      const batch = await next(feed, 1, 1);
      seen.push(...batch.items.map((item) => `${item.kind} ${item.kind === 'ended' ? '' : item.alert.kind}`));
      cursor = batch.checkpoint;
    }
    expect(seen).toEqual(['raised missing-child', 'raised missing-child', 'raised removal-hold-lifted']);
  });

  it('tells whose right was taken away that it ended, and nobody who never had it anything at all', async () => {
    const reported = await missing({ handling: { neverTo: ['omar-riverside'] } });
    await settled();
    const kate = await at.subscribe('kate-riverside', 'beginning');
    const omar = await at.subscribe('omar-riverside', 'beginning');
    const room = await at.subscribe('room-riverside', 'beginning');
    expect(kinds(await next(kate))).toEqual(['raised']);
    for (const feed of [omar, room]) expect(kinds(await next(feed, 1))).toEqual([]);
    const saved = (await next(kate, 1)).checkpoint;
    await at.onCase(child)('HandlingChanged', {
      ...about(reported),
      concerns: {
        ...{ covert: false, notForImmigration: [], releaseLimited: false, releasableTo: [] },
        ...{ neverToOrganisations: [], neverToPeople: ['kate-riverside', 'omar-riverside'] },
      },
    });
    const before = (await at.disclosed()).length;
    expect(kinds(await next(kate, 1))).toEqual(['ended']);
    expect(await at.disclosed()).toHaveLength(before + 1);
    expect(await at.alertsOf('kate-riverside')).toEqual([]);
    for (const feed of [omar, room]) expect(kinds(await next(feed, 1))).toEqual([]);
    // Who was away meanwhile has to begin anew, and then finds nothing.
    const refusal = await at.feed.subscribe(() => Promise.resolve(accepted(reader('kate-riverside'))), {
      ...{ start: { after: saved }, delivery: 'subscription' },
    });
    expect(refusal).toEqual(refused({ code: 'CURSOR_REFUSED', reason: 'outdated' }));
    expect(kinds(await next(await at.subscribe('kate-riverside', 'beginning'), 1))).toEqual([]);
    expect(JSON.stringify(await at.disclosed())).not.toContain('omar-riverside');
  });

  it('tells by an id of its own each time that a right was lost or won again, and by the same where it was neither', async () => {
    const feed = await at.subscribe('room-riverside', 'now');
    await next(feed, 1);
    const reported = await missing();
    const items = [...(await next(feed)).items];
    for (const neverToPeople of [['omar-riverside'], [], ['omar-riverside'], []]) {
      await at.onCase(child)('HandlingChanged', {
        ...about(reported),
        concerns: {
          ...{ covert: false, notForImmigration: [], releaseLimited: false, releasableTo: [] },
          ...{ neverToOrganisations: [], neverToPeople },
        },
      });
      await settled();
      items.push(...(await next(feed)).items);
    }
    expect(items.map(({ kind }) => kind)).toEqual(['raised', 'ended', 'raised', 'ended', 'raised']);
    expect(new Set(items.map(({ id }) => id)).size).toBe(5);
    // Whoever begins anew has nothing, and finds it as it was raised.
    const anew = await next(await at.subscribe('room-riverside', 'beginning'));
    expect(anew.items.map(({ id }) => id)).toEqual([items[0]!.id]);
  });

  it('takes a cursor of nobody else, and ends when whoever asks is nobody any more', async () => {
    await missing();
    await settled();
    const { checkpoint } = await next(await at.subscribe('kate-riverside', 'beginning'));
    for (const who of ['vera-riverside', 'alice-northbridge']) {
      const answer = await at.feed.subscribe(() => Promise.resolve(accepted(reader(who))), {
        ...{ start: { after: checkpoint }, delivery: 'subscription' },
      });
      expect(answer).toEqual(refused({ code: 'CURSOR_REFUSED', reason: 'not-yours' }));
    }
    let isThere = true;
    const feed = await at.feed.subscribe(
      () => Promise.resolve(isThere ? accepted(reader('vera-riverside')) : refused('token-expired')),
      { start: 'beginning', delivery: 'subscription' },
    );
    if (!feed.ok) throw new Error('refused');
    isThere = false;
    expect(await next(feed.value)).toMatchObject({ items: [], closing: 'token-expired' });
  });
});
