import type { CaseState } from '../case-state.js';
import { rule, type Rule } from '../decision/rule.js';
import { allocationRules } from './allocation-rules.js';
import {
  AgencyLeftCase,
  InvestigatorAssigned,
  InvestigatorReleased,
  JoinAccepted,
  JoinDeclined,
  JoinRequested,
  ResponsibilityAccepted,
  ResponsibilityTransferred,
  WorkerAllocated,
  WorkerReleased,
} from './events.js';
import { leads } from './state.js';

const leadAnswersJoining = rule<CaseState>(
  'lead-answers-a-request-to-join',
  [JoinAccepted, JoinDeclined],
  'A request to join is answered by the organisation that leads the case.',
  ({ people }, { recorder }) => leads(people, recorder.organisation),
);

/** Nobody is brought onto a case unasked: joining gives a stranger the child's past. */
const joiningWasRequested = rule<CaseState>(
  'joining-was-requested',
  [JoinAccepted, JoinDeclined],
  'There is no open request by this organisation to join the case.',
  ({ people }, { details }) => people.joinRequests.has(details.organisation as string),
);

const joinsOnce = rule<CaseState>(
  'organisation-joins-once',
  [JoinRequested],
  'The organisation is on the case already.',
  ({ people }, { recorder }) => !people.organisations.has(recorder.organisation),
);

/** A case without a lead has nobody to close it, to admit anyone, or to answer for it. */
const leadStays = rule<CaseState>(
  'lead-stays-until-another-is-responsible',
  [AgencyLeftCase],
  'The lead leaves a case only after another authority has accepted responsibility.',
  ({ people }, { recorder }) => !leads(people, recorder.organisation),
);

/** An organisation that is here by a link alone has no membership of its own to end. */
const leavesWhatItJoined = rule<CaseState>(
  'organisation-leaves-the-case-it-joined',
  [AgencyLeftCase],
  'An organisation leaves the case that it joined; what it has through a link ends with the link.',
  ({ people }, { recorder }) => people.organisations.has(recorder.organisation),
);

/** Relationships give access, so each agency gives them to its own people only. */
const workerIsItsOwn = rule<CaseState>(
  'worker-is-of-the-organisation',
  [WorkerAllocated],
  'An organisation allocates its own workers: the person is not enrolled with it.',
  (_kase, { details, recorder }, { organisationOf }) =>
    organisationOf(details.worker as string) === recorder.organisation,
);

const workerIsAllocated = rule<CaseState>(
  'worker-is-allocated',
  [WorkerReleased],
  'The person is not allocated to this case by this organisation.',
  ({ people }, { details, recorder }) =>
    people.workers.get(details.worker as string) === recorder.organisation,
);

const investigatorIsItsOwn = rule<CaseState>(
  'investigator-is-of-the-force',
  [InvestigatorAssigned],
  'A force assigns its own investigators: the person is not enrolled with it.',
  (_kase, { details, recorder }, { organisationOf }) =>
    organisationOf(details.investigator as string) === recorder.organisation,
);

const investigatorIsAssigned = rule<CaseState>(
  'investigator-is-assigned',
  [InvestigatorReleased],
  'The person is not assigned to this case by this force.',
  ({ people }, { details, recorder }) =>
    people.investigators.get(details.investigator as string) === recorder.organisation,
);

/** Until an authority is responsible there is nothing to transfer: the first one accepts. */
const transferredByWhoHasIt = rule<CaseState>(
  'responsibility-is-transferred-by-who-has-it',
  [ResponsibilityTransferred],
  'Responsibility is transferred by the authority that has it.',
  ({ people }, { recorder }) => people.responsible === recorder.organisation,
);

const transferredToAnAuthority = rule<CaseState>(
  'responsibility-passes-to-another-authority',
  [ResponsibilityTransferred],
  "Responsibility passes to the children's services of another authority.",
  (_kase, { details, recorder }, { functionOf }) =>
    details.to !== recorder.organisation && functionOf(details.to as string) === 'children-services',
);

/** No authority takes a child from another that has not let go, and none is left with a child it never accepted. */
const acceptedByWhomItWasOffered = rule<CaseState>(
  'responsibility-was-offered',
  [ResponsibilityAccepted],
  'Another authority is responsible for the child, and has not transferred responsibility to this one.',
  ({ people }, { recorder }) =>
    people.responsible === null || people.responsibilityOfferedTo === recorder.organisation,
);

export const peopleRules: readonly Rule<CaseState>[] = [
  leadAnswersJoining,
  joiningWasRequested,
  joinsOnce,
  leadStays,
  leavesWhatItJoined,
  ...allocationRules,
  workerIsItsOwn,
  workerIsAllocated,
  investigatorIsItsOwn,
  investigatorIsAssigned,
  transferredByWhoHasIt,
  transferredToAnAuthority,
  acceptedByWhomItWasOffered,
];
