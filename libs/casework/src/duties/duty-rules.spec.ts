import { describe, expect, it } from '@jest/globals';
import { ChildWelfareReferralSent } from '../border/events.js';
import { declarationOf } from '../catalogue.js';
import { AssessmentCompleted, ToolkitRiskAssessed } from '../childrens-services/assessment-events.js';
import {
  ChildProtectionConferenceHeld,
  StrategyDiscussionHeld,
} from '../childrens-services/child-protection-events.js';
import {
  LookedAfterReviewHeld,
  LookedAfterStarted,
  PlacementMade,
  SafetyPlanAgreed,
} from '../childrens-services/looked-after-events.js';
import {
  PrivateFosteringNotified,
  PrivateFosteringVisited,
} from '../childrens-services/private-fostering-events.js';
import type { EventDeclaration } from '../declaration/case-event.js';
import { ContactReceived } from '../intake/contact-events.js';
import { ReferralAcknowledged, ReferralDecisionMade, ReferralMade } from '../intake/referral-events.js';
import { ChildLocated } from '../missing/events.js';
import { ReturnInterviewDeclined, ReturnInterviewHeld } from '../missing/return-interview-events.js';
import {
  ConclusiveGroundsDecided,
  IndicatorObserved,
  NrmReferralSubmitted,
  ReasonableGroundsDecided,
} from '../national-referral-mechanism/events.js';
import { ResponsibilityAccepted, ResponsibilityTransferred } from '../people-on-the-case/events.js';
import { PoliceProtectionUsed } from '../police/encounter-events.js';
import { CrimeRecorded } from '../police/investigation-events.js';
import {
  about,
  border,
  by,
  competentAuthority,
  lantern,
  metroPolice,
  northbridge,
  occurring,
  recordedAt,
  type Act,
  type Agency,
} from '../story.fixture.js';
import { partName } from '../vocabulary/parts.js';
import { saidOf } from './duties.fixture.js';
import { ruleName, type DutyRule } from './duty-rule.js';
import { dutyRules } from './rules/index.js';

type Doing = readonly [Agency, EventDeclaration, Readonly<Record<string, unknown>>?];

/** On a day: what starts the clock (the last of these), when it is due, and what meets it. */
type Example = readonly [day: string, started: readonly Doing[], due: string, met: Doing];

const contact: Doing = [northbridge, ContactReceived];
const toAuthority: Doing = [lantern, ReferralMade, { to: northbridge.id }];
const fromBorder: Doing = [border, ChildWelfareReferralSent, { to: northbridge.id }];
const decision: Doing = [northbridge, ReferralDecisionMade, { outcome: 'section-17' }];
const enquiry: Doing = [northbridge, ReferralDecisionMade, { outcome: 'section-47' }];
const assessed: Doing = [northbridge, AssessmentCompleted, { kind: 'child-and-family' }];
const strategy: Doing = [
  northbridge,
  StrategyDiscussionHeld,
  { outcome: 'section-47-by-childrens-services' },
];
const conference = (kind: string, outcome: string): Doing => [
  northbridge,
  ChildProtectionConferenceHeld,
  { conference: kind, outcome },
];
const lookedAfter: Doing = [
  northbridge,
  LookedAfterStarted,
  { legalBasis: 'section-20-accommodated', unaccompanied: true },
];
const review = (which: string): Doing => [northbridge, LookedAfterReviewHeld, { review: which }];
const notified = (began: string): Doing => [
  northbridge,
  PrivateFosteringNotified,
  { arrangementBegan: began },
];
const visited: Doing = [northbridge, PrivateFosteringVisited];
const mechanismReferral: Doing = [metroPolice, NrmReferralSubmitted];
const grounds = (outcome: string): Doing => [competentAuthority, ReasonableGroundsDecided, { outcome }];
const toPolice: Doing = [metroPolice, ContactReceived, { helpAskedFor: ['protection-from-harm'] }];
const crime: Doing = [metroPolice, CrimeRecorded];
const located: Doing = [metroPolice, ChildLocated, { how: 'found-by-police' }];

