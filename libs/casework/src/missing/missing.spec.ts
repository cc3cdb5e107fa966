import { describe, it } from '@jest/globals';
import { EventRetracted } from '../integrity/events.js';
import { CaseClosed, CaseOpened } from '../intake/case-management-events.js';
import { ReferralAccepted, ReferralMade } from '../intake/referral-events.js';
import { ChildDisclosureRecorded } from '../support/childs-account-events.js';
import { given } from '../specification.fixture.js';
import { HandlingChanged } from '../sharing/events.js';
import {
  about,
  analysts,
  border,
  by,
  handledAs,
  lantern,
  metroPolice,
  northbridge,
  personOf,
  removals,
  stBrides,
  withdraws,
} from '../story.fixture.js';
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

describe('the search for a missing child', () => {
  const rule = 'search-for-a-child-is-kept-from-no-agency';
  const keptFromAgencies = [
    { caveats: [{ caveat: 'covert' as const }] },
    { caveats: [{ caveat: 'covert' as const, parts: ['voice.told' as const] }] },
    { releasableTo: [] },
    { releasableTo: [metroPolice.id] },
    { neverTo: [personOf(metroPolice), metroPolice.id] },
    // It may join tomorrow; then its duty to look begins.
    { neverTo: [border.id] },
  ].map(handledAs);
  const handling = {
    covert: false,
    notForImmigration: [],
    releaseLimited: false,
    releasableTo: [],
    neverToOrganisations: [],
    neverToPeople: [],
  };
  const changes = [
    { covert: true },
    { releaseLimited: true, releasableTo: [metroPolice.id] },
    { neverToOrganisations: [metroPolice.id] },
    { neverToPeople: [metroPolice.id] },
  ];

  it('is opened by a report that is kept from no agency, or the open addresses would betray it', () => {
    for (const kept of keptFromAgencies) {
      given(...shared)
        .when(by(northbridge, ChildReportedMissing, {}, kept))
        .thenRefused(rule);
      given()
        .when(by(northbridge, ChildReportedMissing, {}, kept))
        .thenRefused(rule);
    }
  });

  it('is ended by a locating, or by a retraction, that is kept from no agency', () => {
    for (const kept of keptFromAgencies) {
      given(...shared, reported)
        .when(by(metroPolice, ChildLocated, {}, kept))
        .thenRefused(rule);
      given(...shared, reported)
        .when(by(northbridge, EventRetracted, {}, withdraws(reported), kept))
        .thenRefused(rule);
      given(...shared, reported, located)
        .when(by(metroPolice, EventRetracted, {}, withdraws(located), kept))
        .thenRefused(rule);
    }
  });

  it('is not kept from an agency afterwards either', () => {
    const retraction = by(metroPolice, EventRetracted, {}, withdraws(located));
    for (const change of changes) {
      const story = [...shared, reported, located, retraction];
      for (const [agency, event] of [
        [northbridge, reported],
        [metroPolice, located],
        [metroPolice, retraction],
      ] as const)
        given(...story)
          .when(by(agency, HandlingChanged, { ...handling, ...change }, about(event)))
          .thenRefused(rule);
    }
    given(...shared)
      .linkedTo(reported)
      .when(by(northbridge, HandlingChanged, { ...handling, covert: true }, about(reported)))
      .thenRefused(rule);
  });

  it('is not kept from an agency by an act on another case, linked no more', () => {
    const retraction = by(metroPolice, EventRetracted, {}, withdraws(located));
    for (const event of [reported, located, retraction])
      given(...shared)
        .seenElsewhere(reported, located, retraction)
        .when(by(event.agency, HandlingChanged, { ...handling, covert: true }, about(event)))
        .thenRefused(rule);
  });

  it('may be kept from people, from those who are never on a case, and its words from immigration', () => {
    const people = handledAs({
      neverTo: [personOf(metroPolice), removals.id, analysts.id],
      caveats: [{ caveat: 'not-for-immigration', parts: ['voice.told'] }],
    });
    given(...shared)
      .when(by(northbridge, ChildReportedMissing, {}, people))
      .thenRecorded(ChildReportedMissing);
    const change = { ...handling, neverToPeople: [personOf(metroPolice)], notForImmigration: ['voice.told'] };
    given(...shared, reported)
      .when(by(northbridge, HandlingChanged, change, about(reported)))
      .thenRecorded(HandlingChanged);
  });

  it('may be kept from people without telling anybody that it was', () => {
    const change = { ...handling, neverToPeople: [personOf(metroPolice)] };
    const covertly = handledAs({ caveats: [{ caveat: 'covert' }] });
    given(...shared, reported)
      .when(by(northbridge, HandlingChanged, change, about(reported), covertly))
      .thenRecorded(HandlingChanged);
  });

  it('leaves every other event of the case to be kept as its recorder demands', () => {
    const disclosure = by(northbridge, ChildDisclosureRecorded);
    given(...shared, reported, disclosure)
      .when(by(northbridge, HandlingChanged, { ...handling, covert: true }, about(disclosure)))
      .thenRecorded(HandlingChanged);
    for (const kept of keptFromAgencies) {
      given(...shared, reported)
        .when(by(metroPolice, MissingRiskGraded, {}, about(reported), kept))
        .thenRecorded(MissingRiskGraded);
      given(...shared, disclosure)
        .when(by(northbridge, EventRetracted, {}, withdraws(disclosure), kept))
        .thenRecorded(EventRetracted);
    }
  });
});
