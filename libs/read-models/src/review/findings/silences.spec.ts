import { describe, expect, it } from '@jest/globals';
import { cited, event, foundIn } from './found-in.fixture.js';
import {
  closedWhileMissing,
  noChildProtectionReferral,
  onlyImmigrationMoves,
} from './silence-of-child-protection.js';
import { evidenceLeftToPerish, longSilence } from './silence-of-the-record.js';

describe('no child protection referral beside one to the mechanism', () => {
  const mechanism = event('nrm', 'port', 'NrmReferralSubmitted', '2010-03-15', {
    details: { childProtectionReferralMade: true },
  });
  const referral = (on: string, to = 'council') =>
    event('referral', 'port', 'ReferralMade', on, { details: { to } });

  it('is found where it came later than two days after, however often it was said to be made', async () => {
    expect(await foundIn(noChildProtectionReferral, [mechanism])).toMatchObject([
      { until: null, facts: { claimedToBeMade: true } },
    ]);
    const found = await foundIn(noChildProtectionReferral, [mechanism, referral('2010-03-18')]);
    expect(found).toMatchObject([{ days: 3 }]);
    expect(cited(found)).toEqual(['what-was-found nrm, after referral']);
  });

  it('is not found where it was made before, or by the second day, or the child was accepted', async () => {
    expect(await foundIn(noChildProtectionReferral, [referral('2010-03-01'), mechanism])).toEqual([]);
    expect(await foundIn(noChildProtectionReferral, [mechanism, referral('2010-03-17')])).toEqual([]);
    const accepted = event('accepted', 'council', 'LookedAfterStarted', '2010-03-01');
    expect(await foundIn(noChildProtectionReferral, [accepted, mechanism])).toEqual([]);
  });

  it('is no referral to somebody who is not children’s services', async () => {
    expect(
      await foundIn(noChildProtectionReferral, [referral('2010-03-01', 'force'), mechanism]),
    ).toHaveLength(1);
  });
});

describe('a case closed while the child is missing', () => {
  const missing = event('missing', 'council', 'ChildReportedMissing', '2010-11-05');
  const closed = event('closed', 'council', 'CaseClosed', '2010-11-16');
  const located = (on: string) => event('located', 'force', 'ChildLocated', on);

  it('is found until the child is located', async () => {
    const found = await foundIn(closedWhileMissing, [missing, closed, located('2010-11-20')]);
    expect(found).toMatchObject([{ agencies: ['council'], days: 4 }]);
    expect(cited(found)).toEqual(['what-was-found closed, left-open missing, after located']);
  });

  it('is not found once the child was located', async () => {
    expect(await foundIn(closedWhileMissing, [missing, located('2010-11-10'), closed])).toEqual([]);
  });
});

describe('only immigration moving', () => {
  const contact = event('asks', 'council', 'ContactReceived', '2010-01-01');
  const claim = event('claim', 'casework', 'AsylumClaimLodged', '2010-01-10');
  const seen = (on: string) => event('seen', 'hospital', 'HealthAttendanceRecorded', on);

  it('is found from 28 days on', async () => {
    expect(await foundIn(onlyImmigrationMoves, [contact, claim, seen('2010-01-28')])).toEqual([]);
    const found = await foundIn(onlyImmigrationMoves, [contact, claim, seen('2010-01-29')]);
    expect(found).toMatchObject([{ agencies: ['casework'], days: 28 }]);
    expect(cited(found)).toEqual(['before asks, meanwhile claim, after seen']);
  });

  it('is not found where nobody at all did anything, nor is the competent authority immigration', async () => {
    expect(await foundIn(onlyImmigrationMoves, [contact, seen('2010-06-01')])).toEqual([]);
    const grounds = event('grounds', 'authority', 'ReasonableGroundsDecided', '2010-02-01');
    expect(await foundIn(onlyImmigrationMoves, [contact, grounds, seen('2010-06-01')])).toEqual([]);
  });

  it('lasts where nobody else ever acted again, and a review opened years later is no end', async () => {
    const interview = event('interview', 'casework', 'AsylumInterviewHeld', '2010-03-01');
    const review = event('review', 'board', 'DecisionRecorded', '2026-01-01');
    expect(await foundIn(onlyImmigrationMoves, [contact, claim, interview, review])).toMatchObject([
      { until: null, days: null, facts: { atLeast: 59 } },
    ]);
  });
});

