import type {
  ClocksOfAnEvent,
  Counterfactual,
  DecisionUnderReview,
  KnownEvent,
  ReExecution,
  ReviewedEvent,
  ReviewOverview,
} from '#read-models';
import { isUncertain, knowledgeStates, type KnowledgeOfAnAgency } from '#read-models';
import { presentOrganisation, type OrganisationNames } from '../schema/organisation.js';

export const presentEvent = (directory: OrganisationNames) => (event: ReviewedEvent) => ({
  eventId: event.eventId,
  caseId: event.caseId,
  type: event.type,
  kindOfWork: event.kindOfWork,
  occurred: event.occurred.text,
  dateUncertain: isUncertain(event.occurred),
  recordedAt: event.level === 'stub' ? null : event.recordedAt,
  recordedBy: presentOrganisation(directory, event.organisation),
  level: event.level,
  relations: event.relations,
  marks: event.marks,
});

const presentAgency = ({ organisation, name, function: agency }: ReviewOverview['agencies'][number]) => ({
  id: organisation,
  name,
  function: agency,
});

const presentCounts = (counts: KnowledgeOfAnAgency['counts']) =>
  knowledgeStates.map((state) => ({ state, events: counts[state] }));

const presentMoment = ({ at, before }: KnowledgeOfAnAgency['moment']) => ({
  at,
  recordedAsItWasDecided: before !== null,
});

export const presentOverview = ({ scope, agencies, ...overview }: ReviewOverview) => ({
  ...overview,
  cases: scope.cases,
  period: { from: scope.from.text, until: scope.until.text },
  agencies: agencies.map(presentAgency),
});

export const presentDecision =
  (directory: OrganisationNames) =>
  ({ event, decidedBy, moment, states, ...decision }: DecisionUnderReview) => ({
    ...decision,
    event: presentEvent(directory)(event),
    agency: presentOrganisation(directory, decidedBy.organisation),
    person: decidedBy.person,
    role: decidedBy.role,
    moment: presentMoment(moment),
    states: presentCounts(states),
  });

export const presentKnown =
  (directory: OrganisationNames) =>
  ({ event, state }: KnownEvent) => ({ event: presentEvent(directory)(event), state });

export const presentKnowledge = (
  directory: OrganisationNames,
  { agency, moment, counts }: KnowledgeOfAnAgency,
) => ({
  agency: presentOrganisation(directory, agency),
  moment: presentMoment(moment),
  states: presentCounts(counts),
});

export const presentClocks = (
  directory: OrganisationNames,
  { event, occurred, recorded, agencies }: ClocksOfAnEvent,
) => ({
  event: presentEvent(directory)(event),
  occurred: occurred.text,
  occurredEarliest: occurred.earliest,
  occurredLatest: occurred.latest,
  recorded,
  agencies: agencies.map(({ agency, ...clocks }) => ({ ...clocks, agency: presentAgency(agency) })),
});

export const presentCounterfactual = (
  directory: OrganisationNames,
  { event, agency, then, under, ...asked }: Counterfactual,
) => {
  const decided = (one: Counterfactual['under']) =>
    one && { ...one, withheld: one.withheld.map(({ part }) => part) };
  return {
    ...asked,
    event: presentEvent(directory)(event),
    agency: presentOrganisation(directory, agency),
    then: decided(then),
    under: decided(under),
  };
};

export const presentReExecution = (directory: OrganisationNames, answer: ReExecution) => ({
  ...answer,
  differences: answer.differences.map((one) => ({
    ...one,
    organisation: presentOrganisation(directory, one.organisation),
  })),
});