/** Each counted by hand with a calendar. */
const examples: Readonly<Record<string, Example>> = {
  'referral-decision@2001-04': ['2010-04-01', [contact], '2010-04-06', decision],
  'referral-decision@2013-04': ['2024-12-24', [contact], '2024-12-27', decision],
  'decision-on-referral@2001-04': ['2010-11-05', [toAuthority], '2010-11-08', decision],
  'decision-on-referral@2013-04': ['2024-05-03', [fromBorder], '2024-05-07', decision],
  'referral-acknowledgement@2013-04': [
    '2022-09-16',
    [toAuthority],
    '2022-09-20',
    [northbridge, ReferralAcknowledged],
  ],
  'initial-assessment@2001-04': ['2009-12-21', [decision], '2010-01-04', assessed],
  'initial-assessment@2010-04': ['2011-04-20', [decision], '2011-05-10', assessed],
  'core-assessment@2001-04': ['2010-11-10', [enquiry], '2010-12-31', assessed],
  'single-assessment@2013-04': ['2024-01-02', [decision], '2024-03-05', assessed],
  'strategy-discussion@2013-04': ['2024-01-02', [enquiry], '2024-01-03T00:00:00+00:00', strategy],
  'child-protection-conference@2001-04': [
    '2010-11-08',
    [strategy],
    '2010-11-29',
    conference('initial', 'no-plan'),
  ],
  'first-plan-review@2001-04': [
    '2010-11-30',
    [conference('initial', 'plan-needed')],
    '2011-02-28',
    conference('review', 'plan-goes-on'),
  ],
  'later-plan-review@2001-04': [
    '2010-08-31',
    [conference('review', 'plan-goes-on')],
    '2011-02-28',
    conference('review', 'plan-ends'),
  ],
  'first-looked-after-review@1991-10': ['2010-11-04', [lookedAfter], '2010-12-02', review('first')],
  'first-looked-after-review@2011-04': ['2011-04-11', [lookedAfter], '2011-05-13', review('first')],
  'second-looked-after-review@1991-10': ['2010-11-30', [review('first')], '2011-02-28', review('second')],
  'second-looked-after-review@2011-04': ['2011-05-13', [review('first')], '2011-08-13', review('second')],
  'later-looked-after-review@1991-10': ['2010-03-31', [review('second')], '2010-09-30', review('later')],
  'later-looked-after-review@2011-04': ['2011-08-13', [review('later')], '2012-02-13', review('later')],
  'safety-plan@2008-01': [
    '2010-11-04',
    [lookedAfter, [northbridge, PlacementMade]],
    '2010-11-04',
    [northbridge, SafetyPlanAgreed],
  ],
  'first-private-fostering-visit@2005-07': ['2010-12-20', [notified('2010-12-01')], '2010-12-31', visited],
  'private-fostering-visit-in-the-first-year@2005-07': [
    '2010-12-20',
    [notified('2010-12-01'), visited],
    '2011-01-31',
    visited,
  ],
  'private-fostering-visit-after-the-first-year@2005-07': [
    '2010-12-20',
    [notified('2009-12-20'), visited],
    '2011-03-14',
    visited,
  ],
  'mechanism-referral@2009-04': [
    '2010-11-06',
    [[northbridge, ToolkitRiskAssessed, { conclusion: 'refer-to-the-mechanism' }]],
    '2010-11-08T00:00:00+00:00',
    mechanismReferral,
  ],
  'reasonable-grounds@2009-04': ['2010-11-16', [mechanismReferral], '2010-11-23', grounds('positive')],
  'reasonable-grounds@2015-11': ['2024-08-20', [mechanismReferral], '2024-08-28', grounds('negative')],
  'conclusive-grounds@2009-04': [
    '2010-11-23',
    [grounds('positive')],
    '2011-01-07',
    [competentAuthority, ConclusiveGroundsDecided, { outcome: 'positive' }],
  ],
  'police-protection@1991-10': [
    '2010-11-04',
    [[metroPolice, PoliceProtectionUsed]],
    '2010-11-07T00:00:00+00:00',
    lookedAfter,
  ],
  'crime-recording@2002-04': ['2010-02-10', [toPolice], '2010-02-13T00:00:00+00:00', crime],
  'crime-recording@2015-04': ['2024-02-10', [toPolice], '2024-02-11T00:00:00+00:00', crime],
  'crime-recording-on-referral@2002-04': [
    '2010-03-26',
    [[lantern, ReferralMade, { to: metroPolice.id }]],
    '2010-03-29T01:00:00+01:00',
    crime,
  ],
  'crime-recording-on-referral@2015-04': [
    '2024-02-10',
    [[lantern, ReferralMade, { to: metroPolice.id }]],
    '2024-02-11T00:00:00+00:00',
    crime,
  ],
  'crime-recording-of-mechanism-referral@2015-11': [
    '2024-02-10',
    [[lantern, NrmReferralSubmitted]],
    '2024-02-11T00:00:00+00:00',
    crime,
  ],
  'return-interview@2009-07': [
    '2011-03-08',
    [located],
    '2011-03-11T00:00:00+00:00',
    [lantern, ReturnInterviewHeld],
  ],
  'return-interview@2014-01': [
    '2024-03-08',
    [located],
    '2024-03-11T00:00:00+00:00',
    [northbridge, ReturnInterviewDeclined],
  ],
  'national-transfer@2016-07': [
    '2024-12-20',
    [[lantern, ResponsibilityTransferred, { to: northbridge.id, basis: 'national-transfer-scheme' }]],
    '2025-01-08',
    [northbridge, ResponsibilityAccepted],
  ],
};

