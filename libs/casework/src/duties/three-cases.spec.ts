import { describe, expect, it } from '@jest/globals';
import { AssessmentStarted, ToolkitRiskAssessed } from '../childrens-services/assessment-events.js';
import { Section47Started, StrategyDiscussionHeld } from '../childrens-services/child-protection-events.js';
import {
  LookedAfterStarted,
  PlacementEnded,
  PlacementMade,
  SafetyPlanAgreed,
} from '../childrens-services/looked-after-events.js';
import { UnnotifiedArrangementIdentified } from '../childrens-services/private-fostering-events.js';
import type { EventDeclaration } from '../declaration/case-event.js';
import { CaseOpened } from '../intake/case-management-events.js';
import { ContactReceived, ContactTurnedAway } from '../intake/contact-events.js';
import {
  ReferralAccepted,
  ReferralDecisionMade,
  ReferralMade,
  ReferralRejected,
} from '../intake/referral-events.js';
import { ChildLocated, ChildReportedMissing } from '../missing/events.js';
import { ReturnInterviewHeld } from '../missing/return-interview-events.js';
import {
  ConclusiveGroundsDecided,
  IndicatorObserved,
  NrmReferralSubmitted,
  ReasonableGroundsDecided,
} from '../national-referral-mechanism/events.js';
import { ResponsibilityAccepted } from '../people-on-the-case/events.js';
import { PoliceEncounterRecorded } from '../police/encounter-events.js';
import { CrimeRecorded } from '../police/investigation-events.js';
import {
  about,
  border,
  by,
  competentAuthority,
  eastmoor,
  hilltopSchool,
  lantern,
  metroPolice,
  northbridge,
  occurring,
  recordedAt,
  type Agency,
} from '../story.fixture.js';
import {
  fairholt,
  harbour,
  linesOf,
  northmere,
  northmerePolice,
  southquay,
  westmarchPolice,
} from './duties.fixture.js';

/** Recorded at a time (UTC) of a day, and having occurred on that day, or at the time given. */
const done = (
  agency: Agency,
  declaration: EventDeclaration,
  at: string,
  details: Readonly<Record<string, unknown>> = {},
  occurred: string = at.slice(0, 10),
  ...also: readonly ReturnType<typeof about>[]
) => by(agency, declaration, details, occurring(occurred), recordedAt(`${at}:00.000Z`), ...also);

const theEnd = '2011-06-01T12:00:00.000Z';

