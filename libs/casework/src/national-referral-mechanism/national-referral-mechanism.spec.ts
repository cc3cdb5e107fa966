import { describe, it } from '@jest/globals';
import { EventRetracted } from '../integrity/events.js';
import { CaseOpened } from '../intake/case-management-events.js';
import { ReferralAccepted, ReferralMade } from '../intake/referral-events.js';
import { given } from '../specification.fixture.js';
import {
  about,
  by,
  competentAuthority,
  guardians,
  lantern,
  metroPolice,
  stBrides,
  withdraws,
} from '../story.fixture.js';
import {
  ConclusiveGroundsDecided,
  DecisionServed,
  IndicatorObserved,
  NrmReferralSubmitted,
  ReasonableGroundsDecided,
  ReconsiderationRequested,
} from './events.js';

const referral = by(lantern, ReferralMade, { to: competentAuthority.id });
const shared = [
  by(lantern, CaseOpened),
  referral,
  by(competentAuthority, ReferralAccepted, {}, about(referral)),
];
const submitted = by(lantern, NrmReferralSubmitted);
const positive = by(competentAuthority, ReasonableGroundsDecided, { outcome: 'positive' });
const negative = by(competentAuthority, ReasonableGroundsDecided, { outcome: 'negative' });
const conclusive = by(competentAuthority, ConclusiveGroundsDecided);

describe('a referral to the National Referral Mechanism', () => {
  it('is submitted by a first responder', () => {
    given(...shared)
      .when(submitted)
      .thenRecorded(NrmReferralSubmitted);
    given(by(stBrides, IndicatorObserved))
      .when(by(stBrides, NrmReferralSubmitted))
      .thenRefused('organisation-records-what-it-owns');
    given(by(guardians, IndicatorObserved))
      .when(by(guardians, NrmReferralSubmitted))
      .thenRefused('organisation-records-what-it-owns');
  });
});

describe('a reasonable-grounds decision', () => {
  it('needs a submitted referral', () => {
    given(...shared)
      .when(positive)
      .thenRefused('reasonable-grounds-need-a-referral');
    given(...shared, submitted)
      .when(positive)
      .thenRecorded(ReasonableGroundsDecided);
  });

  it('may rest on the referral on a linked case', () => {
    given(...shared)
      .linkedTo(by(metroPolice, IndicatorObserved), by(metroPolice, NrmReferralSubmitted))
      .when(positive)
      .thenRecorded(ReasonableGroundsDecided);
  });

  it('is not taken on a referral that was retracted', () => {
    given(...shared, submitted, by(lantern, EventRetracted, {}, withdraws(submitted)))
      .when(positive)
      .thenRefused('reasonable-grounds-need-a-referral');
  });

  it('may be taken a second time, after a reconsideration was asked for', () => {
    given(...shared, submitted, negative, by(lantern, ReconsiderationRequested, {}, about(negative)))
      .when(positive)
      .thenRecorded(ReasonableGroundsDecided);
  });
});

describe('a conclusive-grounds decision', () => {
  it('needs a positive reasonable-grounds decision', () => {
    given(...shared, submitted)
      .when(conclusive)
      .thenRefused('conclusive-grounds-need-reasonable-grounds');
    given(...shared, submitted, negative)
      .when(conclusive)
      .thenRefused('conclusive-grounds-need-reasonable-grounds');
    given(...shared, submitted, positive)
      .when(conclusive)
      .thenRecorded(ConclusiveGroundsDecided);
  });

  it('may follow a reconsideration instead', () => {
    given(...shared, submitted, negative, by(lantern, ReconsiderationRequested))
      .when(conclusive)
      .thenRecorded(ConclusiveGroundsDecided);
  });
});

describe('a decision', () => {
  const served = (...servedOn: readonly string[]) =>
    by(competentAuthority, DecisionServed, { servedOn }, about(positive));

  it('is never served on the child alone', () => {
    given(...shared, submitted, positive)
      .when(served('child'))
      .thenRefused('decision-is-not-served-on-the-child-alone');
    given(...shared, submitted, positive)
      .when(served())
      .thenRefused('decision-is-not-served-on-the-child-alone');
  });

  it('is served on a representative or the authority, and on the child besides', () => {
    given(...shared, submitted, positive)
      .when(served('legal-representative', 'child'))
      .thenRecorded(DecisionServed);
    given(...shared, submitted, positive)
      .when(served('childrens-services'))
      .thenRecorded(DecisionServed);
  });

  it('is named when it is served', () => {
    given(...shared, submitted, positive)
      .when(by(competentAuthority, DecisionServed))
      .thenRefused('relation-is-required');
  });
});