describe('evidence left to perish', () => {
  const opportunity = event('phone', 'force', 'EvidenceOpportunityIdentified', '2010-11-05', {
    details: { item: 'communications-data', perishesBy: '2010-11-12' },
  });
  const lost = (on: string, about: readonly string[] = ['phone'], item = 'communications-data') =>
    event('lost', 'force', 'EvidenceOpportunityLost', on, { relations: { about }, details: { item } });
  const end = event('end', 'council', 'ChildViewRecorded', '2011-01-01');

  it('is found from the date on which it perishes until an outcome', async () => {
    expect(await foundIn(evidenceLeftToPerish, [opportunity, end])).toMatchObject([
      { from: '2010-11-12T23:59:59.999Z', until: null, facts: { item: 'communications-data' } },
    ]);
    expect(await foundIn(evidenceLeftToPerish, [opportunity, lost('2010-11-22'), end])).toMatchObject([
      { days: 10 },
    ]);
  });

  it('is not found with an outcome by then, by name or by item, nor before that date', async () => {
    expect(await foundIn(evidenceLeftToPerish, [opportunity, lost('2010-11-12T17:40'), end])).toEqual([]);
    expect(await foundIn(evidenceLeftToPerish, [opportunity, lost('2010-11-12', []), end])).toEqual([]);
    expect(
      await foundIn(evidenceLeftToPerish, [opportunity, lost('2010-11-12', [], 'scene'), end]),
    ).toHaveLength(1);
    expect(await foundIn(evidenceLeftToPerish, [opportunity])).toEqual([]);
  });
});

describe('a long silence', () => {
  const contact = event('asks', 'council', 'ContactReceived', '2010-01-01');
  const seen = (on: string) => event('seen', 'hospital', 'HealthAttendanceRecorded', on);
  const decision = event('decided', 'council', 'ReferralDecisionMade', '2010-01-02');

  it('is found from 90 days on, where something was open', async () => {
    expect(await foundIn(longSilence, [contact, seen('2010-03-31')])).toEqual([]);
    const found = await foundIn(longSilence, [contact, seen('2010-04-01')]);
    expect(found).toMatchObject([{ agencies: ['council'], days: 90, facts: { open: 1 } }]);
    expect(cited(found)).toEqual(['before asks, left-open asks, after seen']);
  });

  it('is not found where nothing was open, and a clock of the system breaks none', async () => {
    expect(await foundIn(longSilence, [contact, decision, seen('2010-06-01')])).toEqual([]);
    const clock = event('missed', 'system', 'DeadlineMissed', '2010-02-15');
    expect(await foundIn(longSilence, [contact, clock, seen('2010-04-01')])).toMatchObject([{ days: 90 }]);
  });

  it('is broken by what was done then and recorded late', async () => {
    const late = event('late', 'refuge', 'CaseOpened', '2010-02-15', { at: '2010-04-02' });
    expect(await foundIn(longSilence, [contact, seen('2010-04-01'), late])).toEqual([]);
  });

  it('leaves open what an ending that names another beginning does not end', async () => {
    const second = event('asks-again', 'council', 'ContactReceived', '2010-01-02');
    const named = { ...decision, relations: { about: ['asks'] } };
    expect(cited(await foundIn(longSilence, [contact, second, named, seen('2010-06-01')]))).toEqual([
      'before decided, left-open asks-again, after seen',
    ]);
  });
});
