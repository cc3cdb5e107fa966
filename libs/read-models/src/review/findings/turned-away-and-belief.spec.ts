import { describe, expect, it } from '@jest/globals';
import { noParts } from '#casework';
import { beliefLag } from './belief-lag.js';
import { contactTurnedAway, turnedAwayBeforeAcceptance } from './contact-turned-away.js';
import { cited, event, foundIn } from './found-in.fixture.js';

const asked = (label: string, on: string) => event(label, 'council', 'ContactReceived', on);
const turned = (label: string, on: string) =>
  event(label, 'council', 'ContactTurnedAway', on, { details: { reason: 'not-this-area' } });
const decided = (label: string, on: string, outcome: string) =>
  event(label, 'council', 'ReferralDecisionMade', on, { details: { outcome } });

describe('contacts turned away before the first acceptance', () => {
  it('count until a referral decision other than no further action', async () => {
    const found = await foundIn(turnedAwayBeforeAcceptance, [
      turned('one', '2010-01-05'),
      decided('nothing', '2010-01-06', 'no-further-action'),
      turned('two', '2010-02-05'),
      decided('accepted', '2010-03-05', 'section-17'),
      turned('three', '2010-04-05'),
    ]);
    expect(cited(found)).toEqual(['what-was-found one, what-was-found two, acceptance accepted']);
    expect(found[0]).toMatchObject({ days: 59, facts: { times: 2, accepted: true } });
  });

  it.each(['LookedAfterStarted', 'ProtectionPlanStarted'])(
    'count until %s, which presupposes one',
    async (type) => {
      const found = await foundIn(turnedAwayBeforeAcceptance, [
        turned('one', '2010-01-05'),
        event('accepted', 'borough', type, '2010-03-05'),
        turned('two', '2010-04-05'),
      ]);
      expect(cited(found)).toEqual(['what-was-found one, acceptance accepted']);
    },
  );

  it('all count where none was accepted, or the reviewer may not see with what outcome', async () => {
    const hidden = { ...decided('sealed', '2010-01-06', 'section-47'), handed: noParts };
    const found = await foundIn(turnedAwayBeforeAcceptance, [
      turned('one', '2010-01-05'),
      hidden,
      turned('two', '2010-02-05'),
    ]);
    expect(found[0]).toMatchObject({ until: null, days: null, facts: { times: 2, accepted: false } });
  });

  it('are none where the child was accepted first, and not what was recorded in error', async () => {
    expect(
      await foundIn(turnedAwayBeforeAcceptance, [
        decided('accepted', '2010-01-01', 'section-17'),
        turned('one', '2010-01-05'),
      ]),
    ).toEqual([]);
    const retraction = event('error', 'council', 'EventRetracted', '2010-01-09', {
      relations: { withdraws: ['one'] },
    });
    expect(await foundIn(turnedAwayBeforeAcceptance, [turned('one', '2010-01-05'), retraction])).toEqual([]);
  });

  it('a date that is not known to the day counts from its latest instant on, and is marked', async () => {
    const found = await foundIn(turnedAwayBeforeAcceptance, [
      { ...turned('one', '2010-01'), at: '2010-06-01' },
      decided('accepted', '2010-01-20', 'section-17'),
      { ...turned('two', '2010-01-19'), at: '2010-06-02' },
    ]);
    expect(cited(found)).toEqual(['what-was-found two, acceptance accepted']);
    const [first] = await foundIn(contactTurnedAway, [{ ...turned('one', '2010-01'), at: '2010-06-01' }]);
    expect(first).toMatchObject({ from: '2010-01-31T23:59:59.999Z', dateUncertain: true });
  });
});

describe('a contact turned away', () => {
  it('tells what each other agency had at that moment, and what of it those concerned had not', async () => {
    const [found] = await foundIn(
      contactTurnedAway,
      [
        event('injury', 'hospital', 'HealthAttendanceRecorded', '2009-05-01'),
        event('sign', 'force', 'IndicatorObserved', '2009-06-01'),
        asked('asks', '2010-01-05T10:00'),
        turned('no', '2010-01-05T11:00'),
        event('later', 'hospital', 'HealthAttendanceRecorded', '2010-01-06'),
      ],
      {
        spells: [
          { agency: 'council', event: 'sign', from: '2009-07-01' },
          { agency: 'hospital', event: 'sign', from: '2009-07-01', level: 'stub' },
        ],
        openings: [{ agency: 'refuge', event: 'injury', at: '2009-08-01' }],
      },
    );
    expect(found?.held).toEqual([
      {
        agency: 'force',
        counts: { opened: 1, 'held-elsewhere': 2, 'not-yet-recorded': 1, 'not-yet-occurred': 1 },
        unshared: [],
      },
      {
        agency: 'hospital',
        counts: {
          opened: 1,
          'stub-only': 1,
          'held-elsewhere': 1,
          'not-yet-recorded': 1,
          'not-yet-occurred': 1,
        },
        unshared: ['injury'],
      },
      {
        agency: 'refuge',
        counts: { opened: 1, 'held-elsewhere': 2, 'not-yet-recorded': 1, 'not-yet-occurred': 1 },
        unshared: ['injury'],
      },
    ]);
  });
});

