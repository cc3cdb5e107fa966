import { describe, it } from '@jest/globals';
import { CaseClosed, CaseOpened } from '../intake/case-management-events.js';
import { ContactReceived } from '../intake/contact-events.js';
import { ReferralAccepted, ReferralMade } from '../intake/referral-events.js';
import { given } from '../specification.fixture.js';
import {
  about,
  border,
  by,
  discloses,
  guardians,
  lantern,
  metroPolice,
  northbridge,
  onTheBasisOf,
  personOf,
  reliesOn,
  removals,
  type Agency,
} from '../story.fixture.js';
import { GuardianAppointed } from '../support/guardian-events.js';
import {
  DisclosureMade,
  DisclosureRefused,
  DisclosureRequested,
  DisclosureWithheld,
  HandlingChanged,
  RelianceRecorded,
} from './events.js';

const joins = (agency: Agency) => {
  const referral = by(lantern, ReferralMade, { to: agency.id });
  return [referral, by(agency, ReferralAccepted, {}, about(referral))];
};
const shared = [by(lantern, CaseOpened), ...joins(northbridge), ...joins(metroPolice), ...joins(guardians)];
const contact = by(northbridge, ContactReceived);
const request = by(metroPolice, DisclosureRequested, { askedOf: northbridge.id });

describe('a disclosure', () => {
  const disclosure = (
    agency: Agency,
    details: Readonly<Record<string, unknown>> = {},
    ...of: Parameters<typeof by>[3][]
  ) =>
    by(
      agency,
      DisclosureMade,
      { disclosedTo: metroPolice.id, ...details },
      discloses(contact),
      onTheBasisOf('public-task'),
      ...of,
    );

  it('is made by the holder alone: who has something in confidence does not pass it on', () => {
    given(...shared, contact)
      .when(disclosure(northbridge))
      .thenRecorded(DisclosureMade);
    given(...shared, contact)
      .when(disclosure(lantern))
      .thenRefused('only-the-holder-discloses');
  });

  it('states its lawful basis', () => {
    given(...shared, contact)
      .when(by(northbridge, DisclosureMade, { disclosedTo: metroPolice.id }, discloses(contact)))
      .thenRefused('disclosure-has-a-lawful-basis');
  });

  it('answers a request that its recipient made of its recorder, and names no other', () => {
    given(...shared, contact, request)
      .when(disclosure(northbridge, {}, about(request)))
      .thenRecorded(DisclosureMade);
    given(...shared, contact, request)
      .when(disclosure(northbridge, { disclosedTo: lantern.id }, about(request)))
      .thenRefused('disclosure-answers-a-request');
    const ofLantern = by(metroPolice, DisclosureRequested, { askedOf: lantern.id });
    given(...shared, contact, ofLantern)
      .when(disclosure(northbridge, {}, about(ofLantern)))
      .thenRefused('disclosure-answers-a-request');
  });

  it('names what it discloses: events, and parts of them', () => {
    given(...shared, contact)
      .when(by(northbridge, DisclosureMade, { disclosedTo: metroPolice.id }, onTheBasisOf('public-task')))
      .thenRefused('relation-is-required');
    given(...shared, contact)
      .when(disclosure(northbridge, { partsDisclosed: [] }))
      .thenRefused('disclosure-names-parts');
  });

  it('goes to another organisation, and is asked of another', () => {
    given(...shared, contact)
      .when(disclosure(northbridge, { disclosedTo: northbridge.id }))
      .thenRefused('disclosure-is-between-organisations');
    given(...shared)
      .when(by(metroPolice, DisclosureRequested, { askedOf: metroPolice.id }))
      .thenRefused('disclosure-is-between-organisations');
  });

  it('may be made after the case is closed', () => {
    given(...shared, contact, by(lantern, CaseClosed))
      .when(disclosure(northbridge))
      .thenRecorded(DisclosureMade);
  });
});

describe('a refusal', () => {
  const refusal = (agency: Agency, refusedTo: Agency, ...of: Parameters<typeof about>) =>
    by(agency, DisclosureRefused, { refusedTo: refusedTo.id }, about(...of));

  it('answers a request that was made of the organisation that refuses', () => {
    given(...shared, request)
      .when(refusal(northbridge, metroPolice, request))
      .thenRecorded(DisclosureRefused);
    given(...shared, request)
      .when(refusal(lantern, metroPolice, request))
      .thenRefused('refusal-answers-a-request');
  });

  it('is addressed to who had asked', () => {
    given(...shared, request)
      .when(refusal(northbridge, lantern, request))
      .thenRefused('refusal-answers-a-request');
  });

  it('does not stand without a request', () => {
    given(...shared, contact)
      .when(refusal(northbridge, metroPolice, contact))
      .thenRefused('refusal-answers-a-request');
  });

  it("may name the refuser's own events, and no others", () => {
    const police = by(metroPolice, ContactReceived);
    given(...shared, contact, police, request)
      .when(by(northbridge, DisclosureRefused, { refusedTo: metroPolice.id }, about(request), about(contact)))
      .thenRecorded(DisclosureRefused);
    given(...shared, contact, police, request)
      .when(by(northbridge, DisclosureRefused, { refusedTo: metroPolice.id }, about(request), about(police)))
      .thenRefused('refusal-answers-a-request');
  });
});

