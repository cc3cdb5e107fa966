import { describe, it } from '@jest/globals';
import { CaseOpened } from '../intake/case-management-events.js';
import { ReferralAccepted, ReferralMade } from '../intake/referral-events.js';
import { given } from '../specification.fixture.js';
import {
  about,
  by,
  guardians,
  inTheRoleOf,
  lantern,
  metroPolice,
  northbridge,
  personOf,
  stBrides,
  type Agency,
} from '../story.fixture.js';
import { GuardianAppointed } from '../support/guardian-events.js';
import type { Role } from '../vocabulary/agencies.js';
import { InvestigatorAssigned, WorkerAllocated } from './events.js';

const joins = (agency: Agency) => {
  const referral = by(lantern, ReferralMade, { to: agency.id });
  return [referral, by(agency, ReferralAccepted, {}, about(referral))];
};
const shared = [by(lantern, CaseOpened), ...[northbridge, metroPolice, guardians, stBrides].flatMap(joins)];

const puts = (agency: Agency, role: Role, person = personOf(agency, 'bela')) => {
  if (agency === metroPolice)
    return by(agency, InvestigatorAssigned, { investigator: person }, inTheRoleOf(role));
  if (agency === guardians) return by(agency, GuardianAppointed, { guardian: person }, inTheRoleOf(role));
  return by(agency, WorkerAllocated, { worker: person }, inTheRoleOf(role));
};

describe('putting somebody on a case', () => {
  it.each<[Role, string, Agency]>([
    ['team-manager', northbridge.id, northbridge],
    ['duty-worker', northbridge.id, northbridge],
    ['system', northbridge.id, northbridge],
    ['supervisor', metroPolice.id, metroPolice],
    ['system', metroPolice.id, metroPolice],
    ['coordinator', guardians.id, guardians],
  ])('is for who gives out cases: a %s at %s', (role, _where, agency) => {
    const act = puts(agency, role);
    given(...shared)
      .when(act)
      .thenRecorded(act.declaration);
  });

  it.each<[Role, string, Agency]>([
    ['allocated-worker', northbridge.id, northbridge],
    ['reviewing-officer', northbridge.id, northbridge],
    ['investigator', metroPolice.id, metroPolice],
    ['officer', metroPolice.id, metroPolice],
    ['guardian', guardians.id, guardians],
  ])('is not for whoever works on cases: a %s at %s', (role, _where, agency) => {
    given(...shared)
      .when(puts(agency, role))
      .thenRefused('allocation-is-by-who-manages');
    given(...shared)
      .when(puts(agency, role, personOf(agency)))
      .thenRefused('allocation-is-by-who-manages');
  });

  it('is done by another: who gives out cases opens none to themselves', () => {
    for (const [role, , agency] of [
      ['team-manager', northbridge.id, northbridge],
      ['duty-worker', northbridge.id, northbridge],
      ['supervisor', metroPolice.id, metroPolice],
      ['coordinator', guardians.id, guardians],
    ] as const)
      given(...shared)
        .when(puts(agency, role, personOf(agency)))
        .thenRefused('allocation-is-by-somebody-else');
  });

  it('is taking the case on, where nobody is there to give it out: in a charity, a hospital', () => {
    given(...shared)
      .when(puts(lantern, 'support-worker', personOf(lantern)))
      .thenRecorded(WorkerAllocated);
    given(...shared)
      .when(puts(stBrides, 'safeguarding-lead', personOf(stBrides)))
      .thenRecorded(WorkerAllocated);
  });
});