describe('belief lag', () => {
  const account = event('told', 'force', 'ContactReceived', '2010-02-10T10:30');
  it.each([
    ['police, to a crime recorded', 'force', 'CrimeRecorded', {}],
    ['police, to an investigation', 'force', 'InvestigationOpened', {}],
    [
      'the competent authority, to positive grounds',
      'authority',
      'ReasonableGroundsDecided',
      { outcome: 'positive' },
    ],
    ['children’s services, to a decision', 'council', 'ReferralDecisionMade', { outcome: 'section-47' }],
    ['border, to a referral of its own', 'port', 'NrmReferralSubmitted', {}],
    [
      'asylum casework, to treating as a child',
      'casework',
      'AgeDeterminationAsserted',
      { effect: 'treated-as-child' },
    ],
    ['health, to a referral', 'hospital', 'ReferralMade', {}],
    [
      'a charity, to believing',
      'refuge',
      'ChildDisclosureRecorded',
      { believed: 'believed', toldOn: '2011-03-02' },
    ],
  ] as const)('is measured for %s', async (_who, by, type, details) => {
    const found = await foundIn(beliefLag, [
      { ...account, by },
      event('accepts', by, type, '2011-03-02', { details }),
    ]);
    expect(found).toMatchObject([{ agencies: [by], days: 385, facts: { accepted: true, how: 'recorded' } }]);
    expect(cited(found)).toEqual(['first-account told, acceptance accepts']);
  });

  it.each([
    ['negative grounds', 'authority', 'ReasonableGroundsDecided', { outcome: 'negative' }],
    ['no further action', 'council', 'ReferralDecisionMade', { outcome: 'no-further-action' }],
    [
      'a determination of an adult',
      'port',
      'AgeDeterminationAsserted',
      { outcome: 'adult', effect: 'treated-as-adult' },
    ],
    [
      'an account not believed',
      'refuge',
      'ChildDisclosureRecorded',
      { believed: 'not-believed', toldOn: '2011-03-02' },
    ],
  ] as const)('lasts through %s', async (_what, by, type, details) => {
    const found = await foundIn(beliefLag, [
      { ...account, by },
      event('not-yet', by, type, '2011-03-02', { details }),
    ]);
    expect(found).toMatchObject([{ until: null, days: null, facts: { accepted: false } }]);
  });

  it('begins when the child told, not at the harm; and for another agency when somebody there first read it', async () => {
    const disclosure = event('told', 'refuge', 'ChildDisclosureRecorded', '2004/2007', {
      at: '2010-11-10',
      details: { toldOn: '2010-11-09', believed: 'undecided' },
    });
    const found = await foundIn(beliefLag, [disclosure], {
      openings: [{ agency: 'force', event: 'told', at: '2010-11-20' }],
    });
    expect(found).toMatchObject([
      { agencies: ['refuge'], from: '2010-11-09T23:59:59.999Z', facts: { how: 'recorded' } },
      { agencies: ['force'], from: '2010-11-20T00:00:00.000Z', facts: { how: 'read' } },
    ]);
  });

  it('begins at the recording of anything else from the child’s own account', async () => {
    const claim = event('claims', 'port', 'AgeClaimed', '2009-01-01', {
      source: 'childs-account',
      at: '2010-01-01',
    });
    expect(await foundIn(beliefLag, [claim])).toMatchObject([{ from: '2010-01-01T00:00:00.000Z' }]);
  });

  it('is not found for who had accepted before, and has no meaning for who decides of no child', async () => {
    expect(
      await foundIn(beliefLag, [
        event('crime', 'force', 'CrimeRecorded', '2010-01-01'),
        account,
        event('to-lawyers', 'lawyers', 'ContactReceived', '2010-01-01'),
      ]),
    ).toEqual([]);
  });
});
