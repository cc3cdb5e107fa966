import { describe, it } from '@jest/globals';
import { AgeClaimed } from '../../age-and-identity/events.js';
import { AsylumClaimLodged } from '../../asylum/events.js';
import {
  CaseClosed,
  CaseOpened,
  CaseReopened,
  EscalationRaised,
  ManagementOversightRecorded,
} from '../../intake/case-management-events.js';
import { ContactReceived } from '../../intake/contact-events.js';
import {
  ReferralAccepted,
  ReferralAcknowledged,
  ReferralDecisionMade,
  ReferralMade,
} from '../../intake/referral-events.js';
import {
  AgencyJoinedCase,
  JoinAccepted,
  JoinRequested,
  ResponsibilityAccepted,
  ResponsibilityDeclined,
  ResponsibilityTransferred,
} from '../../people-on-the-case/events.js';
import { DisclosureRefused, DisclosureRequested } from '../../sharing/events.js';
import { given } from '../../specification.fixture.js';
import {
  about,
  analysts,
  asylumCasework,
  by,
  eastmoor,
  lantern,
  metroPolice,
  northbridge,
  removals,
} from '../../story.fixture.js';

const opened = by(lantern, CaseOpened);
const referral = by(lantern, ReferralMade, { to: northbridge.id });
const accepted = by(northbridge, ReferralAccepted, {}, about(referral));

describe('who may record on a case', () => {
  it('an organisation does not record what is for another function', () => {
    given(opened).when(by(lantern, ReferralDecisionMade)).thenRefused('organisation-records-what-it-owns');
    given(opened).when(by(lantern, AsylumClaimLodged)).thenRefused('organisation-records-what-it-owns');
  });

  it('nobody records by hand what only a process records', () => {
    given(opened)
      .when(by(lantern, AgencyJoinedCase, { organisation: metroPolice.id }))
      .thenRefused('organisation-records-what-it-owns');
  });

  it('an organisation that is not on the case records nothing on it', () => {
    given(opened).when(by(metroPolice, AgeClaimed)).thenRefused('organisation-is-on-the-case');
    given(opened).when(by(metroPolice, ContactReceived)).thenRefused('organisation-is-on-the-case');
  });

  it('an outsider is told nothing else, not even that the case is closed', () => {
    given(opened, by(lantern, CaseClosed))
      .when(by(metroPolice, AgeClaimed))
      .thenRefused('organisation-is-on-the-case');
  });

  it('being on a linked case is being on this one', () => {
    given(opened)
      .linkedTo(by(metroPolice, CaseOpened))
      .when(by(metroPolice, AgeClaimed))
      .thenRecorded(AgeClaimed);
  });

  it('a referral alone lets its recipient answer it, and nothing more', () => {
    given(opened, referral)
      .when(by(northbridge, ReferralAcknowledged, {}, about(referral)))
      .thenRecorded(ReferralAcknowledged);
    given(opened, referral).when(by(northbridge, AgeClaimed)).thenRefused('organisation-is-on-the-case');
  });

  it('accepting a referral joins its recipient, who then records', () => {
    given(opened, referral).when(accepted).thenRecorded(ReferralAccepted, AgencyJoinedCase);
    given(opened, referral, accepted).when(by(northbridge, AgeClaimed)).thenRecorded(AgeClaimed);
  });

  it('an organisation asks to join only a case that it has been told of', () => {
    given(opened).when(by(eastmoor, JoinRequested)).thenRefused('organisation-is-on-the-case');
    given(opened, by(lantern, ReferralMade, { to: eastmoor.id }))
      .when(by(eastmoor, JoinRequested))
      .thenRecorded(JoinRequested);
  });

  it('an organisation that joined on request records', () => {
    given(
      opened,
      by(lantern, ReferralMade, { to: eastmoor.id }),
      by(eastmoor, JoinRequested),
      by(lantern, JoinAccepted, { organisation: eastmoor.id }),
    )
      .when(by(eastmoor, AgeClaimed))
      .thenRecorded(AgeClaimed);
  });

  it('an organisation of which something was asked refuses it from outside, and nobody else does', () => {
    const asked = by(lantern, DisclosureRequested, { askedOf: eastmoor.id });
    const refusal = { refusedTo: lantern.id };
    given(opened, asked)
      .when(by(eastmoor, DisclosureRefused, refusal, about(asked)))
      .thenRecorded(DisclosureRefused);
    given(opened, asked)
      .when(by(northbridge, DisclosureRefused, refusal, about(asked)))
      .thenRefused('organisation-is-on-the-case');
  });

  it('an authority that is offered responsibility declines it without being shown the case', () => {
    const offered = [
      opened,
      referral,
      accepted,
      by(northbridge, ResponsibilityAccepted),
      by(northbridge, ResponsibilityTransferred, { to: eastmoor.id }),
    ];
    given(...offered)
      .when(by(eastmoor, ResponsibilityDeclined))
      .thenRecorded(ResponsibilityDeclined);
    given(...offered)
      .when(by(eastmoor, ResponsibilityAccepted))
      .thenRefused('organisation-is-on-the-case');
    given(opened, referral, accepted)
      .when(by(eastmoor, ResponsibilityDeclined))
      .thenRefused('organisation-is-on-the-case');
  });

  it('immigration enforcement and the analysis centre are on no case', () => {
    given().when(by(removals, ContactReceived)).thenRefused('organisation-works-on-cases');
    given().when(by(analysts, CaseOpened)).thenRefused('organisation-works-on-cases');
  });

  it('no child is referred to immigration enforcement, whoever refers', () => {
    given(opened)
      .when(by(lantern, ReferralMade, { to: removals.id }))
      .thenRefused('concerned-organisation-works-on-cases');
  });

  it('an organisation that nobody knows is referred nothing', () => {
    given(opened)
      .when(by(lantern, EscalationRaised, { to: 'nowhere-council' }))
      .thenRefused('concerned-organisation-is-registered');
  });
});

describe('the beginning and the end of a case', () => {
  it('a case begins with a contact, an opening or a referral', () => {
    for (const first of [ContactReceived, CaseOpened, ReferralMade])
      given().when(by(lantern, first)).thenRecorded(first);
  });

  it('a case does not begin with what presupposes it', () => {
    given().when(by(lantern, AgeClaimed)).thenRefused('case-begins');
    given().when(by(asylumCasework, AsylumClaimLodged)).thenRefused('case-begins');
  });

  it('nothing is added to a closed case', () => {
    given(opened, by(lantern, CaseClosed)).when(by(lantern, AgeClaimed)).thenRefused('case-is-closed');
    given(opened, by(lantern, CaseClosed))
      .when(by(lantern, ManagementOversightRecorded))
      .thenRefused('case-is-closed');
  });

  it('a closed case can be reopened, and then goes on', () => {
    given(opened, by(lantern, CaseClosed)).when(by(lantern, CaseReopened)).thenRecorded(CaseReopened);
    given(opened, by(lantern, CaseClosed), by(lantern, CaseReopened))
      .when(by(lantern, AgeClaimed))
      .thenRecorded(AgeClaimed);
  });
});
