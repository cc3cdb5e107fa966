import { describe, it } from '@jest/globals';
import { CaseOpened } from '../intake/case-management-events.js';
import { ReferralAccepted, ReferralMade } from '../intake/referral-events.js';
import { given } from '../specification.fixture.js';
import { about, asylumCasework, by, lantern, northbridge, removals } from '../story.fixture.js';
import { AsylumDecisionMade, RemovalHoldLifted, RemovalHoldPlaced } from './events.js';

const toAuthority = by(lantern, ReferralMade, { to: northbridge.id });
const toAsylum = by(lantern, ReferralMade, { to: asylumCasework.id });
const shared = [
  by(lantern, CaseOpened),
  toAuthority,
  toAsylum,
  by(northbridge, ReferralAccepted, {}, about(toAuthority)),
  by(asylumCasework, ReferralAccepted, {}, about(toAsylum)),
];
const hold = by(northbridge, RemovalHoldPlaced, { ground: 'age-disputed' });

describe('holds on removal', () => {
  it("are placed by asylum casework, children's services or the competent authority", () => {
    given(...shared)
      .when(hold)
      .thenRecorded(RemovalHoldPlaced);
    given(...shared)
      .when(by(lantern, RemovalHoldPlaced))
      .thenRefused('organisation-records-what-it-owns');
    given(...shared)
      .when(by(removals, RemovalHoldPlaced))
      .thenRefused('organisation-records-what-it-owns');
  });

  it('are lifted only by who placed them, however the claim was decided', () => {
    const decided = by(asylumCasework, AsylumDecisionMade, { outcome: 'refused' });
    given(...shared, hold, decided)
      .when(by(asylumCasework, RemovalHoldLifted, {}, about(hold)))
      .thenRefused('hold-is-lifted-by-who-placed-it');
    given(...shared, hold, decided)
      .when(by(northbridge, RemovalHoldLifted, {}, about(hold)))
      .thenRecorded(RemovalHoldLifted);
  });

  it('are lifted once', () => {
    given(...shared, hold, by(northbridge, RemovalHoldLifted, {}, about(hold)))
      .when(by(northbridge, RemovalHoldLifted, {}, about(hold)))
      .thenRefused('hold-is-lifted-by-who-placed-it');
  });
});
