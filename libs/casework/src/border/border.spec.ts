import { describe, it } from '@jest/globals';
import { given } from '../specification.fixture.js';
import { border, by, lantern, northbridge } from '../story.fixture.js';
import { BorderEncounterRecorded, ChildWelfareReferralSent, TravelDocumentExamined } from './events.js';

describe('at the border', () => {
  it('an encounter or the examination of a document may be the first that is known of a child', () => {
    for (const first of [BorderEncounterRecorded, TravelDocumentExamined])
      given().when(by(border, first)).thenRecorded(first);
  });

  it("a welfare referral goes to children's services, and to nobody else", () => {
    const met = by(border, BorderEncounterRecorded);
    given(met)
      .when(by(border, ChildWelfareReferralSent, { to: northbridge.id }))
      .thenRecorded(ChildWelfareReferralSent);
    given(met)
      .when(by(border, ChildWelfareReferralSent, { to: lantern.id }))
      .thenRefused('welfare-referral-goes-to-childrens-services');
  });
});
