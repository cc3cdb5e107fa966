import {
  BreakGlassEnded,
  BreakGlassReviewed,
  decideEmergencyAccess,
  decideRunningOut,
  hasRunOutAt,
  timeOfReview,
  type EventDeclaration,
  type OpenedEmergencyAccess,
} from '#casework';
import { colleagueOf } from '#identity';
import { accepted, derivedId, isId, type Instant, type Json } from '#kernel';
import type { EmergencyAccessFacts } from '#sharing-policy';
import { systemAuthor } from '../administration.js';
import { problemsOfKey } from '../request-validation.js';
import { forbidden, idsOf, invalid, notThere, problemsOfDetails } from './act.js';
import type { EndEmergencyAccess, OversightAct, ReviewEmergencyAccess } from './api.js';
import type { Matters } from './matters.js';
import { actingFor, around, onGrant, type Answer } from './on-grant.js';

/** What every event of a grant says in its header. */
const grantOf = ({ holder, organisation, caseId }: OpenedEmergencyAccess) => ({
  grantedTo: holder,
  organisation,
  caseOpened: caseId,
});

interface ActOnGrant extends OversightAct {
  readonly grantId: string;
}

/** How somebody stands to the person who has the access. */
const factsOf = async (
  { ports, isResponsible }: Matters,
  { principal, purpose }: ActOnGrant,
  { holder, organisation, caseId }: OpenedEmergencyAccess,
): Promise<EmergencyAccessFacts> => {
  const sameOrganisation = principal.organisation === organisation;
  const { sameTeam, supervises } = colleagueOf(principal, ports.directory, holder);
  return {
    function: principal.function,
    role: principal.role,
    purpose,
    holder: principal.person === holder,
    sameOrganisation,
    sameTeam: sameOrganisation && sameTeam,
    supervisesHolder: sameOrganisation && supervises,
    responsibleAuthority: await isResponsible(principal.organisation, caseId),
  };
};

/** An act on an emergency access that is on record, where the person may do it; else as if it were not there. */
const actOnGrant = (
  matters: Matters,
  request: ActOnGrant,
  {
    act,
    declaration,
    input,
    details,
  }: {
    readonly act: 'end' | 'review';
    readonly declaration: EventDeclaration;
    readonly input: Readonly<Record<string, Json>>;
    readonly details: (
      opened: OpenedEmergencyAccess,
      facts: EmergencyAccessFacts,
      now: Instant,
    ) => Readonly<Record<string, unknown>>;
  },
): Promise<Answer> => {
  const { grantId, purpose } = request;
  const acting = actingFor(request);
  return onGrant({
    matters,
    grantId,
    declaration,
    acting,
    input: { purpose, grantId, ...input },
    eventIds: idsOf(acting, declaration.type, grantId),
    opening: null,
    say: async ({ state }, now) => {
      const { opened } = state;
      if (opened === null) return notThere;
      const facts = await factsOf(matters, request, opened);
      const policy = matters.ports.policy();
      const permission = policy.mayHandleEmergencyAccess(act, facts);
      if (!permission.allowed)
        return policy.mayHandleEmergencyAccess('know-of', facts).allowed
          ? forbidden(permission.decidedBy)
          : notThere;
      return accepted({
        details: { ...grantOf(opened), ...details(opened, facts, now) },
        relations: [{ kind: 'about', event: opened.event }],
        decide: (proposed) =>
          decideEmergencyAccess(
            state,
            { ...proposed, recorder: request.principal.author },
            around(matters, { reviewIsOverdue: false, ofHoldersTeam: facts.sameTeam }),
          ),
      });
    },
  });
};

const problemsOfActOnGrant = ({ key, grantId }: ActOnGrant) => [
  ...problemsOfKey(key),
  ...(isId(grantId) ? [] : [{ field: 'grantId', problem: 'is not the id of an emergency access' }]),
];

export const endEmergencyAccess = async (matters: Matters, request: EndEmergencyAccess): Promise<Answer> => {
  const problems = problemsOfActOnGrant(request);
  if (problems.length > 0) return invalid(problems);
  return actOnGrant(matters, request, {
    act: 'end',
    declaration: BreakGlassEnded,
    input: {},
    details: (_opened, facts) => ({ endedBy: endedBy(facts) }),
  });
};

const endedBy = ({ holder, supervisesHolder }: EmergencyAccessFacts) => {
  if (holder) return 'given-back';
  return supervisesHolder ? 'ended-by-supervisor' : 'ended-by-responsible-authority';
};

export const reviewEmergencyAccess = async (
  matters: Matters,
  request: ReviewEmergencyAccess,
): Promise<Answer> => {
  const { principal, outcome, reasons } = request;
  const problems = [
    ...problemsOfActOnGrant(request),
    ...problemsOfDetails(
      BreakGlassReviewed,
      { outcome, reasons },
      {
        grantedTo: principal.person,
        organisation: principal.organisation,
        caseOpened: derivedId('a case'),
        reviewer: principal.person,
        inTime: 'in-time',
      },
    ),
  ];
  if (problems.length > 0) return invalid(problems);
  return actOnGrant(matters, request, {
    act: 'review',
    declaration: BreakGlassReviewed,
    input: { outcome, reasons },
    details: ({ openedAt }, _facts, now) => ({
      outcome,
      reasons,
      reviewer: principal.person,
      inTime: timeOfReview(openedAt, now),
    }),
  });
};

export const endWhatRanOut = async (matters: Matters, grantId: string): Promise<Answer> => {
  if (!isId(grantId)) return invalid([{ field: 'grantId', problem: 'is not the id of an emergency access' }]);
  const acting = { recorder: systemAuthor, key: 'time-ran-out' };
  const eventIds = idsOf(acting, BreakGlassEnded.type, grantId);
  return onGrant({
    matters,
    grantId,
    declaration: BreakGlassEnded,
    acting: { ...acting, correlation: eventIds(0) },
    input: { grantId },
    eventIds,
    opening: null,
    say: async ({ state }, now) => {
      const { opened } = state;
      if (opened === null) return notThere;
      return accepted({
        details: { ...grantOf(opened), endedBy: 'time-ran-out' },
        // It ended at its time, however late that is recorded.
        ...(hasRunOutAt(state, now) ? { occurred: opened.until } : {}),
        relations: [{ kind: 'about', event: opened.event }],
        decide: (ending) => decideRunningOut(state, ending),
      });
    },
  });
};
