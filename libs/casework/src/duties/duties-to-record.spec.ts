import { describe, expect, it } from '@jest/globals';
import type { Instant } from '#kernel';
import { ContactReceived, ContactTurnedAway } from '../intake/contact-events.js';
import { ReferralDecisionMade } from '../intake/referral-events.js';
import { ChildLocated } from '../missing/events.js';
import {
  about,
  by,
  eastmoor,
  eventsOf,
  metroPolice,
  northbridge,
  occurring,
  recordedAt,
} from '../story.fixture.js';
import { dutiesToRecord, openDeadlines } from './duties-to-record.js';
import { caseAt, functionOf, inALine, linesOf, openAt, lookedAt, saidOf } from './duties.fixture.js';

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

const beforeMidnight = '2008-10-01T22:59:59.999Z';
const midnight = '2008-10-01T23:00:00.000Z';
const rule = 'referral-decision@2001-04 due 2008-10-01';

describe('a deadline', () => {
  it('is set when its clock starts, at the time of what started it, and says under which rule', () => {
    const [set, ...others] = saidOf([contact], '2008-09-30T14:00:00.000Z');
    expect(others).toEqual([]);
    expect(set).toMatchObject({
      declaration: { type: 'DeadlineSet' },
      occurred: '2008-09-30T14:00',
      relations: [{ kind: 'about', event: contact.id }],
      details: {
        duty: 'referral-decision',
        rule: 'referral-decision@2001-04',
        strength: 'guidance',
        responsible: northbridge.id,
        responsibleFunction: 'children-services',
        due: '2008-10-01',
      },
      key: `DeadlineSet:referral-decision:${contact.id}`,
    });
  });

  it('is to be looked at again at the first instant that is late, and then is missed, at midnight in England', () => {
    const kase = caseAt(lookedAt(eventsOf([contact]), '2008-09-30T14:00:01.000Z'));
    expect(dutiesToRecord(kase, beforeMidnight, functionOf)).toEqual({ toRecord: [], lookAgainAt: midnight });
    const { toRecord, lookAgainAt } = dutiesToRecord(kase, midnight, functionOf);
    expect(toRecord.map(inALine)).toEqual([`Missed ${rule} at 2008-10-02T00:00:00+01:00`]);
    expect(lookAgainAt).toBeNull();
  });

  it('that passed while nobody looked is missed at its own time', () => {
    expect(linesOf([contact], '2026-01-01T00:00:00.000Z')).toEqual([
      `Set ${rule}`,
      `Missed ${rule} at 2008-10-02T00:00:00+01:00`,
    ]);
  });

  it('is recorded once, however often it is asked', () => {
    const once = lookedAt(eventsOf([contact]), midnight);
    expect(lookedAt(once, midnight)).toEqual(once);
    expect(lookedAt(once, '2026-01-01T00:00:00.000Z')).toEqual(once);
  });

  it('runs on where the contact was turned away', () => {
    const turned = by(
      northbridge,
      ContactTurnedAway,
      {},
      about(contact),
      recordedAt('2008-09-30T15:00:00.000Z'),
    );
    expect(linesOf([contact, turned], midnight)).toContain(`Missed ${rule} at 2008-10-02T00:00:00+01:00`);
  });

  it('is met in time by what was done and recorded in time', () => {
    const acts = [contact, decided('2008-10-01T17:00', '2008-10-01T16:30:00.000Z')];
    expect(linesOf(acts, '2026-01-01T00:00:00.000Z')).toEqual([
      `Set ${rule}`,
      `Met ${rule} at 2008-10-01T17:00`,
    ]);
    expect(openAt(acts, '2008-10-01T17:00:00.000Z')).toEqual([]);
  });

  it('stays missed when it is met late, and it is told how late in minutes', () => {
    expect(
      linesOf([contact, decided('2008-10-02T00:31', '2008-10-02T09:00:00.000Z')], '2008-10-03T00:00:00.000Z'),
    ).toEqual([
      `Set ${rule}`,
      `Missed ${rule} at 2008-10-02T00:00:00+01:00`,
      `Met ${rule} at 2008-10-02T00:31 late by 31`,
    ]);
  });

  it('met in time but written up late was missed, for it was not on record, and is met without being late', () => {
    const acts = [contact, decided('2008-10-01T10:00', '2008-10-09T10:00:00.000Z')];
    expect([...linesOf(acts, '2008-10-10T00:00:00.000Z')].sort()).toEqual([
      `Met ${rule} at 2008-10-01T10:00`,
      `Missed ${rule} at 2008-10-02T00:00:00+01:00`,
      `Set ${rule}`,
    ]);
  });

  it('of a day alone is done when it was recorded at the latest', () => {
    expect(
      linesOf([contact, decided('2008-10-02', '2008-10-02T07:00:00.000Z')], '2008-10-03T00:00:00.000Z'),
    ).toContain(`Met ${rule} at 2008-10-02 late by 480`);
  });

  it('is set and missed where its beginning is recorded years later', () => {
    const late = by(
      northbridge,
      ContactReceived,
      {},
      occurring('2008-09-30'),
      recordedAt('2011-03-01T10:00:00.000Z'),
    );
    expect(linesOf([late], '2011-03-01T10:00:00.000Z')).toEqual([
      `Set ${rule}`,
      `Missed ${rule} at 2008-10-02T00:00:00+01:00`,
    ]);
  });

  it('is not missed where the decision was on record before the beginning was written up', () => {
    const late = by(
      northbridge,
      ContactReceived,
      {},
      occurring('2008-09-30'),
      recordedAt('2011-03-01T10:00:00.000Z'),
    );
    expect(
      linesOf([decided('2008-10-01', '2008-10-01T15:00:00.000Z'), late], '2011-03-01T10:00:00.000Z'),
    ).toEqual([`Set ${rule}`, `Met ${rule} at 2008-10-01`]);
  });

  it('is not met by another authority, nor by a decision on another contact', () => {
    const other = by(
      northbridge,
      ContactReceived,
      {},
      occurring('2008-09-30T15:00'),
      recordedAt('2008-09-30T15:00:00.000Z'),
    );
    const elsewhere = by(
      eastmoor,
      ReferralDecisionMade,
      {},
      occurring('2008-10-01'),
      recordedAt('2008-10-01T09:00:00.000Z'),
    );
    const acts = [contact, other, elsewhere, decided('2008-10-01', '2008-10-01T09:00:00.000Z', about(other))];
    const said = saidOf(acts, midnight);
    expect(said.map(({ declaration, relations }) => [declaration.type, relations[0]?.event])).toEqual([
      ['DeadlineSet', contact.id],
      ['DeadlineSet', other.id],
      ['DeadlineMet', other.id],
      ['DeadlineMissed', contact.id],
    ]);
  });

  it('lies on children’s services alone: a contact with the police starts no clock of a referral', () => {
    expect(linesOf([by(metroPolice, ContactReceived, { helpAskedFor: ['school'] })], midnight)).toEqual([]);
  });

  it('is open until it is met, also once it was missed', () => {
    const [open, ...others] = openAt([contact], midnight);
    expect(others).toEqual([]);
    expect(open).toMatchObject({
      start: contact.id,
      duty: 'referral-decision',
      responsible: northbridge.id,
      due: beforeMidnight,
      missed: true,
    });
    expect(openDeadlines(caseAt(eventsOf([contact])), functionOf)).toEqual([]);
  });
});

