import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { describeOnEachDatabase } from '#platform/testing';
import { about, alerting, joins, until, type Alerting } from './alerting.fixture.js';

const child = '4430b317-70a6-55b1-960e-fe677ab96f53';

describeOnEachDatabase('a child goes missing', (make, dialect) => {
  let at: Alerting;
  beforeEach(async () => {
    at = await alerting(make);
    const onCase = at.onCase(child);
    await onCase('ContactReceived');
    await onCase('WorkerAllocated', { concerns: { worker: 'alice-northbridge' } });
    await onCase('AgencyJoinedCase', joins('riverside'));
    await onCase('AgencyJoinedCase', joins('clinic'));
  });
  afterEach(() => at.close());

  const minutes = (count: number) =>
    at.clock.setTo(new Date(Date.parse(at.clock.now()) + count * 60_000).toISOString());
  const settled = () => until(() => at.isSettled());
  const types = async () => (await at.ofAlerts()).map(({ type }) => type).sort();

  it('and every agency on the case is alerted at once, each by an alert of its own', async () => {
    const { alarms } = at.run();
    await settled();
    const began = performance.now();
    const reported = await at.onCase(child)('ChildReportedMissing');
    await until(async () => (await at.alertsOf('room-riverside')).length > 0);
    const took = performance.now() - began;
    expect(took).toBeLessThan(5_000);
    await settled();
    const ids = new Set<string>();
    for (const [who, forYou] of [
      ['alice-northbridge', true],
      ['mona-northbridge', false],
      ['vera-riverside', true],
      ['room-riverside', false],
      ['lena-clinic', true],
    ] as const) {
      const [alert, ...others] = await at.alertsOf(who);
      expect(others).toEqual([]);
      expect(alert).toMatchObject({
        ...{ kind: 'missing-child', caseId: child, eventId: reported.id, level: 'first', open: true, forYou },
        contactPoint: { organisation: 'northbridge', reach: 'desk@northbridge.example' },
        acknowledgedAt: null,
      });
      ids.add(alert!.alertId);
    }
    expect(ids.size).toBe(3);
    expect(await at.alertsOf('abel-enforcement')).toEqual([]);
    expect(alarms).toEqual([]);
  });

  it('and goes to those above where nobody of the organisation takes it up, and to no others', async () => {
    at.run();
    await at.onCase(child)('ChildReportedMissing');
    await settled();
    const [own] = await at.alertsOf('alice-northbridge');
    expect(await at.acknowledge('alice-northbridge', own!.alertId)).toMatchObject({ ok: true });
    minutes(16);
    await until(async () => (await at.alertsOf('vera-riverside'))[0]!.level === 'supervisors');
    await settled();
    expect((await at.alertsOf('alice-northbridge'))[0]).toMatchObject({
      ...{ level: 'first', acknowledgedBy: 'alice-northbridge', open: true },
    });
    minutes(16);
    await until(async () => (await at.alertsOf('vera-riverside'))[0]!.level === 'service');
    minutes(600);
    await settled();
    expect(await types()).toEqual([
      'AlertAcknowledged',
      ...Array<string>(4).fill('AlertEscalated'),
      ...Array<string>(3).fill('AlertRaised'),
    ]);
  });

  it('and is found: every alert ends, and another absence alerts anew', async () => {
    at.run();
    const reported = await at.onCase(child)('ChildReportedMissing');
    await settled();
    await at.onCase(child)('ChildLocated', about(reported));
    await until(async () => (await at.alertsOf('room-riverside', true)).length === 0);
    await settled();
    expect(await at.alertsOf('alice-northbridge', true)).toEqual([]);
    expect((await at.alertsOf('alice-northbridge', false)).map(({ open }) => open)).toEqual([false]);
    await at.onCase(child)('ChildReportedMissing');
    await until(async () => (await at.alertsOf('room-riverside', true)).length === 1);
  });

  it('and several reports of one absence are one alert', async () => {
    at.run();
    await at.onCase(child)('ChildReportedMissing');
    await at.onCase(child)('ChildReportedMissing', { by: 'riverside' });
    await settled();
    expect(await types()).toEqual(['AlertRaised', 'AlertRaised', 'AlertRaised']);
  });

  it('and an agency that comes onto the case is alerted, one that leaves is not any more', async () => {
    at.run();
    await at.onCase(child)('ChildReportedMissing');
    await settled();
    await at.onCase(child)('AgencyJoinedCase', joins('easthaven'));
    await at.onCase(child)('AgencyLeftCase', { by: 'clinic' });
    expect(await at.alertsOf('lena-clinic')).toEqual([]);
    await settled();
    const ended = (await at.ofAlerts()).filter(({ type }) => type === 'AlertEnded');
    expect(ended.map(({ header }) => header.concerns)).toMatchObject([
      { organisation: 'clinic', because: 'not-theirs' },
    ]);
    expect((await types()).filter((type) => type === 'AlertRaised')).toHaveLength(4);
    await at.onCase(child)('AgencyJoinedCase', joins('clinic'));
    await until(async () => (await at.alertsOf('lena-clinic', true)).length === 1);
  });

  it('and is looked for although an event of the case cannot be read', async () => {
    at.run();
    await at.onCase(child)('DecisionRecorded', { unreadable: true });
    await at.onCase(child)('HandlingChanged', { unreadable: true });
    await at.onCase(child)('RemovalHoldPlaced');
    await at.onCase(child)('ChildReportedMissing');
    await until(async () => (await at.alertsOf('room-riverside')).length > 0);
    await settled();
    // What may have been kept from somebody by what cannot be read is told to nobody; the search is kept from none.
    expect((await at.alertsOf('alice-northbridge')).map(({ kind }) => kind)).toEqual(['missing-child']);
    expect((await at.ofAlerts()).map(({ header }) => header.concerns.kind)).not.toContain(
      'removal-hold-placed',
    );
    const [alert] = await at.alertsOf('vera-riverside');
    expect(await at.acknowledge('vera-riverside', alert!.alertId)).toMatchObject({ ok: true });
  });

  it('and whoever the report is never to sees no trace, their organisation’s software neither', async () => {
    at.run();
    await at.onCase(child)('InvestigatorAssigned', {
      ...{ by: 'riverside', concerns: { investigator: 'omar-riverside' } },
    });
    const neverTo = ['vera-riverside', 'omar-riverside'];
    await at.onCase(child)('ChildReportedMissing', { handling: { neverTo } });
    await until(async () => (await at.alertsOf('kate-riverside')).length > 0);
    await settled();
    for (const who of [...neverTo, 'room-riverside']) expect(await at.alertsOf(who)).toEqual([]);
    const [alert] = await at.alertsOf('hugh-riverside');
    expect(alert).toMatchObject({ forYou: true });
    for (const who of ['vera-riverside', 'lena-clinic'])
      expect(await at.acknowledge(who, alert!.alertId)).toEqual({ ok: false, reason: { code: 'NOT_FOUND' } });
    const named = (await at.ofAlerts()).flatMap(({ header }) => header.concerns.people as readonly string[]);
    for (const who of neverTo) expect(named).not.toContain(who);
  });

  it('and an alert that a slow process raises when the child is found already ends all the same', async () => {
    const reported = await at.onCase(child)('ChildReportedMissing');
    let goOn: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const slow = at.recordingOn({
      ...at.store,
      append: async (...given) => {
        await gate;
        return at.store.append(...given);
      },
    });
    const looking = slow.look(child, []);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await at.onCase(child)('ChildLocated', about(reported));
    at.run();
    await settled();
    expect(await types()).toEqual([]);
    goOn();
    await looking;
    await until(async () => (await types()).filter((type) => type === 'AlertEnded').length === 3);
  });

  it('and what was recorded years ago alerts nobody', async () => {
    await at.onCase(child)('ChildReportedMissing');
    minutes(366 * 24 * 60);
    at.run();
    await settled();
    expect(await types()).toEqual([]);
  });

  it('and two processes that do not know of each other record once', async () => {
    const cases = Array.from({ length: 8 }, (_, number) => `5530b317-70a6-55b1-960e-fe677ab9600${number}`);
    for (const caseId of cases) {
      await at.onCase(caseId)('ContactReceived');
      await at.onCase(caseId)('ChildReportedMissing');
    }
    const [one, other] = [at.recordingOn(), at.recordingOn()];
    await Promise.all(cases.flatMap((caseId) => [one.look(caseId, []), other.look(caseId, [])]));
    at.run();
    await settled();
    expect(await types()).toEqual(Array<string>(8).fill('AlertRaised'));
  });

  it('and is alerted to anew from the log where it was put back, or the tables were lost', async () => {
    const first = at.run();
    await at.onCase(child)('ChildReportedMissing');
    await settled();
    const before = await at.alertsOf('room-riverside');
    await first.stop();
    for (const table of ['alert_checkpoint', 'alert_look', 'alert_stream', 'alert'] as const)
      await at.database.writer.deleteFrom(table).execute();
    at.run();
    await settled();
    expect(await at.alertsOf('room-riverside')).toEqual(before);
    expect(await types()).toEqual(['AlertRaised', 'AlertRaised', 'AlertRaised']);
  });

  if (dialect === 'postgres') {
    it('and one process alerts at a time; another takes over within seconds when that one dies', async () => {
      const lost = await at.another();
      const one = at.run({ database: lost });
      await until(one.isHeld);
      const other = at.run();
      await at.onCase(child)('ChildReportedMissing');
      await until(async () => (await at.alertsOf('room-riverside')).length === 1);
      expect(other.isHeld()).toBe(false);
      await lost.close();
      minutes(16);
      await until(async () => (await at.alertsOf('room-riverside'))[0]!.level === 'supervisors');
      expect(other.isHeld()).toBe(true);
    });
  }
});