describe('a decision to withhold', () => {
  const withheld = { withheldFrom: [border.id] };

  it('is of the holder, and needs no request', () => {
    given(...shared, contact)
      .when(by(northbridge, DisclosureWithheld, withheld, about(contact)))
      .thenRecorded(DisclosureWithheld);
    given(...shared, contact)
      .when(by(northbridge, DisclosureWithheld, withheld))
      .thenRecorded(DisclosureWithheld);
    given(...shared, contact)
      .when(by(lantern, DisclosureWithheld, withheld, about(contact)))
      .thenRefused('only-the-holder-withholds');
  });
});

describe('the handling of an event', () => {
  const open = {
    covert: false,
    notForImmigration: [],
    releaseLimited: false,
    releasableTo: [],
    neverToOrganisations: [],
    neverToPeople: [],
  };
  const changed = (agency: Agency, details: Readonly<Record<string, unknown>> = {}) =>
    by(agency, HandlingChanged, { ...open, ...details }, about(contact));

  it('is changed by its recorder alone', () => {
    given(...shared, contact)
      .when(changed(northbridge, { covert: true }))
      .thenRecorded(HandlingChanged);
    given(...shared, contact)
      .when(changed(lantern))
      .thenRefused('only-the-recorder-changes-handling');
  });

  it("may be released from the caveat for immigration by the child's guardian, who changes nothing else", () => {
    const guardian = by(guardians, GuardianAppointed, { guardian: personOf(guardians) });
    given(...shared, contact)
      .when(changed(guardians))
      .thenRefused('only-the-recorder-changes-handling');
    given(...shared, contact, guardian)
      .when(changed(guardians, { notForImmigration: ['voice.told'] }))
      .thenRecorded(HandlingChanged);
    for (const more of [
      { covert: true },
      { releaseLimited: true },
      { neverToOrganisations: [metroPolice.id] },
      { neverToPeople: [personOf(metroPolice)] },
    ])
      given(...shared, contact, guardian)
        .when(changed(guardians, more))
        .thenRefused('only-the-recorder-changes-handling');
  });

  it('lists organisations for release only where it is limited to them', () => {
    given(...shared, contact)
      .when(changed(northbridge, { releasableTo: [metroPolice.id] }))
      .thenRefused('release-list-applies');
    given(...shared, contact)
      .when(changed(northbridge, { releaseLimited: true, releasableTo: [metroPolice.id] }))
      .thenRecorded(HandlingChanged);
    given(...shared, contact)
      .when(changed(northbridge, { releaseLimited: true }))
      .thenRecorded(HandlingChanged);
  });

  it('may name immigration enforcement as who must never have it, and nobody sends it there', () => {
    given(...shared, contact)
      .when(changed(northbridge, { neverToOrganisations: [removals.id] }))
      .thenRecorded(HandlingChanged);
    given(...shared, contact)
      .when(by(northbridge, DisclosureWithheld, { withheldFrom: [removals.id] }, about(contact)))
      .thenRecorded(DisclosureWithheld);
    given(...shared, contact)
      .when(
        by(
          northbridge,
          DisclosureMade,
          { disclosedTo: removals.id },
          discloses(contact),
          onTheBasisOf('public-task'),
        ),
      )
      .thenRefused('concerned-organisation-works-on-cases');
  });

  it('may be narrowed after the case is closed', () => {
    given(...shared, contact, by(lantern, CaseClosed))
      .when(changed(northbridge, { neverToPeople: [personOf(metroPolice)] }))
      .thenRecorded(HandlingChanged);
  });
});

describe('a reliance', () => {
  it('is of one event on another', () => {
    const police = by(metroPolice, ContactReceived);
    given(...shared, contact, police)
      .when(by(metroPolice, RelianceRecorded, {}, about(contact), reliesOn(police)))
      .thenRecorded(RelianceRecorded);
    given(...shared, contact, police)
      .when(by(metroPolice, RelianceRecorded, {}, about(contact), reliesOn(contact)))
      .thenRefused('reliance-is-on-another-event');
    given(...shared, contact, police)
      .when(by(metroPolice, RelianceRecorded, {}, about(contact)))
      .thenRefused('relation-is-required');
  });
});