describe('the same event under the rule of its time', () => {
  const back = (at: Instant) =>
    by(metroPolice, ChildLocated, { how: 'came-back' }, occurring(at.slice(0, 16)), recordedAt(at));

  it('a return interview is good practice in 2011 and guidance today', () => {
    const strengthAt = (at: Instant) =>
      saidOf([back(at)], at).map(({ details }) => [details.rule, details.strength]);
    expect(strengthAt('2011-03-08T11:00:00.000Z')).toEqual([['return-interview@2009-07', 'good-practice']]);
    expect(strengthAt('2024-03-08T11:00:00.000Z')).toEqual([['return-interview@2014-01', 'guidance']]);
    expect(strengthAt('2008-03-08T11:00:00.000Z')).toEqual([]);
  });

  it('the rule in force when the clock started counts, not the one when it was recorded or met', () => {
    const old = by(
      northbridge,
      ReferralDecisionMade,
      { outcome: 'section-17' },
      occurring('2010-03-31'),
      recordedAt('2014-06-02T10:00:00.000Z'),
    );
    const dues = saidOf([old], '2014-06-02T10:00:00.000Z').flatMap(({ declaration, details }) =>
      declaration.type === 'DeadlineSet' ? [[details.rule, details.due]] : [],
    );
    expect(dues).toEqual([
      ['initial-assessment@2001-04', '2010-04-13'],
      ['core-assessment@2001-04', '2010-05-24'],
    ]);
    const today = by(
      northbridge,
      ReferralDecisionMade,
      { outcome: 'section-17' },
      occurring('2014-03-31'),
      recordedAt('2014-06-02T10:00:00.000Z'),
    );
    expect(saidOf([today], '2014-06-02T10:00:00.000Z').map(({ details }) => details.rule)).toEqual([
      'single-assessment@2013-04',
    ]);
  });

  it('is found by its first instant where the date is uncertain', () => {
    const uncertain = by(
      metroPolice,
      ChildLocated,
      { how: 'came-back' },
      occurring('2013-12?/2014-02'),
      recordedAt('2014-06-02T10:00:00.000Z'),
    );
    expect(saidOf([uncertain], '2014-06-02T10:00:00.000Z')[0]?.details).toMatchObject({
      rule: 'return-interview@2009-07',
      due: '2013-12-04T00:00:00+00:00',
    });
  });
});
