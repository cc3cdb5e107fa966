import { describe, expect, it } from '@jest/globals';
import { declarationOf } from '../catalogue.js';
import { CaseClosed, CaseOpened } from '../intake/case-management-events.js';
import { ReferralAccepted, ReferralMade } from '../intake/referral-events.js';
import { given } from '../specification.fixture.js';
import {
  about,
  by,
  caseOf,
  eastmoor,
  exampleDetails,
  lantern,
  metroPolice,
  northbridge,
  personOf,
  type Act,
  type Agency,
} from '../story.fixture.js';
import {
  AgencyJoinedCase,
  AgencyLeftCase,
  InvestigatorAssigned,
  InvestigatorReleased,
  JoinAccepted,
  JoinDeclined,
  JoinRequested,
  ResponsibilityAccepted,
  ResponsibilityDeclined,
  ResponsibilityTransferred,
  WorkerAllocated,
  WorkerReleased,
} from './events.js';
import { concernedFields } from './state.js';

const joins = (agency: Agency): readonly Act[] => {
  const referral = by(lantern, ReferralMade, { to: agency.id });
  return [referral, by(agency, ReferralAccepted, {}, about(referral))];
};
const opened = by(lantern, CaseOpened);
const shared = [opened, ...joins(northbridge), ...joins(metroPolice)];
const responsible = [...shared, by(northbridge, ResponsibilityAccepted)];
const told = [opened, by(lantern, ReferralMade, { to: eastmoor.id })];

describe('joining a case', () => {
  it('the lead accepts a request, and the organisation is on the case', () => {
    const requested = [...told, by(eastmoor, JoinRequested)];
    given(...requested)
      .when(by(lantern, JoinAccepted, { organisation: eastmoor.id }))
      .thenRecorded(JoinAccepted, AgencyJoinedCase);
    const kase = caseOf([...requested, by(lantern, JoinAccepted, { organisation: eastmoor.id })]);
    expect([...kase.people.organisations.keys()]).toEqual([lantern.id, eastmoor.id]);
  });

  it('nobody but the lead answers a request', () => {
    given(...shared, by(lantern, ReferralMade, { to: eastmoor.id }), by(eastmoor, JoinRequested))
      .when(by(northbridge, JoinAccepted, { organisation: eastmoor.id }))
      .thenRefused('lead-answers-a-request-to-join');
  });

  it('the lead brings nobody onto the case who has not asked', () => {
    given(...told)
      .when(by(lantern, JoinAccepted, { organisation: eastmoor.id }))
      .thenRefused('joining-was-requested');
  });

  it('a declined request is answered: to be accepted it is made again', () => {
    const declined = [
      ...told,
      by(eastmoor, JoinRequested),
      by(lantern, JoinDeclined, { organisation: eastmoor.id }),
    ];
    given(...declined)
      .when(by(lantern, JoinAccepted, { organisation: eastmoor.id }))
      .thenRefused('joining-was-requested');
    given(...declined)
      .when(by(eastmoor, JoinRequested))
      .thenRecorded(JoinRequested);
  });

  it('an organisation on the case does not ask to join it', () => {
    given(...shared)
      .when(by(northbridge, JoinRequested))
      .thenRefused('organisation-joins-once');
  });
});

describe('leaving a case', () => {
  it('an organisation leaves, with its workers, and records nothing more', () => {
    const left = [
      ...shared,
      by(northbridge, WorkerAllocated, { worker: personOf(northbridge) }),
      by(northbridge, AgencyLeftCase),
    ];
    expect(caseOf(left).people.workers.size).toBe(0);
    given(...left)
      .when(by(northbridge, WorkerAllocated, { worker: personOf(northbridge) }))
      .thenRefused('organisation-is-on-the-case');
  });

  it('the lead does not leave before an authority is responsible', () => {
    given(...shared)
      .when(by(lantern, AgencyLeftCase))
      .thenRefused('lead-stays-until-another-is-responsible');
    given(...responsible)
      .when(by(lantern, AgencyLeftCase))
      .thenRecorded(AgencyLeftCase);
  });

  it('an organisation that is here by a link has nothing to leave', () => {
    given(opened)
      .linkedTo(by(metroPolice, CaseOpened))
      .when(by(metroPolice, AgencyLeftCase))
      .thenRefused('organisation-leaves-the-case-it-joined');
  });

  it('an organisation leaves a closed case too', () => {
    given(...shared, by(lantern, CaseClosed))
      .when(by(northbridge, AgencyLeftCase))
      .thenRecorded(AgencyLeftCase);
  });
});