describe("the deadlines of Miriam's cases", () => {
  const m5 = done(northbridge, ContactReceived, '2007-02-26T11:05', {}, '2007-02-26T10:30');
  const m12 = done(northbridge, ContactReceived, '2008-09-30T15:20', {}, '2008-09-30T15:30');

  it('two contacts with Northbridge, each turned away and each missed by the end of the next working day', () => {
    expect(
      linesOf(
        [
          m5,
          done(northbridge, ContactTurnedAway, '2007-02-26T11:25', {}, '2007-02-26T10:45', about(m5)),
          m12,
          done(northbridge, ContactTurnedAway, '2008-09-30T15:45', {}, '2008-09-30T15:50', about(m12)),
        ],
        theEnd,
      ),
    ).toEqual([
      'Set referral-decision@2001-04 due 2007-02-27',
      'Missed referral-decision@2001-04 due 2007-02-27 at 2007-02-28T00:00:00+00:00',
      'Set referral-decision@2001-04 due 2008-10-01',
      'Missed referral-decision@2001-04 due 2008-10-01 at 2008-10-02T00:00:00+01:00',
    ]);
  });

  it('one with Eastmoor', () => {
    const m8 = done(eastmoor, ContactReceived, '2007-06-04T14:10', {}, '2007-06-04T14:00');
    const m9 = done(eastmoor, ContactTurnedAway, '2007-06-04T14:40', {}, '2007-06-04T14:35', about(m8));
    expect(linesOf([m8, m9], theEnd)).toEqual([
      'Set referral-decision@2001-04 due 2007-06-05',
      'Missed referral-decision@2001-04 due 2007-06-05 at 2007-06-06T00:00:00+01:00',
    ]);
  });

  it('the referral met in a day, two assessments and the crime late or never, reasonable grounds on day five', () => {
    const toNorthbridge = done(lantern, ReferralMade, '2010-11-09T16:10', { to: northbridge.id });
    const m18 = done(metroPolice, NrmReferralSubmitted, '2010-11-16T15:00');
    const m19 = done(
      competentAuthority,
      ReasonableGroundsDecided,
      '2010-11-23T14:45',
      { outcome: 'positive', reflectionUntil: '2011-01-07' },
      '2010-11-23',
      about(m18),
    );
    expect(
      linesOf(
        [
          done(lantern, CaseOpened, '2010-11-02T17:30'),
          toNorthbridge,
          done(lantern, ReferralMade, '2010-11-09T16:30', { to: metroPolice.id }),
          done(northbridge, ReferralAccepted, '2010-11-10T15:30', {}, '2010-11-10', about(toNorthbridge)),
          done(
            northbridge,
            ReferralDecisionMade,
            '2010-11-10T16:00',
            { outcome: 'section-17' },
            '2010-11-10',
            about(toNorthbridge),
          ),
          m18,
          m19,
          done(northbridge, UnnotifiedArrangementIdentified, '2010-12-01T11:00', { stillThere: false }),
          done(metroPolice, CrimeRecorded, '2010-12-06T10:20'),
          done(
            competentAuthority,
            ConclusiveGroundsDecided,
            '2011-04-05T14:30',
            { outcome: 'positive' },
            '2011-04-05',
            about(m19),
          ),
        ],
        theEnd,
      ),
    ).toEqual([
      'Set decision-on-referral@2001-04 due 2010-11-10',
      'Set crime-recording-on-referral@2002-04 due 2010-11-12T00:00:00+00:00',
      'Met decision-on-referral@2001-04 due 2010-11-10 at 2010-11-10',
      'Set initial-assessment@2010-04 due 2010-11-24',
      'Set core-assessment@2001-04 due 2010-12-31',
      'Missed crime-recording-on-referral@2002-04 due 2010-11-12T00:00:00+00:00 at 2010-11-12T00:00:00+00:00',
      'Set reasonable-grounds@2009-04 due 2010-11-23',
      'Met reasonable-grounds@2009-04 due 2010-11-23 at 2010-11-23',
      'Set conclusive-grounds@2009-04 due 2011-01-07',
      'Missed initial-assessment@2010-04 due 2010-11-24 at 2010-11-25T00:00:00+00:00',
      'Met crime-recording-on-referral@2002-04 due 2010-11-12T00:00:00+00:00 at 2010-12-06 late by 35180',
      'Missed core-assessment@2001-04 due 2010-12-31 at 2011-01-01T00:00:00+00:00',
      'Missed conclusive-grounds@2009-04 due 2011-01-07 at 2011-01-08T00:00:00+00:00',
      'Met conclusive-grounds@2009-04 due 2011-01-07 at 2011-04-05 late by 126150',
    ]);
  });
});

