import { describe, it } from '@jest/globals';
import { CaseClosed, CaseOpened } from '../intake/case-management-events.js';
import { ReferralAccepted, ReferralMade } from '../intake/referral-events.js';
import { given } from '../specification.fixture.js';
import {
  about,
  by,
  guardians,
  hilltopSchool,
  lantern,
  northbridge,
  personOf,
  stBrides,
} from '../story.fixture.js';
import { ChildDisclosureRecorded } from './childs-account-events.js';
import { GuardianAppointed, GuardianEnded, GuardianReferralDeclined } from './guardian-events.js';
import { HealthAttendanceRecorded, SchoolAbsenceRecorded } from './health-and-school-events.js';

const referral = by(northbridge, ReferralMade, { to: guardians.id });
const shared = [by(northbridge, CaseOpened), referral, by(guardians, ReferralAccepted, {}, about(referral))];
const anna = personOf(guardians, 'anna');
const bela = personOf(guardians, 'bela');
const appointed = by(guardians, GuardianAppointed, { guardian: anna });
const ended = by(guardians, GuardianEnded, { guardian: anna });

describe('a guardian', () => {
  it('is appointed by a guardianship service from its own people', () => {
    given(...shared)
      .when(appointed)
      .thenRecorded(GuardianAppointed);
    given(...shared)
      .when(by(guardians, GuardianAppointed, { guardian: personOf(lantern) }))
      .thenRefused('guardian-is-of-the-service');
    given(...shared)
      .when(by(northbridge, GuardianAppointed, { guardian: personOf(northbridge) }))
      .thenRefused('organisation-records-what-it-owns');
  });

  it('is not appointed twice, nor beside another', () => {
    given(...shared, appointed)
      .when(by(guardians, GuardianAppointed, { guardian: anna }))
      .thenRefused('child-has-one-guardian');
    given(...shared, appointed)
      .when(by(guardians, GuardianAppointed, { guardian: bela }))
      .thenRefused('child-has-one-guardian');
    given(...shared, appointed, ended)
      .when(by(guardians, GuardianAppointed, { guardian: bela }))
      .thenRecorded(GuardianAppointed);
  });

  it('whose appointment ends was appointed', () => {
    given(...shared)
      .when(ended)
      .thenRefused('guardian-is-appointed');
    given(...shared, appointed)
      .when(by(guardians, GuardianEnded, { guardian: bela }))
      .thenRefused('guardian-is-appointed');
    given(...shared, appointed, ended)
      .when(by(guardians, GuardianEnded, { guardian: anna }))
      .thenRefused('guardian-is-appointed');
    given(...shared, appointed)
      .when(ended)
      .thenRecorded(GuardianEnded);
  });

  it('can be ended on a closed case, because nobody keeps a sight of it for want of a reopening', () => {
    given(...shared, appointed, by(northbridge, CaseClosed))
      .when(ended)
      .thenRecorded(GuardianEnded);
    given(...shared, by(northbridge, CaseClosed))
      .when(appointed)
      .thenRefused('case-is-closed');
  });

  it('may be refused to a child, and the refusal is on record', () => {
    given(...shared)
      .when(by(guardians, GuardianReferralDeclined))
      .thenRecorded(GuardianReferralDeclined);
  });
});

describe('what a child tells, a hospital sees or a school misses', () => {
  it('may begin a case', () => {
    given().when(by(lantern, ChildDisclosureRecorded)).thenRecorded(ChildDisclosureRecorded);
    given().when(by(stBrides, HealthAttendanceRecorded)).thenRecorded(HealthAttendanceRecorded);
    given().when(by(hilltopSchool, SchoolAbsenceRecorded)).thenRecorded(SchoolAbsenceRecorded);
  });
});
