import { describe, it } from '@jest/globals';
import { EventRetracted } from '../integrity/events.js';
import { CaseClosed, CaseOpened } from '../intake/case-management-events.js';
import { ReferralAccepted, ReferralMade } from '../intake/referral-events.js';
import { ChildDisclosureRecorded } from '../support/childs-account-events.js';
import { given } from '../specification.fixture.js';
import { about, by, lantern, metroPolice, northbridge, stBrides, withdraws } from '../story.fixture.js';
import {
  ChildLocated,
  ChildReportedMissing,
  MissingReviewHeld,
  MissingRiskGraded,
  PreventionInterviewHeld,
} from './events.js';
import {
  ReturnInterviewDeclined,
  ReturnInterviewHeld,
  ReturnInterviewOffered,
} from './return-interview-events.js';

const referral = by(northbridge, ReferralMade, { to: metroPolice.id });
const shared = [
  by(northbridge, CaseOpened),
  referral,
  by(metroPolice, ReferralAccepted, {}, about(referral)),
];
const reported = by(northbridge, ChildReportedMissing);
const located = by(metroPolice, ChildLocated);
const closed = by(northbridge, CaseClosed, { reason: 'absconded' });

describe('a case whose child is missing', () => {
  it('cannot be closed', () => {
    given(...shared, reported)
      .when(closed)
      .thenRefused('child-is-missing');
  });

  it('can be closed once the child is located', () => {
    given(...shared, reported, located)
      .when(closed)
      .thenRecorded(CaseClosed);
  });

  it('cannot be closed when the child has gone missing again', () => {
    given(...shared, reported, located, by(metroPolice, ChildReportedMissing))
      .when(closed)
      .thenRefused('child-is-missing');
  });

  it('cannot be closed where another case of the child, linked to it, has the open episode', () => {
    given(...shared)
      .linkedTo(by(metroPolice, ChildReportedMissing))
      .when(closed)
      .thenRefused('child-is-missing');
    given(...shared)
      .linkedTo(by(metroPolice, ChildReportedMissing), by(metroPolice, ChildLocated))
      .when(closed)
      .thenRecorded(CaseClosed);
  });

  it('can be closed when the report was about another child and was retracted', () => {
    given(
      ...shared,
      reported,
      by(northbridge, EventRetracted, { reason: 'wrong-child' }, withdraws(reported)),
    )
      .when(closed)
      .thenRecorded(CaseClosed);
  });

  it('cannot be closed when who was located was another child', () => {
    const mistaken = by(metroPolice, EventRetracted, { reason: 'wrong-child' }, withdraws(located));
    given(...shared, reported, located, mistaken)
      .when(closed)
      .thenRefused('child-is-missing');
  });

  it('can be closed when an earlier locating is retracted but the child was found since', () => {
    const mistaken = by(metroPolice, EventRetracted, {}, withdraws(located));
    given(
      ...shared,
      reported,
      located,
      by(metroPolice, ChildReportedMissing),
      by(metroPolice, ChildLocated),
      mistaken,
    )
      .when(closed)
      .thenRecorded(CaseClosed);
  });
});

describe('a missing child', () => {
  it('may be the first that an agency hears of the child', () => {
    given().when(by(stBrides, ChildReportedMissing)).thenRecorded(ChildReportedMissing);
  });

  it('may be reported by several agencies, and is located once for all of them', () => {
    given(...shared, reported)
      .when(by(metroPolice, ChildReportedMissing))
      .thenRecorded(ChildReportedMissing);
    given(...shared, reported, by(metroPolice, ChildReportedMissing), located)
      .when(closed)
      .thenRecorded(CaseClosed);
  });

  it('is located only where an episode is open', () => {
    given(...shared)
      .when(located)
      .thenRefused('located-child-was-missing');
    given(...shared, reported, located)
      .when(by(northbridge, ChildLocated))
      .thenRefused('located-child-was-missing');
    given(...shared, reported)
      .when(located)
      .thenRecorded(ChildLocated);
  });

  it('is graded by the police, as often as they disagree with the grade', () => {
    given(...shared, reported)
      .when(by(northbridge, MissingRiskGraded))
      .thenRefused('organisation-records-what-it-owns');
    given(...shared, reported, by(metroPolice, MissingRiskGraded, { risk: 'medium' }, about(reported)))
      .when(by(metroPolice, MissingRiskGraded, { risk: 'high' }))
      .thenRecorded(MissingRiskGraded);
  });

  it('is graded or reviewed only when somebody reported the child missing, if need be after the return', () => {
    for (const declaration of [MissingRiskGraded, MissingReviewHeld]) {
      given(...shared)
        .when(by(metroPolice, declaration))
        .thenRefused('missing-child-was-reported');
      given(...shared, reported, located)
        .when(by(metroPolice, declaration))
        .thenRecorded(declaration);
    }
  });

  it('has its risk graded about a report of it missing, and about nothing else', () => {
    const disclosure = by(northbridge, ChildDisclosureRecorded);
    given(...shared, disclosure, reported)
      .when(by(metroPolice, MissingRiskGraded, {}, about(disclosure)))
      .thenRefused('relation-names-the-right-type');
  });
});

describe('a child who came back', () => {
  it('is offered, given or declines a return interview only after having been located', () => {
    for (const declaration of [ReturnInterviewOffered, ReturnInterviewHeld, ReturnInterviewDeclined]) {
      given(...shared, reported)
        .when(by(northbridge, declaration))
        .thenRefused('return-interview-follows-the-return');
      given(...shared, reported, located)
        .when(by(northbridge, declaration))
        .thenRecorded(declaration);
    }
  });

  it('may be interviewed about the last return after going missing again', () => {
    given(...shared, reported, located, by(metroPolice, ChildReportedMissing))
      .when(by(northbridge, ReturnInterviewHeld, {}, about(located)))
      .thenRecorded(ReturnInterviewHeld);
  });

  it('is interviewed where the return is on record on a linked case', () => {
    given(by(lantern, CaseOpened))
      .linkedTo(by(northbridge, ChildReportedMissing), by(northbridge, ChildLocated))
      .when(by(lantern, ReturnInterviewHeld))
      .thenRecorded(ReturnInterviewHeld);
  });

  it('is spoken to by the police for prevention', () => {
    given(...shared, reported, located)
      .when(by(metroPolice, PreventionInterviewHeld, {}, about(located)))
      .thenRecorded(PreventionInterviewHeld);
    given(...shared, reported, located)
      .when(by(northbridge, PreventionInterviewHeld))
      .thenRefused('organisation-records-what-it-owns');
  });
});
