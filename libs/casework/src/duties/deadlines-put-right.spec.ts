import { describe, expect, it } from '@jest/globals';
import type { Instant } from '#kernel';
import { ContactReceived } from '../intake/contact-events.js';
import { ReferralDecisionMade } from '../intake/referral-events.js';
import { EventCorrected, EventRetracted } from '../integrity/events.js';
import {
  by,
  corrects,
  eastmoor,
  eventsOf,
  handledAs,
  metroPolice,
  northbridge,
  occurring,
  recordedAt,
  withdraws,
  type Act,
} from '../story.fixture.js';
import { dutiesToRecord, openDeadlines } from './duties-to-record.js';
import { caseAt, functionOf, inALine, linesOf, lookedAt, saidOf } from './duties.fixture.js';

const contact = by(
  northbridge,
  ContactReceived,
  {},
  occurring('2008-09-30T14:00'),
  recordedAt('2008-09-30T14:00:00.000Z'),
);
const decided = (occurred: string, recorded: Instant, ...also: Parameters<typeof by>[3][]) =>
  by(
    northbridge,
    ReferralDecisionMade,
    {},
    occurring(occurred),
    recordedAt(recorded),
    ...also.filter((one) => one !== undefined),
  );

const midnight = '2008-10-01T23:00:00.000Z';
const rule = 'referral-decision@2001-04 due 2008-10-01';

describe('what is put right later', () => {
  const now = '2008-10-10T10:00:00.000Z';
  const afterwards = (event: Act) => [...lookedAt(eventsOf([contact]), midnight), ...eventsOf([event])];
  const latest = (events: ReturnType<typeof eventsOf>) => {
    const { toRecord } = dutiesToRecord(caseAt(events), now, functionOf);
    return toRecord;
  };

  it.each(['recorded-in-error', 'wrong-child'])(
    'takes the deadline back with its beginning: %s',
    (reason) => {
      const retraction = by(
        northbridge,
        EventRetracted,
        { reason },
        withdraws(contact),
        recordedAt('2008-10-05T10:00:00.000Z'),
      );
      const events = afterwards(retraction);
      const toRecord = latest(events);
      expect(toRecord.map(({ declaration, details }) => [declaration.type, details.reason])).toEqual([
        ['EventRetracted', reason],
        ['EventRetracted', reason],
      ]);
      expect(toRecord.flatMap(({ relations }) => relations)).toEqual(
        events
          .filter(({ header }) => header.type.startsWith('Deadline'))
          .map(({ header }) => ({ kind: 'withdraws', event: header.id })),
      );
      const after = lookedAt(events, now);
      expect(latest(after)).toEqual([]);
      expect(openDeadlines(caseAt(after), functionOf)).toEqual([]);
    },
  );

  it('starts no clock for an event that was taken back before anybody looked', () => {
    const retraction = by(
      northbridge,
      EventRetracted,
      {},
      withdraws(contact),
      recordedAt('2008-10-05T10:00:00.000Z'),
    );
    expect(linesOf([contact, retraction], now)).toEqual([]);
  });

  it('takes back that it was met, when what met it was taken back, and then it was missed after all', () => {
    const decision = decided('2008-10-01', '2008-10-01T12:00:00.000Z');
    const met = lookedAt(eventsOf([contact, decision]), '2008-10-01T13:00:00.000Z');
    const retraction = by(
      northbridge,
      EventRetracted,
      {},
      withdraws(decision),
      recordedAt('2008-10-05T10:00:00.000Z'),
    );
    const events = [...met, ...eventsOf([retraction])];
    // The deadlines that the decision had started go with it, and the clock of the contact runs as if it had not been.
    const said = latest(events).map(inALine);
    expect(said.filter((line) => line.startsWith('EventRetracted'))).toHaveLength(met.length - 3);
    expect(said).toContain(`Missed ${rule} at 2008-10-02T00:00:00+01:00`);
    expect(latest(lookedAt(events, now))).toEqual([]);
  });

  it('gives a clock anew from the right date, and the old one is marked', () => {
    const correction = by(
      northbridge,
      EventCorrected,
      { cause: 'wrong-date', correctDate: '2008-10-02' },
      corrects(contact),
      recordedAt('2008-10-02T12:00:00.000Z'),
    );
    const events = [...lookedAt(eventsOf([contact]), midnight), ...eventsOf([correction])];
    const { toRecord } = dutiesToRecord(caseAt(events), '2008-10-02T12:00:00.000Z', functionOf);
    expect(toRecord.map(inALine)).toEqual([
      'Set referral-decision@2001-04 due 2008-10-03',
      'EventRetracted at 2008-10-02T13:00:00+01:00',
      'EventRetracted at 2008-10-02T13:00:00+01:00',
    ]);
    expect(toRecord[0]?.key).toBe(`DeadlineSet:referral-decision:${contact.id}:again-1`);
    const after = lookedAt(events, '2008-10-02T12:00:00.000Z');
    expect(openDeadlines(caseAt(after), functionOf)).toMatchObject([
      { due: '2008-10-03T22:59:59.999Z', missed: false },
    ]);
    expect(dutiesToRecord(caseAt(after), '2008-10-02T12:00:00.000Z', functionOf).toRecord).toEqual([]);
  });

  it('leaves a deadline alone where only words were corrected', () => {
    const correction = by(
      northbridge,
      EventCorrected,
      { cause: 'misheard-or-mistranslated' },
      corrects(contact),
      recordedAt('2008-10-05T10:00:00.000Z'),
    );
    expect(latest(afterwards(correction))).toEqual([]);
  });
});

describe('who may have a deadline', () => {
  const kept = (handling: Parameters<typeof handledAs>[0]) =>
    by(
      northbridge,
      ContactReceived,
      {},
      occurring('2008-09-30'),
      recordedAt('2008-09-30T14:00:00.000Z'),
      handledAs(handling),
    );
  const handlings = (acts: readonly Act[]) => saidOf(acts, midnight).map(({ handling }) => handling);

  it('is nobody to whom what started it is not released, and its recorder always', () => {
    for (const handling of handlings([kept({ releasableTo: [] })]))
      expect(handling.releasableTo).toEqual([northbridge.id]);
    for (const handling of handlings([kept({ releasableTo: [metroPolice.id] })]))
      expect(handling.releasableTo).toEqual([northbridge.id, metroPolice.id]);
    for (const handling of handlings([contact])) expect(handling.releasableTo).toBeNull();
  });

  it('is whoever may have both what started it and what met it', () => {
    const decision = by(
      northbridge,
      ReferralDecisionMade,
      { outcome: 'no-further-action' },
      occurring('2008-10-01'),
      recordedAt('2008-10-01T10:00:00.000Z'),
      handledAs({ releasableTo: [eastmoor.id] }),
    );
    const [set, met] = handlings([kept({ releasableTo: [metroPolice.id] }), decision]);
    expect(set?.releasableTo).toEqual([northbridge.id, metroPolice.id]);
    expect(met?.releasableTo).toEqual([northbridge.id]);
  });

  it('is never immigration where what it tells of is not for them', () => {
    const caveats = [{ caveat: 'not-for-immigration' as const }];
    expect(handlings([kept({ caveats })])[0]?.caveats).toEqual(caveats);
    expect(handlings([kept({ caveats: [{ ...caveats[0]!, parts: ['core.coded'] }] })])[0]?.caveats).toEqual(
      caveats,
    );
    expect(handlings([kept({ caveats: [{ ...caveats[0]!, parts: ['voice.told'] }] })])[0]?.caveats).toEqual(
      [],
    );
  });
});
