import { describe, expect, it } from '@jest/globals';
import type { Instant } from '#kernel';
import {
  LookedAfterEnded,
  LookedAfterReviewHeld,
  LookedAfterStarted,
} from '../childrens-services/looked-after-events.js';
import {
  PrivateFosteringNotified,
  PrivateFosteringVisited,
} from '../childrens-services/private-fostering-events.js';
import { ContactReceived } from '../intake/contact-events.js';
import { ReferralDecisionMade } from '../intake/referral-events.js';
import { ChildLocated } from '../missing/events.js';
import { ReturnInterviewHeld } from '../missing/return-interview-events.js';
import { NrmReferralSubmitted, ReasonableGroundsDecided } from '../national-referral-mechanism/events.js';
import {
  about,
  by,
  competentAuthority,
  eventsOf,
  metroPolice,
  northbridge,
  occurring,
  recordedAt,
} from '../story.fixture.js';
import { inALine, linesOf, openAt, lookedAtEach, saidOf } from './duties.fixture.js';

describe('a time counted from the contact', () => {
  it('is so where the decision on it starts the clock: 45 working days from when the child was referred', () => {
    const first = by(
      northbridge,
      ContactReceived,
      {},
      occurring('2024-01-02'),
      recordedAt('2024-01-02T10:00:00.000Z'),
    );
    const decision = by(
      northbridge,
      ReferralDecisionMade,
      { outcome: 'section-17' },
      occurring('2024-01-05'),
      recordedAt('2024-01-05T10:00:00.000Z'),
      about(first),
    );
    expect(linesOf([first, decision], '2024-01-05T12:00:00.000Z')).toContain(
      'Set single-assessment@2013-04 due 2024-03-05',
    );
  });
});

describe('an extension', () => {
  const submitted = by(
    metroPolice,
    NrmReferralSubmitted,
    {},
    occurring('2010-11-16'),
    recordedAt('2010-11-16T15:00:00.000Z'),
  );
  const grounds = (outcome: string, recorded: Instant, details = {}) =>
    by(
      competentAuthority,
      ReasonableGroundsDecided,
      { outcome, ...details },
      occurring(recorded.slice(0, 10)),
      recordedAt(recorded),
      about(submitted),
    );

  it('gives a later date to a clock that has not run out, and lateness counts from there', () => {
    const suspended = grounds('suspended', '2010-11-22T10:00:00.000Z');
    const said = saidOf(
      [submitted, suspended, grounds('negative', '2010-11-30T10:00:00.000Z')],
      '2010-12-01T00:00:00.000Z',
    );
    expect(said.map(inALine)).toEqual([
      'Set reasonable-grounds@2009-04 due 2010-11-23',
      'Extended reasonable-grounds@2009-04 due 2010-11-29 at 2010-11-22',
      'Missed reasonable-grounds@2009-04 due 2010-11-29 at 2010-11-30T00:00:00+00:00',
      'Met reasonable-grounds@2009-04 due 2010-11-29 at 2010-11-30 late by 600',
    ]);
    expect(said[1]).toMatchObject({
      details: { dueBefore: '2010-11-23' },
      relations: [
        { kind: 'about', event: submitted.id },
        { kind: 'about', event: suspended.id },
        { kind: 'reliesOn', event: suspended.id },
      ],
    });
  });

  it('comes too late once the time has passed', () => {
    const lines = linesOf(
      [submitted, grounds('suspended', '2010-11-24T10:00:00.000Z')],
      '2010-12-10T00:00:00.000Z',
    );
    expect(lines).toEqual([
      'Set reasonable-grounds@2009-04 due 2010-11-23',
      'Missed reasonable-grounds@2009-04 due 2010-11-23 at 2010-11-24T00:00:00+00:00',
    ]);
  });

  it('may stand in the decision that starts the clock: a longer reflection period', () => {
    const positive = grounds('positive', '2010-11-23T10:00:00.000Z', { reflectionUntil: '2011-02-28' });
    expect(linesOf([submitted, positive], '2010-11-24T00:00:00.000Z')).toContain(
      'Extended conclusive-grounds@2009-04 due 2011-02-28 at 2010-11-23',
    );
  });
});