describe('workers and investigators', () => {
  it('an organisation allocates its own workers only', () => {
    given(...shared)
      .when(by(northbridge, WorkerAllocated, { worker: personOf(northbridge, 'bela') }))
      .thenRecorded(WorkerAllocated);
    given(...shared)
      .when(by(northbridge, WorkerAllocated, { worker: personOf(metroPolice) }))
      .thenRefused('worker-is-of-the-organisation');
    given(...shared)
      .when(by(northbridge, WorkerAllocated, { worker: 'nobody' }))
      .thenRefused('worker-is-of-the-organisation');
  });

  it('an organisation releases only who is allocated, and its own', () => {
    const allocated = [...shared, by(northbridge, WorkerAllocated, { worker: personOf(northbridge) })];
    given(...allocated)
      .when(by(northbridge, WorkerReleased, { worker: personOf(northbridge) }))
      .thenRecorded(WorkerReleased);
    given(...allocated)
      .when(by(lantern, WorkerReleased, { worker: personOf(northbridge) }))
      .thenRefused('worker-is-allocated');
    given(...allocated, by(northbridge, WorkerReleased, { worker: personOf(northbridge) }))
      .when(by(northbridge, WorkerReleased, { worker: personOf(northbridge) }))
      .thenRefused('worker-is-allocated');
  });

  it('a force assigns and releases its own investigators', () => {
    const investigator = personOf(metroPolice);
    given(...shared)
      .when(by(metroPolice, InvestigatorAssigned, { investigator: personOf(northbridge) }))
      .thenRefused('investigator-is-of-the-force');
    given(...shared, by(metroPolice, InvestigatorAssigned, { investigator }))
      .when(by(metroPolice, InvestigatorReleased, { investigator }))
      .thenRecorded(InvestigatorReleased);
    given(...shared)
      .when(by(metroPolice, InvestigatorReleased, { investigator }))
      .thenRefused('investigator-is-assigned');
  });
});

describe('responsibility for the child', () => {
  it('whoever begins the case leads it until an authority accepts responsibility', () => {
    expect(caseOf(shared).people).toMatchObject({ lead: lantern.id, responsible: null });
    expect(caseOf(responsible).people).toMatchObject({ lead: northbridge.id, responsible: northbridge.id });
    given(...responsible)
      .when(by(lantern, CaseClosed))
      .thenRefused('lead-closes-the-case');
    given(...responsible)
      .when(by(northbridge, CaseClosed))
      .thenRecorded(CaseClosed);
  });

  it('no authority takes responsibility that another has not transferred to it', () => {
    given(...responsible, ...joins(eastmoor))
      .when(by(eastmoor, ResponsibilityAccepted))
      .thenRefused('responsibility-was-offered');
  });

  it('responsibility passes when the authority named accepts, and not before', () => {
    const offered = [
      ...responsible,
      ...joins(eastmoor),
      by(northbridge, ResponsibilityTransferred, { to: eastmoor.id }),
    ];
    expect(caseOf(offered).people.responsible).toBe(northbridge.id);
    given(...offered)
      .when(by(eastmoor, ResponsibilityAccepted))
      .thenRecorded(ResponsibilityAccepted);
    const passed = caseOf([...offered, by(eastmoor, ResponsibilityAccepted)]).people;
    expect(passed).toMatchObject({ lead: eastmoor.id, responsible: eastmoor.id });
  });

  it('an authority that is here by a link comes onto the case itself by accepting', () => {
    given(opened)
      .linkedTo(by(eastmoor, CaseOpened))
      .when(by(eastmoor, ResponsibilityAccepted))
      .thenRecorded(ResponsibilityAccepted);
    expect([...caseOf([opened, by(eastmoor, ResponsibilityAccepted)]).people.organisations.keys()]).toEqual([
      lantern.id,
      eastmoor.id,
    ]);
  });

  it('a declined transfer leaves the child with the authority that has responsibility', () => {
    const declined = [
      ...responsible,
      ...joins(eastmoor),
      by(northbridge, ResponsibilityTransferred, { to: eastmoor.id }),
      by(eastmoor, ResponsibilityDeclined),
    ];
    expect(caseOf(declined).people.responsible).toBe(northbridge.id);
    given(...declined)
      .when(by(eastmoor, ResponsibilityAccepted))
      .thenRefused('responsibility-was-offered');
  });

  it('an authority transfers only the responsibility that it has, and to another authority', () => {
    given(...shared)
      .when(by(northbridge, ResponsibilityTransferred, { to: eastmoor.id }))
      .thenRefused('responsibility-is-transferred-by-who-has-it');
    for (const to of [northbridge.id, metroPolice.id])
      given(...responsible)
        .when(by(northbridge, ResponsibilityTransferred, { to }))
        .thenRefused('responsibility-passes-to-another-authority');
  });
});

describe('who is on the case, from headers', () => {
  it('follows from fields that their declarations put in the header', () => {
    for (const [type, field] of concernedFields) {
      const declaration = declarationOf(type);
      expect([type, declaration?.fields[field]?.inHeader]).toEqual([type, true]);
      expect([type, typeof (declaration && exampleDetails(declaration)[field])]).toEqual([type, 'string']);
    }
  });
});
