import { describe, expect, it } from '@jest/globals';
import { cited, event, foundIn } from './found-in.fixture.js';
import { dutyMissed, evidenceLost, referralRejected } from './missed-opportunities.js';

const sign = event('sign', 'hospital', 'HealthAttendanceRecorded', '2009-05-01');
const held = [
  { agency: 'hospital', counts: expect.objectContaining({ opened: 1 }) as unknown, unshared: ['sign'] },
];

describe('a duty missed', () => {
  const ofTheDuty = {
    duty: 'referral-decision',
    rule: 'decision within one working day, 2006',
    strength: 'guidance',
    responsible: 'council',
    due: '2010-01-06',
  };
  const asks = event('asks', 'council', 'ContactReceived', '2010-01-05');
  const missed = event('missed', 'system', 'DeadlineMissed', '2010-01-06', {
    at: '2010-02-01',
    relations: { about: ['asks'] },
    details: ofTheDuty,
  });

  it('concerns who was responsible, from when it was due, under the rule of then', async () => {
    const found = await foundIn(dutyMissed, [sign, asks, missed]);
    expect(found).toMatchObject([
      {
        agencies: ['council'],
        from: '2010-01-06T23:59:59.999Z',
        until: null,
        facts: {
          duty: 'referral-decision',
          rule: 'decision within one working day, 2006',
          strength: 'guidance',
        },
        held,
      },
    ]);
    expect(cited(found)).toEqual(['what-was-found missed, what-it-is-about asks']);
  });

  it('lasts until it was met late; another duty of the same contact does not end it', async () => {
    const met = event('met', 'system', 'DeadlineMet', '2010-01-20', {
      relations: { about: ['asks'] },
      details: { ...ofTheDuty, met: '2010-01-20' },
    });
    const other = event('other', 'system', 'DeadlineMet', '2010-01-08', {
      relations: { about: ['asks'] },
      details: { ...ofTheDuty, duty: 'referral-acknowledgement', met: '2010-01-08' },
    });
    const found = await foundIn(dutyMissed, [asks, other, met, missed]);
    expect(found).toMatchObject([{ until: '2010-01-20T00:00:00.000Z', days: 14 }]);
    expect(cited(found)).toEqual(['what-was-found missed, what-it-is-about asks, outcome met']);
  });
});

describe('a duty of which the case did not tell whose it was', () => {
  it('concerns every organisation of the responsible function, and none of them tells what it held', async () => {
    const missed = event('missed', 'system', 'DeadlineMissed', '2010-01-06', {
      details: { duty: 'strategy-discussion', responsibleFunction: 'children-services', due: '2010-01-06' },
    });
    const own = event('own', 'borough', 'ChildViewRecorded', '2009-05-01');
    expect(await foundIn(dutyMissed, [sign, own, missed])).toMatchObject([
      { agencies: ['borough', 'council'], facts: { responsibleFunction: 'children-services' }, held },
    ]);
  });
});

describe('evidence lost and a referral rejected', () => {
  it('tell the ground and what others held', async () => {
    const lost = event('lost', 'force', 'EvidenceOpportunityLost', '2010-03-01', {
      details: { reason: 'never-asked-for', item: 'scene' },
    });
    expect(await foundIn(evidenceLost, [sign, lost])).toMatchObject([
      { agencies: ['force'], facts: { reason: 'never-asked-for', item: 'scene' }, held },
    ]);
    const rejected = event('rejected', 'borough', 'ReferralRejected', '2010-03-01', {
      relations: { about: ['sign'] },
      details: { reason: 'no-capacity' },
    });
    const found = await foundIn(referralRejected, [sign, rejected]);
    expect(found).toMatchObject([{ agencies: ['borough'], facts: { reason: 'no-capacity' }, held }]);
    expect(cited(found)).toEqual(['what-was-found rejected, what-it-is-about sign']);
  });
});
