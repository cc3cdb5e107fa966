import { describe, expect, it } from '@jest/globals';
import { CaseClosed, CaseOpened } from '../intake/case-management-events.js';
import { ContactReceived } from '../intake/contact-events.js';
import { ReferralAccepted, ReferralMade } from '../intake/referral-events.js';
import { given } from '../specification.fixture.js';
import { about, by, corrects, lantern, northbridge, stBrides, withdraws } from '../story.fixture.js';
import { ResponsibilityAccepted, WorkerAllocated } from '../people-on-the-case/events.js';
import { EventCorrected, EventRetracted } from './events.js';

const referral = by(lantern, ReferralMade, { to: northbridge.id });
const shared = [by(lantern, CaseOpened), referral, by(northbridge, ReferralAccepted, {}, about(referral))];
const contact = by(northbridge, ContactReceived);

describe('a correction', () => {
  it('does not name the parts of what it corrects to whoever has only some of them', () => {
    expect(EventCorrected.fields.partsCorrected).toMatchObject({ category: 'audit' });
  });

  it('is made by the organisation that recorded the event', () => {
    given(...shared, contact)
      .when(by(northbridge, EventCorrected, {}, corrects(contact)))
      .thenRecorded(EventCorrected);
    given(...shared, contact)
      .when(by(lantern, EventCorrected, {}, corrects(contact)))
      .thenRefused('only-its-recorder-corrects-an-event');
  });

  it('may correct a correction of its own, and never that of somebody else', () => {
    const correction = by(northbridge, EventCorrected, {}, corrects(contact));
    given(...shared, contact, correction)
      .when(by(northbridge, EventCorrected, {}, corrects(correction)))
      .thenRecorded(EventCorrected);
    given(...shared, contact, correction)
      .when(by(lantern, EventCorrected, {}, corrects(correction)))
      .thenRefused('only-its-recorder-corrects-an-event');
  });

  it('names what it corrects', () => {
    given(...shared, contact)
      .when(by(northbridge, EventCorrected))
      .thenRefused('relation-is-required');
  });

  it('may correct what the organisation recorded on a linked case', () => {
    const landing = by(lantern, ContactReceived);
    given(...shared)
      .linkedTo(landing)
      .when(by(lantern, EventCorrected, {}, corrects(landing)))
      .thenRecorded(EventCorrected);
  });

  it('may be made after the case is closed', () => {
    given(...shared, contact, by(lantern, CaseClosed))
      .when(by(northbridge, EventCorrected, {}, corrects(contact)))
      .thenRecorded(EventCorrected);
  });
});

describe('a retraction', () => {
  const retracted = by(northbridge, EventRetracted, { reason: 'wrong-child' }, withdraws(contact));

  it('is made by the organisation that recorded the event, after closure too', () => {
    given(...shared, contact)
      .when(retracted)
      .thenRecorded(EventRetracted);
    given(...shared, contact, by(lantern, CaseClosed))
      .when(retracted)
      .thenRecorded(EventRetracted);
    given(...shared, contact)
      .when(by(lantern, EventRetracted, {}, withdraws(contact)))
      .thenRefused('only-its-recorder-retracts-an-event');
  });

  it('says what it retracts', () => {
    given(...shared, contact)
      .when(by(northbridge, EventRetracted))
      .thenRefused('relation-is-required');
  });

  it('stands on the case of the event, or that case would never learn of it', () => {
    const elsewhere = by(lantern, ContactReceived);
    given(...shared)
      .linkedTo(elsewhere)
      .when(by(lantern, EventRetracted, {}, withdraws(elsewhere)))
      .thenRefused('event-is-retracted-on-its-own-case');
  });

  it('cannot itself be retracted', () => {
    given(...shared, contact, retracted)
      .when(by(northbridge, EventRetracted, {}, withdraws(retracted)))
      .thenRefused('retraction-names-an-act-of-casework');
  });

  it('does not name what put somebody on the case, who would stay there: that is ended', () => {
    const worker = by(northbridge, WorkerAllocated, { worker: 'colin' });
    const responsible = by(northbridge, ResponsibilityAccepted);
    for (const act of [worker, responsible]) {
      given(...shared, act)
        .when(by(northbridge, EventRetracted, { reason: 'wrong-child' }, withdraws(act)))
        .thenRefused('retraction-names-an-act-of-casework');
    }
  });

  it('does not name what its recorder cannot see', () => {
    const hidden = by(stBrides, ContactReceived);
    given(...shared, hidden)
      .unseen(hidden)
      .when(by(northbridge, EventRetracted, {}, withdraws(hidden)))
      .thenRefused('relation-is-visible');
  });
});
