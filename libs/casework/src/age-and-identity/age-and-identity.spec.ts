import { describe, expect, it } from '@jest/globals';
import { CaseOpened } from '../intake/case-management-events.js';
import { ReferralAccepted, ReferralMade } from '../intake/referral-events.js';
import { given } from '../specification.fixture.js';
import { partsOf, upcastDetails } from '../declaration/parts-of.js';
import {
  about,
  anotherCase,
  by,
  caseOf,
  exampleDetails,
  lantern,
  metroPolice,
  northbridge,
  withdraws,
} from '../story.fixture.js';
import {
  AgeChallengeLodged,
  AgeDeterminationAsserted,
  AgeDeterminationWithdrawn,
  CourtAgeFindingRecorded,
  IdentityAliasRecorded,
  RelatedChildNoted,
} from './events.js';

const referral = by(lantern, ReferralMade, { to: northbridge.id });
const shared = [by(lantern, CaseOpened), referral, by(northbridge, ReferralAccepted, {}, about(referral))];
const adult = by(northbridge, AgeDeterminationAsserted, {
  outcome: 'adult',
  method: 'appearance-and-demeanour',
  ageFrom: 18,
});
const child = by(lantern, AgeDeterminationAsserted, { outcome: 'child', dateOfBirth: '1993-01-22' });

describe('determinations of age', () => {
  it('stand side by side: a later one replaces none', () => {
    given(...shared, adult)
      .when(child)
      .thenRecorded(AgeDeterminationAsserted);
    expect([...caseOf([...shared, adult, child]).age.determinations.values()]).toEqual([
      { by: northbridge.id, withdrawn: false },
      { by: lantern.id, withdrawn: false },
    ]);
  });

  it('are withdrawn by who asserted them, and stay', () => {
    const withdrawn = by(northbridge, AgeDeterminationWithdrawn, {}, withdraws(adult));
    given(...shared, adult)
      .when(withdrawn)
      .thenRecorded(AgeDeterminationWithdrawn);
    expect([...caseOf([...shared, adult, withdrawn]).age.determinations.values()]).toEqual([
      { by: northbridge.id, withdrawn: true },
    ]);
  });

  it('are withdrawn by nobody else, not even the lead', () => {
    given(...shared, adult)
      .when(by(lantern, AgeDeterminationWithdrawn, {}, withdraws(adult)))
      .thenRefused('only-its-asserter-withdraws-a-determination');
  });

  it('are withdrawn once', () => {
    given(...shared, adult, by(northbridge, AgeDeterminationWithdrawn, {}, withdraws(adult)))
      .when(by(northbridge, AgeDeterminationWithdrawn, {}, withdraws(adult)))
      .thenRefused('determination-is-withdrawn-once');
  });

  it('on a linked case are withdrawn from here by the same rules', () => {
    const elsewhere = by(northbridge, AgeDeterminationAsserted, { outcome: 'adult', ageFrom: 18 });
    given(...shared)
      .linkedTo(elsewhere)
      .when(by(northbridge, AgeDeterminationWithdrawn, {}, withdraws(elsewhere)))
      .thenRecorded(AgeDeterminationWithdrawn);
    given(...shared)
      .linkedTo(elsewhere, by(northbridge, AgeDeterminationWithdrawn, {}, withdraws(elsewhere)))
      .when(by(northbridge, AgeDeterminationWithdrawn, {}, withdraws(elsewhere)))
      .thenRefused('determination-is-withdrawn-once');
  });

  it('say an age, unless they say that it could not be determined', () => {
    given(...shared)
      .when(by(northbridge, AgeDeterminationAsserted, { outcome: 'adult' }))
      .thenRefused('determination-says-an-age');
    given(...shared)
      .when(by(northbridge, AgeDeterminationAsserted, { outcome: 'child', ageFrom: 18, ageTo: 16 }))
      .thenRefused('determination-says-an-age');
    given(...shared)
      .when(by(northbridge, AgeDeterminationAsserted, { outcome: 'undetermined' }))
      .thenRecorded(AgeDeterminationAsserted);
  });

  it('are challenged by any agency on the case, and a court may find otherwise', () => {
    given(...shared, adult)
      .when(by(lantern, AgeChallengeLodged, {}, about(adult)))
      .thenRecorded(AgeChallengeLodged);
    given(...shared, adult)
      .when(by(lantern, CourtAgeFindingRecorded, {}, about(adult)))
      .thenRecorded(CourtAgeFindingRecorded);
  });
});

describe('identity', () => {
  it('a name thought to be imposed is recorded as one more name', () => {
    given(...shared)
      .when(by(northbridge, IdentityAliasRecorded, { alias: { name: 'Hung' }, suspectedImposed: true }))
      .thenRecorded(IdentityAliasRecorded);
  });

  it('a related child is noted by an agency on this case alone, and joins nobody to it', () => {
    const noted = by(lantern, RelatedChildNoted, { relationship: 'sibling' });
    given(...shared)
      .when(noted)
      .thenRecorded(RelatedChildNoted);
    given(...shared)
      .when(by(metroPolice, RelatedChildNoted))
      .thenRefused('organisation-is-on-the-case');
  });

  it("keeps the id of the other child's case from the readers of this one, in older notes too", () => {
    const caseOfOther = anotherCase;
    const details = { ...exampleDetails(RelatedChildNoted), caseOfOther };
    const holding = [...partsOf(RelatedChildNoted, details)].filter(([, values]) => 'caseOfOther' in values);
    expect(holding).toEqual([['audit.coded', { caseOfOther }]]);
    expect(upcastDetails(RelatedChildNoted, 1, details)).toEqual(exampleDetails(RelatedChildNoted));
  });
});