describe("the deadlines of Adaeze's cases", () => {
  it('the contact with Southquay, turned away by age', () => {
    const a4 = done(southquay, ContactReceived, '2010-02-08T12:40', {}, '2010-02-08T11:50');
    const a7 = done(southquay, ContactTurnedAway, '2010-02-08T13:45', {}, '2010-02-08T13:30', about(a4));
    expect(linesOf([a4, a7], theEnd)).toEqual([
      'Set referral-decision@2001-04 due 2010-02-09',
      'Missed referral-decision@2001-04 due 2010-02-09 at 2010-02-10T00:00:00+00:00',
    ]);
  });

  it('none for what a school saw in 2005: it is no first responder, and there was no mechanism', () => {
    expect(linesOf([done(hilltopSchool, IndicatorObserved, '2005-10-14T16:30')], theEnd)).toEqual([]);
  });

  it('three reports to the police, all met by one crime 385 days after the contact; grounds in time, then over time', () => {
    const a9 = done(
      metroPolice,
      ContactReceived,
      '2010-02-10T12:10',
      { helpAskedFor: ['protection-from-harm'] },
      '2010-02-10T10:30',
    );
    const again = done(harbour, ReferralMade, '2010-02-10T14:20', { to: metroPolice.id });
    const toSouthquay = done(harbour, ReferralMade, '2010-08-31T09:00', { to: southquay.id });
    const a14 = done(border, NrmReferralSubmitted, '2010-03-15T10:45');
    const negative = { outcome: 'negative', reflectionUntil: '2010-03-22' };
    expect(
      linesOf(
        [
          done(harbour, CaseOpened, '2010-02-09T10:00'),
          done(harbour, ReferralMade, '2010-02-09T16:00', { to: metroPolice.id }),
          a9,
          again,
          done(metroPolice, ReferralRejected, '2010-02-10T17:15', {}, '2010-02-10', about(again)),
          a14,
          done(
            competentAuthority,
            ReasonableGroundsDecided,
            '2010-03-22T15:00',
            negative,
            '2010-03-22',
            about(a14),
          ),
          toSouthquay,
          done(southquay, ReferralAccepted, '2010-09-03T15:00', {}, '2010-09-03', about(toSouthquay)),
          done(southquay, AssessmentStarted, '2010-09-06T09:00', { kind: 'age' }),
          done(southquay, ToolkitRiskAssessed, '2011-02-10T15:00', { conclusion: 'refer-to-the-mechanism' }),
          done(competentAuthority, ReasonableGroundsDecided, '2011-02-21T14:00', {
            outcome: 'positive',
            reflectionUntil: '2011-04-07',
          }),
          done(metroPolice, CrimeRecorded, '2011-03-02T10:30', {}, '2011-03-02', about(a9)),
        ],
        theEnd,
      ),
    ).toEqual([
      'Set crime-recording-on-referral@2002-04 due 2010-02-12T00:00:00+00:00',
      'Set crime-recording-on-referral@2002-04 due 2010-02-13T00:00:00+00:00',
      'Set crime-recording@2002-04 due 2010-02-13T10:30:00+00:00',
      'Missed crime-recording-on-referral@2002-04 due 2010-02-12T00:00:00+00:00 at 2010-02-12T00:00:00+00:00',
      'Missed crime-recording-on-referral@2002-04 due 2010-02-13T00:00:00+00:00 at 2010-02-13T00:00:00+00:00',
      'Missed crime-recording@2002-04 due 2010-02-13T10:30:00+00:00 at 2010-02-13T10:30:00+00:00',
      'Set reasonable-grounds@2009-04 due 2010-03-22',
      'Met reasonable-grounds@2009-04 due 2010-03-22 at 2010-03-22',
      'Set decision-on-referral@2001-04 due 2010-09-01',
      'Missed decision-on-referral@2001-04 due 2010-09-01 at 2010-09-02T00:00:00+01:00',
      'Met decision-on-referral@2001-04 due 2010-09-01 at 2010-09-03 late by 2400',
      'Set conclusive-grounds@2009-04 due 2011-04-07',
      'Met crime-recording-on-referral@2002-04 due 2010-02-12T00:00:00+00:00 at 2011-03-02 late by 552150',
      'Met crime-recording@2002-04 due 2010-02-13T10:30:00+00:00 at 2011-03-02 late by 550080',
      'Met crime-recording-on-referral@2002-04 due 2010-02-13T00:00:00+00:00 at 2011-03-02 late by 550710',
      'Missed conclusive-grounds@2009-04 due 2011-04-07 at 2011-04-08T00:00:00+01:00',
    ]);
  });
});