const runs = ({ within, startedBy }: DutyRule): boolean => within !== null && startedBy.length > 0;

describe('the rules of duties', () => {
  it.each(dutyRules.filter(runs).map((rule) => [ruleName(rule), rule] as const))(
    '%s sets a deadline, and knows when it is met',
    (name, rule) => {
      const [day, started, due, met] = examples[name] ?? ['', [], '', contact];
      let minute = 0;
      const at = () => recordedAt(`${day}T12:${String((minute += 1)).padStart(2, '0')}:00.000Z`);
      const acts: Act[] = started.map(([agency, declaration, details]) =>
        by(agency, declaration, details ?? {}, occurring(day), at()),
      );
      const start = acts.at(-1);
      const meeting = by(met[0], met[1], met[2] ?? {}, occurring(day), at(), start ? about(start) : {});
      const said = saidOf([...acts, meeting], `${day}T23:00:00.000Z`)
        .filter(({ details, relations }) => details.rule === name && relations[0]?.event === start?.id)
        .map(({ declaration, details }) => [declaration.type, details.due, details.strength, details.duty]);
      expect(said).toEqual([
        ['DeadlineSet', due, rule.strength, rule.duty],
        ['DeadlineMet', due, rule.strength, rule.duty],
      ]);
    },
  );

  it('have an example each, and no example is of a rule that is gone', () => {
    expect(Object.keys(examples).sort()).toEqual(dutyRules.filter(runs).map(ruleName).sort());
  });

  it('have one version at any time, and a version once', () => {
    const names = dutyRules.map(ruleName);
    expect(new Set(names).size).toBe(names.length);
    for (const one of dutyRules)
      for (const other of dutyRules) {
        if (one === other || one.id !== other.id) continue;
        const [earlier, later] = [one, other].sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1));
        expect((earlier?.until ?? '9999') < (later?.from ?? '')).toBe(true);
      }
  });

  it('start and end on days, and are stated in a sentence with their source', () => {
    for (const { from, until, says, source, version } of dutyRules) {
      for (const day of [from, until]) expect(day ?? '2000-01-01').toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(version).toMatch(/^\d{4}-\d{2}$/);
      expect(says.length > 20 && says.endsWith('.')).toBe(true);
      expect(source.length).toBeGreaterThan(10);
    }
  });

  it('speak of types that exist, and look at nothing but codes and dates of the core: a deadline tells that they hold', () => {
    for (const { startedBy, metBy, endedBy = [], extendedBy = [] } of dutyRules)
      for (const trigger of [...startedBy, ...metBy, ...endedBy, ...extendedBy]) {
        const declaration = declarationOf(trigger.type);
        if (declaration === undefined) throw new Error(`No type is called ${trigger.type}.`);
        const core = by(northbridge, declaration).details;
        const guarded = new Proxy(core, {
          get: (details, field: string) => {
            const { category, grade } = declaration.fields[field] ?? {};
            if (category === undefined || grade === undefined || partName(category, grade) !== 'core.coded')
              throw new Error(`A rule reads ${trigger.type}.${field}.`);
            return details[field];
          },
        });
        const [event] = [by(northbridge, declaration)].map((act) => ({
          header: { ...act, type: declaration.type, occurred: '2010-11-02' },
          details: guarded,
        }));
        const known = { privatelyFosteredSince: null, unaccompanied: false, referredToTheMechanism: false };
        expect(typeof trigger.holds(event as never, known)).toBe('boolean');
      }
  });

  it('a referral to the mechanism starts from an indicator only with a first responder, and before any referral', () => {
    const seen = (agency: Agency) =>
      by(agency, IndicatorObserved, {}, occurring('2010-11-06'), recordedAt('2010-11-06T10:00:00.000Z'));
    const rules = (acts: readonly Act[]) =>
      saidOf(acts, '2010-11-06T12:00:00.000Z').map(({ details }) => details.duty);
    expect(rules([seen(lantern)])).toEqual(['mechanism-referral']);
    expect(rules([seen(competentAuthority)])).toEqual([]);
    const referred = by(
      metroPolice,
      NrmReferralSubmitted,
      {},
      occurring('2010-11-05'),
      recordedAt('2010-11-05T10:00:00.000Z'),
    );
    expect(rules([referred, seen(lantern)])).toEqual(['reasonable-grounds']);
  });
});
