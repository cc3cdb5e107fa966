import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { describeOnEachDatabase } from '#platform/testing';
import { about, alerting, joins, until, type Alerting } from './alerting.fixture.js';

const child = '4430b317-70a6-55b1-960e-fe677ab96f53';
const minute = 60_000;

describeOnEachDatabase('what else cannot wait', (make) => {
  let at: Alerting;
  beforeEach(async () => {
    at = await alerting(make);
    const onCase = at.onCase(child);
    await onCase('ContactReceived');
    await onCase('ResponsibilityAccepted');
    await onCase('AgencyJoinedCase', joins('riverside'));
    await onCase('AgencyJoinedCase', joins('clinic'));
    at.run();
  });
  afterEach(() => at.close());

  const settled = () => until(() => at.isSettled());
  const later = (milliseconds: number) =>
    at.clock.setTo(new Date(Date.parse(at.clock.now()) + milliseconds).toISOString());
  const kindsFor = async (who: string) => (await at.alertsOf(who, true)).map(({ kind }) => kind);

  it('is an emergency access: the authority answers for the child, the supervisor for the holder, and nobody else is told', async () => {
    const concerns = {
      ...{ grantedTo: 'omar-riverside', organisation: 'riverside', caseOpened: child },
      until: '2010-11-06T06:00:00.000Z',
    };
    const onGrant = at.onGrant('night', child);
    const opened = await onGrant('BreakGlassOpened', { by: 'riverside', concerns });
    await until(async () => (await kindsFor('vera-riverside')).length === 1);
    await settled();
    expect(await kindsFor('mona-northbridge')).toEqual(['emergency-access']);
    for (const who of ['omar-riverside', 'kate-riverside', 'lena-clinic', 'room-riverside'])
      expect([who, await kindsFor(who)]).toEqual([who, []]);
    const [alert] = await at.alertsOf('vera-riverside');
    expect(alert).toMatchObject({ eventId: opened.id, forYou: true });
    expect(await at.acknowledge('vera-riverside', alert!.alertId)).toMatchObject({ ok: true });
    await until(async () => (await kindsFor('vera-riverside')).length === 0);
    expect(await kindsFor('mona-northbridge')).toEqual(['emergency-access']);

    await onGrant('BreakGlassEnded', { by: 'riverside', concerns });
    await settled();
    later(72 * 60 * minute + minute);
    // Of another team than his own, and nobody who supervises him.
    await until(async () => (await kindsFor('vera-riverside')).includes('overdue-emergency-review'));
    await settled();
    expect(await kindsFor('omar-riverside')).toEqual([]);
    expect(await kindsFor('hugh-riverside')).toEqual([]);
    await onGrant('BreakGlassReviewed', { by: 'riverside', concerns });
    await until(async () => (await kindsFor('vera-riverside')).length === 0);
  });

  it('is a review by law that was not held: the authority that must hold it is alerted, and no other agency', async () => {
    const began = await at.onCase(child)('LookedAfterStarted');
    const concerns = { duty: 'looked-after-review', responsible: 'northbridge' };
    const missed = await at.onCase(child)('DeadlineMissed', { concerns, ...about(began) });
    await until(async () => (await kindsFor('rita-northbridge')).length === 1);
    await settled();
    expect((await at.alertsOf('rita-northbridge'))[0]).toMatchObject({
      ...{ kind: 'overdue-review', eventId: missed.id, forYou: true },
    });
    for (const who of ['vera-riverside', 'lena-clinic']) expect(await kindsFor(who)).toEqual([]);
    await at.onCase(child)('DeadlineMet', { concerns, ...about(began) });
    await until(async () => (await kindsFor('rita-northbridge')).length === 0);
  });

  it('is a hold on removal, placed and lifted: enforcement has its removal check, and gets no alert', async () => {
    await at.onCase(child)('AgencyJoinedCase', joins('enforcement'));
    const placed = await at.onCase(child)('RemovalHoldPlaced');
    await until(async () => (await kindsFor('lena-clinic')).length === 1);
    await settled();
    expect(await at.alertsOf('abel-enforcement')).toEqual([]);
    await at.onCase(child)('RemovalHoldLifted', about(placed));
    await until(async () => (await kindsFor('lena-clinic')).join() === 'removal-hold-lifted');
    await settled();
    for (const { header } of await at.ofAlerts())
      expect(header.concerns.organisation).not.toBe('enforcement');
  });

  it('is kept where it is covert: an agency that is not told has no alert, no event of one and no refusal of its own', async () => {
    await at.onCase(child)('WorkerAllocated', { concerns: { worker: 'alice-northbridge' } });
    await at.onCase(child)('RemovalHoldPlaced', {
      handling: { caveats: [{ caveat: 'covert' }], neverTo: ['clinic'] },
    });
    await until(async () => (await kindsFor('alice-northbridge')).length === 1);
    await settled();
    for (const who of ['lena-clinic', 'vera-riverside', 'room-riverside'])
      expect(await at.alertsOf(who)).toEqual([]);
    expect((await at.ofAlerts()).map(({ header }) => header.concerns.organisation)).toEqual(['northbridge']);
    const [alert] = await at.alertsOf('alice-northbridge');
    const notThere = { ok: false, reason: { code: 'NOT_FOUND' } };
    const none = '00000000-0000-4000-8000-000000000000';
    for (const alertId of [alert!.alertId, none])
      expect(await at.acknowledge('lena-clinic', alertId)).toEqual(notThere);
  });

  it('is told only to those to whom its recorder releases it: a stub has no type, and an alert would tell it', async () => {
    await at.onCase(child)('RemovalHoldPlaced', { handling: { releasableTo: ['riverside'] } });
    await until(async () => (await kindsFor('vera-riverside')).length === 1);
    await settled();
    expect(await at.alertsOf('lena-clinic')).toEqual([]);
    expect((await at.ofAlerts()).map(({ header }) => header.concerns.organisation)).not.toContain('clinic');
  });

  it('is of all cases of a child: whoever joined through a link is alerted, until the link ends', async () => {
    const other = '5530b317-70a6-55b1-960e-fe677ab96f54';
    await at.onCase(other)('ContactReceived', { by: 'easthaven' });
    await at.onCase(child)('ChildReportedMissing');
    await settled();
    const raisedFor = async () =>
      (await at.ofAlerts())
        .filter(({ type }) => type === 'AlertRaised')
        .map(({ header }) => header.concerns.organisation as string)
        .sort();
    expect(await raisedFor()).toEqual(['clinic', 'northbridge', 'riverside']);
    const onLink = at.onLink('one', [child, other]);
    await onLink('RecordLinkProposed');
    await onLink('RecordLinked', { concerns: { agreedAsLead: [child] } });
    await onLink('RecordLinked', { by: 'easthaven', concerns: { agreedAsLead: [other] } });
    await settled();
    expect(await raisedFor()).toEqual(['clinic', 'easthaven', 'northbridge', 'riverside']);
    // Who comes and goes on the other case comes and goes on this one.
    await at.onCase(other)('AgencyLeftCase', { by: 'easthaven' });
    await settled();
    const endedFor = async () =>
      (await at.ofAlerts())
        .filter(({ type }) => type === 'AlertEnded')
        .map(({ header }) => header.concerns.organisation);
    expect(await endedFor()).toEqual(['easthaven']);
    await at.onCase(other)('AgencyJoinedCase', joins('easthaven'));
    await settled();
    expect(await endedFor()).toEqual(['easthaven']);
    await onLink('RecordUnlinked', { concerns: { takenOut: [other] } });
    await settled();
    expect(await endedFor()).toEqual(['easthaven', 'easthaven']);
  });
});