describe('a duty that comes again', () => {
  const on = (day: string) => [occurring(day), recordedAt(`${day}T10:00:00.000Z`)] as const;

  it('each review of a looked-after child starts the clock of the next, until the child is looked after no more', () => {
    const lookedAfter = [
      by(northbridge, LookedAfterStarted, { legalBasis: 'section-20-accommodated' }, ...on('2011-04-11')),
      by(northbridge, LookedAfterReviewHeld, { review: 'first' }, ...on('2011-05-09')),
      by(northbridge, LookedAfterReviewHeld, { review: 'second' }, ...on('2011-08-10')),
      by(northbridge, LookedAfterEnded, {}, ...on('2011-12-01')),
    ];
    expect(linesOf(lookedAfter, '2013-01-01T00:00:00.000Z')).toEqual([
      'Set first-looked-after-review@2011-04 due 2011-05-13',
      'Met first-looked-after-review@2011-04 due 2011-05-13 at 2011-05-09',
      'Set second-looked-after-review@2011-04 due 2011-08-09',
      'Missed second-looked-after-review@2011-04 due 2011-08-09 at 2011-08-10T00:00:00+01:00',
      'Met second-looked-after-review@2011-04 due 2011-08-09 at 2011-08-10 late by 660',
      'Set later-looked-after-review@2011-04 due 2012-02-10',
    ]);
    expect(openAt(lookedAfter, '2013-01-01T00:00:00.000Z')).toEqual([]);
  });

  it('a privately fostered child is visited within a week and a half, then every six weeks, after a year every twelve', () => {
    const fostered = [
      by(northbridge, PrivateFosteringNotified, { arrangementBegan: '2010-01-04' }, ...on('2010-01-04')),
      by(northbridge, PrivateFosteringVisited, {}, ...on('2010-01-13')),
      by(northbridge, PrivateFosteringVisited, {}, ...on('2010-02-24')),
      by(northbridge, PrivateFosteringVisited, {}, ...on('2011-01-05')),
    ];
    const now = '2011-02-01T00:00:00.000Z';
    expect(linesOf(fostered, now)).toEqual([
      'Set first-private-fostering-visit@2005-07 due 2010-01-13',
      'Met first-private-fostering-visit@2005-07 due 2010-01-13 at 2010-01-13',
      'Set private-fostering-visit-in-the-first-year@2005-07 due 2010-02-24',
      'Met private-fostering-visit-in-the-first-year@2005-07 due 2010-02-24 at 2010-02-24',
      'Set private-fostering-visit-in-the-first-year@2005-07 due 2010-04-07',
      'Missed private-fostering-visit-in-the-first-year@2005-07 due 2010-04-07 at 2010-04-08T00:00:00+01:00',
      'Met private-fostering-visit-in-the-first-year@2005-07 due 2010-04-07 at 2011-01-05 late by 392340',
      'Set private-fostering-visit-after-the-first-year@2005-07 due 2011-03-30',
    ]);
    expect(openAt(fostered, now).map(({ due }) => due)).toEqual(['2011-03-30T22:59:59.999Z']);
  });

  it('is found by whoever looks at each step as by whoever looks once', () => {
    const events = eventsOf([
      by(
        metroPolice,
        ChildLocated,
        { how: 'came-back' },
        occurring('2011-03-08T11:00'),
        recordedAt('2011-03-08T11:00:00.000Z'),
      ),
      by(northbridge, ReturnInterviewHeld, {}, ...on('2011-03-10')),
    ]);
    const looked = lookedAtEach(events, [
      '2011-03-08T12:00:00.000Z',
      '2011-03-10T12:00:00.000Z',
      '2011-04-01T00:00:00.000Z',
    ]);
    expect(looked.map(({ header }) => header.type)).toEqual([
      'ChildLocated',
      'DeadlineSet',
      'ReturnInterviewHeld',
      'DeadlineMet',
    ]);
  });
});
