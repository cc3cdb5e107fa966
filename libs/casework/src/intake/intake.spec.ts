import { describe, expect, it } from '@jest/globals';
import { ChildWelfareReferralSent } from '../border/events.js';
import { AgencyJoinedCase } from '../people-on-the-case/events.js';
import { given } from '../specification.fixture.js';
import { about, border, by, caseOf, eastmoor, lantern, metroPolice, northbridge } from '../story.fixture.js';
import { CaseClosed, CaseOpened, CaseReopened } from './case-management-events.js';
import { ContactReceived, ContactTurnedAway } from './contact-events.js';
import { ReferralAccepted, ReferralAcknowledged, ReferralMade, ReferralRejected } from './referral-events.js';

const opened = by(lantern, CaseOpened);
const referral = by(lantern, ReferralMade, { to: northbridge.id });
const accepted = by(northbridge, ReferralAccepted, {}, about(referral));
const rejected = by(northbridge, ReferralRejected, {}, about(referral));

describe('contacts', () => {
  it('turning a child away is recorded beside the contact', () => {
    const contact = by(eastmoor, ContactReceived);
    given(contact)
      .when(by(eastmoor, ContactTurnedAway, { reason: 'no-recourse-to-public-funds' }, about(contact)))
      .thenRecorded(ContactTurnedAway);
  });
});

describe('referrals', () => {
  it('a referral is answered by its recipient and by nobody else', () => {
    given(opened, referral)
      .when(by(lantern, ReferralAccepted, {}, about(referral)))
      .thenRefused('recipient-answers-the-referral');
    given(opened, referral, by(lantern, ReferralMade, { to: metroPolice.id }))
      .when(by(metroPolice, ReferralAccepted, {}, about(referral)))
      .thenRefused('recipient-answers-the-referral');
  });

  it('the recipient joins by accepting, and the joining says so', () => {
    const [, joined] = given(opened, referral)
      .when(accepted)
      .thenRecorded(ReferralAccepted, AgencyJoinedCase);
    expect(joined).toEqual({
      declaration: AgencyJoinedCase,
      details: { organisation: northbridge.id, through: 'referral' },
      causedBy: 0,
    });
  });

  it('a rejected referral joins nobody', () => {
    given(opened, referral).when(rejected).thenRecorded(ReferralRejected);
    expect([...caseOf([opened, referral, rejected]).people.organisations.keys()]).toEqual([lantern.id]);
  });

  it('a rejected referral may still be accepted', () => {
    given(opened, referral, rejected)
      .when(by(northbridge, ReferralAccepted, {}, about(referral)))
      .thenRecorded(ReferralAccepted, AgencyJoinedCase);
  });

  it('an accepted referral is neither accepted again nor rejected', () => {
    given(opened, referral, accepted)
      .when(by(northbridge, ReferralAccepted, {}, about(referral)))
      .thenRefused('accepted-referral-stands');
    given(opened, referral, accepted)
      .when(by(northbridge, ReferralRejected, {}, about(referral)))
      .thenRefused('accepted-referral-stands');
  });

  it('an answer names the referral', () => {
    given(opened, referral).when(by(northbridge, ReferralAcknowledged)).thenRefused('relation-is-required');
  });

  it("the border's referral is answered like any other", () => {
    const sent = by(border, ChildWelfareReferralSent, { to: northbridge.id });
    given(by(border, CaseOpened), sent)
      .when(by(northbridge, ReferralAccepted, {}, about(sent)))
      .thenRecorded(ReferralAccepted, AgencyJoinedCase);
  });

  it('nobody refers a child to itself', () => {
    given(opened)
      .when(by(lantern, ReferralMade, { to: lantern.id }))
      .thenRefused('referral-goes-to-another-organisation');
  });
});

describe('closing and reopening', () => {
  it('the lead closes the case', () => {
    given(opened).when(by(lantern, CaseClosed)).thenRecorded(CaseClosed);
  });

  it('an agency on the case that does not lead it cannot close it', () => {
    given(opened, referral, accepted).when(by(northbridge, CaseClosed)).thenRefused('lead-closes-the-case');
  });

  it('any agency on the case reopens it', () => {
    given(opened, referral, accepted, by(lantern, CaseClosed))
      .when(by(northbridge, CaseReopened))
      .thenRecorded(CaseReopened);
  });

  it('an open case is not reopened', () => {
    given(opened).when(by(lantern, CaseReopened)).thenRefused('only-a-closed-case-is-reopened');
  });
});
