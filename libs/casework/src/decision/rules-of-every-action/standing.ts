import type { OrganisationId } from '#kernel';
import type { CaseState } from '../../case-state.js';
import type { AgencyFunction } from '../../vocabulary/agencies.js';
import { rule, type Rule } from '../rule.js';
import type { Proposal } from '../proposal.js';

/** Functions that never take part in a child's case: the one learns of holds alone, the other counts. */
const neverOnACase: readonly (AgencyFunction | undefined)[] = ['immigration-enforcement', 'analysis-centre'];
export const isNeverOnACase = (agency: AgencyFunction | undefined): boolean => neverOnACase.includes(agency);

type ByAnOutsider = (kase: CaseState, outsider: OrganisationId) => boolean;

const wasReferredTo: ByAnOutsider = ({ people }, outsider) =>
  [...people.referrals.values()].some(({ to }) => to === outsider);

/**
 * What an organisation that is not on the case may still do on it, because it was addressed: answer a referral, decline
 * responsibility, answer what was asked of it (or a refusal would leave no trace), and ask to join.
 */
const openFromOutside: ReadonlyMap<string, ByAnOutsider> = new Map(
  Object.entries({
    ReferralAcknowledged: wasReferredTo,
    ReferralAccepted: wasReferredTo,
    ReferralRejected: wasReferredTo,
    ResponsibilityDeclined: ({ people }, outsider) => people.responsibilityOfferedTo === outsider,
    DisclosureMade: ({ people }, outsider) => people.asked.has(outsider),
    DisclosureRefused: ({ people }, outsider) => people.asked.has(outsider),
    JoinRequested: ({ people }, outsider) => people.told.has(outsider),
  } satisfies Record<string, ByAnOutsider>),
);

/** Being on one case of a linked group is being on the group. */
const isOnTheGroup = (kase: CaseState, linked: readonly CaseState[], organisation: OrganisationId): boolean =>
  kase.people.organisations.has(organisation) ||
  linked.some(({ people }) => people.organisations.has(organisation));

const mayActFromOutside = (kase: CaseState, { declaration, recorder }: Proposal): boolean =>
  openFromOutside.get(declaration.type)?.(kase, recorder.organisation) ?? false;

export const organisationRecordsWhatItOwns: Rule<unknown> = rule<unknown>(
  'organisation-records-what-it-owns',
  'every',
  'An organisation of this function does not record events of this type.',
  (_kase, { declaration: { recordedBy }, recorder }) =>
    recordedBy === 'any' || (recordedBy !== 'system' && recordedBy.includes(recorder.function)),
);

export const organisationWorksOnCases: Rule<unknown> = rule<unknown>(
  'organisation-works-on-cases',
  'every',
  'Immigration enforcement and the analysis centre are never on a case.',
  (_kase, { recorder }) => !isNeverOnACase(recorder.function),
);

/** Whoever is referred to or joins will be shown the child; those two never are. They may be named to be kept out. */
export const concernedOrganisationWorksOnCases: Rule<unknown> = rule<unknown>(
  'concerned-organisation-works-on-cases',
  'every',
  'Nothing of a case is sent to immigration enforcement or to the analysis centre.',
  (_kase, { declaration, details }, { functionOf }) =>
    declaration.narrows ||
    organisationsConcerned(declaration.fields, details).every(
      (organisation) => !isNeverOnACase(functionOf(organisation)),
    ),
);

export const concernedOrganisationIsRegistered: Rule<unknown> = rule<unknown>(
  'concerned-organisation-is-registered',
  'every',
  'An organisation that this names is not registered.',
  (_kase, { declaration, details }, { functionOf }) =>
    organisationsConcerned(declaration.fields, details).every(
      (organisation) => functionOf(organisation) !== undefined,
    ),
);

const organisationsConcerned = (
  fields: Proposal['declaration']['fields'],
  details: Proposal['details'],
): readonly OrganisationId[] =>
  Object.entries(fields).flatMap(
    ([
      name,
      {
        inHeader,
        kind: { shape },
      },
    ]) => {
      const one = shape.is === 'list' ? shape.of : shape;
      if (!inHeader || one.is !== 'reference' || one.to !== 'organisation') return [];
      const value = details[name];
      return [value].flat().filter((organisation) => typeof organisation === 'string');
    },
  );

/** For a case that has not begun, whoever begins it comes onto it by beginning it. */
export const organisationIsOnTheCase: Rule<CaseState> = rule<CaseState>(
  'organisation-is-on-the-case',
  'every',
  'The organisation is not on this case.',
  (kase, proposal, { linked }) =>
    kase.caseId === null ||
    isOnTheGroup(kase, linked, proposal.recorder.organisation) ||
    mayActFromOutside(kase, proposal),
);

export const caseBegins: Rule<CaseState> = rule<CaseState>(
  'case-begins',
  'every',
  'A case does not begin with an event of this type.',
  ({ caseId }, { declaration }) => caseId !== null || declaration.beginsCase,
);

export const caseIsClosed: Rule<CaseState> = rule<CaseState>(
  'case-is-closed',
  'every',
  'The case is closed: reopen it first.',
  ({ intake }, { declaration }) => intake.closed === null || declaration.afterClosure,
);