describe("the deadlines of Quan's cases", () => {
  it('a sign of trafficking seen at the raid, and no referral from there within 48 hours', () => {
    expect(
      linesOf(
        [
          done(westmarchPolice, PoliceEncounterRecorded, '2010-11-02T06:30', {}, '2010-11-02T04:50'),
          done(westmarchPolice, IndicatorObserved, '2010-11-02T08:05', {}, '2010-11-02T05:00'),
        ],
        theEnd,
      ),
    ).toEqual([
      'Set mechanism-referral@2009-04 due 2010-11-04T05:00:00+00:00',
      'Missed mechanism-referral@2009-04 due 2010-11-04T05:00:00+00:00 at 2010-11-04T05:00:00+00:00',
    ]);
  });

  it('a decision in time, a return interview in time as good practice, and what nobody did while the child was missing', () => {
    const q6 = done(fairholt, ContactReceived, '2010-11-03T10:20', {}, '2010-11-03T09:30');
    const q11 = done(fairholt, PlacementMade, '2010-11-04T18:20', {}, '2010-11-04T18:00');
    const q13 = done(fairholt, NrmReferralSubmitted, '2010-11-05T11:00');
    const q15 = done(fairholt, ChildReportedMissing, '2010-11-05T22:20', {}, '2010-11-05T22:10');
    const q20 = done(
      fairholt,
      StrategyDiscussionHeld,
      '2010-11-08T12:00',
      { outcome: 'section-47-jointly-with-police' },
      '2010-11-08T10:00',
      about(q15),
    );
    const positive = { outcome: 'positive', reflectionUntil: '2010-12-27' };
    const toNorthmere = done(fairholt, ReferralMade, '2011-03-08T14:00', { to: northmere.id });
    const q27 = done(northmerePolice, ChildLocated, '2011-03-08T11:00', {}, '2011-03-08T11:00', about(q15));
    expect(
      linesOf(
        [
          q6,
          done(fairholt, ContactTurnedAway, '2010-11-03T15:30', {}, '2010-11-03T15:00', about(q6)),
          done(
            fairholt,
            ReferralDecisionMade,
            '2010-11-04T15:20',
            { outcome: 'section-47' },
            '2010-11-04',
            about(q6),
          ),
          done(fairholt, ResponsibilityAccepted, '2010-11-04T15:40'),
          done(
            fairholt,
            LookedAfterStarted,
            '2010-11-04T18:10',
            { legalBasis: 'section-20-accommodated', unaccompanied: true },
            '2010-11-04T18:00',
          ),
          q11,
          done(fairholt, SafetyPlanAgreed, '2010-11-04T19:30', {}, '2010-11-04T19:00', about(q11)),
          q13,
          q15,
          q20,
          done(fairholt, Section47Started, '2010-11-08T12:30', {}, '2010-11-08', about(q20)),
          done(
            competentAuthority,
            ReasonableGroundsDecided,
            '2010-11-12T11:30',
            positive,
            '2010-11-12',
            about(q13),
          ),
          q27,
          toNorthmere,
          done(northmere, ReferralAccepted, '2011-03-08T15:10', {}, '2011-03-08', about(toNorthmere)),
          done(fairholt, ReturnInterviewHeld, '2011-03-10T12:30', {}, '2011-03-10T10:00', about(q27)),
          done(fairholt, PlacementEnded, '2011-03-20T18:30', {}, '2011-03-20', about(q11)),
          done(fairholt, PlacementMade, '2011-03-21T16:00'),
        ],
        theEnd,
      ),
    ).toEqual([
      'Set referral-decision@2001-04 due 2010-11-04',
      'Met referral-decision@2001-04 due 2010-11-04 at 2010-11-04',
      'Set initial-assessment@2010-04 due 2010-11-18',
      'Set core-assessment@2001-04 due 2010-12-23',
      'Set first-looked-after-review@1991-10 due 2010-12-02',
      'Set safety-plan@2008-01 due 2010-11-04',
      'Met safety-plan@2008-01 due 2010-11-04 at 2010-11-04T19:00',
      'Set reasonable-grounds@2009-04 due 2010-11-12',
      'Set child-protection-conference@2001-04 due 2010-11-29',
      'Met reasonable-grounds@2009-04 due 2010-11-12 at 2010-11-12',
      'Set conclusive-grounds@2009-04 due 2010-12-27',
      'Missed initial-assessment@2010-04 due 2010-11-18 at 2010-11-19T00:00:00+00:00',
      'Missed child-protection-conference@2001-04 due 2010-11-29 at 2010-11-30T00:00:00+00:00',
      'Missed first-looked-after-review@1991-10 due 2010-12-02 at 2010-12-03T00:00:00+00:00',
      'Missed core-assessment@2001-04 due 2010-12-23 at 2010-12-24T00:00:00+00:00',
      'Missed conclusive-grounds@2009-04 due 2010-12-27 at 2010-12-28T00:00:00+00:00',
      'Set decision-on-referral@2001-04 due 2011-03-09',
      'Met decision-on-referral@2001-04 due 2011-03-09 at 2011-03-08',
      'Set return-interview@2009-07 due 2011-03-11T11:00:00+00:00',
      'Met return-interview@2009-07 due 2011-03-11T11:00:00+00:00 at 2011-03-10T10:00',
      'Set safety-plan@2008-01 due 2011-03-21',
      'Missed safety-plan@2008-01 due 2011-03-21 at 2011-03-22T00:00:00+00:00',
    ]);
  });
});
