import {
  BreakGlassOpened,
  decideEmergencyAccess,
  emergencyAccessHours,
  emergencyAccessUntil,
  isOpenAt,
  reviewIsOverdueAt,
} from '#casework';
import type { Principal } from '#identity';
import { accepted, derivedId, isId, type Instant } from '#kernel';
import { problemsOfKey } from '../request-validation.js';
import { forbidden, idsOf, invalid, notThere, problemsOfDetails } from './act.js';
import type { OpenEmergencyAccess } from './api.js';
import type { Matters } from './matters.js';
import { actingFor, around, onGrant, streamOf, type Answer } from './on-grant.js';

/**
 * The accesses of a person to a case are numbered, and each number is a stream that one act alone can begin: so two
 * openings at once, by whatever processes, cannot both be recorded. Gives the one that this very opening began, or else the
 * first that is open or was never begun.
 */
const placeOf = async (
  { grants, ports }: Matters,
  { principal: { organisation, person }, caseId }: OpenEmergencyAccess,
  openingId: string,
): Promise<string> => {
  let open: string | undefined;
  for (let number = 0; ; number += 1) {
    const grantId = derivedId(organisation, person, 'grant', caseId, number);
    const access = await grants.newest(streamOf(grantId));
    if (access.opened === null) return open ?? grantId;
    if (access.opened.event === openingId) return grantId;
    if (isOpenAt(access, ports.clock.now())) open ??= grantId;
  }
};

const problemsOfOpening = (request: OpenEmergencyAccess) => {
  const { principal, caseId, hours, ground, justification } = request;
  const { least, most } = emergencyAccessHours;
  const askedFor = hours ?? emergencyAccessHours.usual;
  return [
    ...problemsOfKey(request.key),
    ...(isId(caseId) ? [] : [{ field: 'caseId', problem: 'is not the id of a case' }]),
    ...(Number.isInteger(askedFor) && askedFor >= least && askedFor <= most
      ? []
      : [{ field: 'hours', problem: `must be a whole number from ${least} to ${most}` }]),
    ...problemsOfDetails(BreakGlassOpened, { ground, justification }, computedFor(principal)),
  ];
};

/** Stands for what is known only when it is recorded. */
const computedFor = (principal: Principal) => ({
  grantedTo: principal.person,
  organisation: principal.organisation,
  caseOpened: derivedId('a case'),
  until: '2000-01-01',
  agencyFunction: principal.function,
  supervisorTold: principal.supervisor,
});

export const openEmergencyAccess = async (
  matters: Matters,
  request: OpenEmergencyAccess,
): Promise<Answer> => {
  const problems = problemsOfOpening(request);
  if (problems.length > 0) return invalid(problems);
  const { principal, purpose, caseId, ground, justification } = request;
  const { ports } = matters;
  const hours = request.hours ?? emergencyAccessHours.usual;
  const acting = actingFor(request);
  const eventIds = idsOf(acting, BreakGlassOpened.type, caseId);
  return onGrant({
    matters,
    grantId: await placeOf(matters, request, eventIds(0)),
    declaration: BreakGlassOpened,
    acting,
    input: { purpose, caseId, hours, ground, justification },
    eventIds,
    opening: caseId,
    say: async ({ state }, now) => {
      const permission = ports.policy().mayHandleEmergencyAccess('open', {
        function: principal.function,
        role: principal.role,
        purpose,
        holder: true,
        sameOrganisation: true,
        sameTeam: true,
        supervisesHolder: false,
        responsibleAuthority: await matters.isResponsible(principal.organisation, caseId),
      });
      if (!permission.allowed) return forbidden(permission.decidedBy);
      const reviewIsOverdue = await isSuspended(matters, principal.organisation, now);
      // Whose right rests learns nothing of the case.
      if (!reviewIsOverdue && !(await matters.isThere(caseId, principal))) return notThere;
      return accepted({
        details: {
          ground,
          justification,
          ...computedFor(principal),
          caseOpened: caseId,
          until: emergencyAccessUntil(now, hours),
        },
        decide: (proposed) =>
          decideEmergencyAccess(
            state,
            { ...proposed, recorder: principal.author },
            around(matters, { reviewIsOverdue, ofHoldersTeam: true }),
          ),
      });
    },
  });
};

/** The views say which may be overdue; the log, whether they are: a review counts from the moment of its record. */
const isSuspended = async (
  { ports, grants }: Matters,
  organisation: string,
  now: Instant,
): Promise<boolean> => {
  for (const grantId of await ports.overdueEmergencyReviews(organisation, now))
    if (reviewIsOverdueAt(await grants.newest(streamOf(grantId)), now)) return true;
  return false;
};
