import { describe, it } from '@jest/globals';
import { AgeChallengeLodged, AgeClaimed, AgeDeterminationAsserted } from '../../age-and-identity/events.js';
import { CaseOpened } from '../../intake/case-management-events.js';
import { ContactAccountDisputed, ContactReceived } from '../../intake/contact-events.js';
import { given } from '../../specification.fixture.js';
import { about, by, corrects, eastmoor, lantern, reliesOn } from '../../story.fixture.js';

const opened = by(lantern, CaseOpened);
const contact = by(lantern, ContactReceived);
const determination = by(lantern, AgeDeterminationAsserted, { outcome: 'child', ageFrom: 15, ageTo: 17 });

describe('what one event says of another', () => {
  it('another version of a contact names the contact', () => {
    given(opened, contact).when(by(lantern, ContactAccountDisputed)).thenRefused('relation-is-required');
    given(opened, contact)
      .when(by(lantern, ContactAccountDisputed, {}, about(contact)))
      .thenRecorded(ContactAccountDisputed);
  });

  it('a challenge to a determination of age names a determination, not anything', () => {
    given(opened, contact)
      .when(by(lantern, AgeChallengeLodged, {}, about(contact)))
      .thenRefused('relation-names-the-right-type');
    given(opened, determination)
      .when(by(lantern, AgeChallengeLodged, {}, about(determination)))
      .thenRecorded(AgeChallengeLodged);
  });

  it('an event that is hidden from the recorder cannot be named, and neither can one that never was', () => {
    given(opened, contact)
      .unseen(contact)
      .when(by(lantern, AgeClaimed, {}, reliesOn(contact)))
      .thenRefused('relation-is-visible');
    given(opened)
      .when(by(lantern, AgeClaimed, {}, reliesOn({ id: 'b3c0c7c6-2b5e-4f5e-9d8e-1f0a5d7c9e11' })))
      .thenRefused('relation-is-visible');
  });

  it('an event on a linked case can be named', () => {
    const elsewhere = by(eastmoor, ContactReceived);
    given(opened)
      .linkedTo(elsewhere)
      .when(by(lantern, ContactAccountDisputed, {}, about(elsewhere)))
      .thenRecorded(ContactAccountDisputed);
  });

  it('only a correction corrects', () => {
    given(opened, contact)
      .when(by(lantern, AgeClaimed, {}, corrects(contact)))
      .thenRefused('relation-belongs-to-the-action');
  });
});
