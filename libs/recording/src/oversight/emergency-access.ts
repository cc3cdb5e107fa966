import {
  BreakGlassEnded,
  BreakGlassOpened,
  BreakGlassReviewed,
  decideEmergencyAccess,
  emergencyAccessHours,
  emergencyAccessUntil,
  hasRunOutAt,
  isOpenAt,
  reviewIsOverdueAt,
  timeOfReview,
  type AroundEmergencyAccess,
  type EmergencyAccessState,
  type EventDeclaration,
  type OpenedEmergencyAccess,
  type Recorder,
} from '#casework';
import type { Principal } from '#identity';
import { accepted, derivedId, isId, type Instant, type Json, type Result } from '#kernel';
import type { EmergencyAccessFacts } from '#sharing-policy';
import { systemAuthor } from '../administration.js';
import type { RecordingRefusal } from '../api.js';
import type { LoadedStream } from '../loaded-streams.js';
import { problemsOfKey } from '../request-validation.js';
import {
  forbidden,
  idsOf,
  invalid,
  notThere,
  problemsOfDetails,
  recordAct,
  type Acting,
  type Said,
} from './act.js';
import type {
  EmergencyAccessRecorded,
  EndEmergencyAccess,
  OpenEmergencyAccess,
  OversightAct,
  ReviewEmergencyAccess,
} from './api.js';
import type { Matters } from './matters.js';

type Answer = Result<EmergencyAccessRecorded, RecordingRefusal>;
type Loaded = LoadedStream<EmergencyAccessState>;

const streamOf = (grantId: string) => `grant-${grantId}`;

const actingFor = ({ principal, key, correlation }: OversightAct): Acting => ({
  recorder: principal.author,
  key,
  correlation,
});

/** What every event of a grant says in its header. */
const grantOf = ({ holder, organisation, caseId }: OpenedEmergencyAccess) => ({
  grantedTo: holder,
  organisation,
  caseOpened: caseId,
});

/** Whatever the rules ask of another stream and of the directory is asked here, except what an act says of itself. */
const around = (
  { ports: { directory } }: Matters,
  told: Pick<AroundEmergencyAccess, 'reviewIsOverdue' | 'ofHoldersTeam'>,
): AroundEmergencyAccess => ({
  known: () => undefined,
  linked: [],
  named: new Map(),
  functionOf: (organisation) => directory.functionOf(organisation),
  organisationOf: (person) => directory.organisationOf(person),
  ...told,
});

interface OnGrant {
  readonly matters: Matters;
  readonly grantId: string;
  readonly declaration: EventDeclaration;
  readonly acting: Acting;
  readonly input: Json;
  readonly eventIds: (ordinal: number) => string;
  /** The case of the grant; null before it is opened, for whoever opens it names the case. */
  readonly opening: string | null;
  readonly say: (loaded: Loaded, now: Instant) => Promise<Result<Said, RecordingRefusal>>;
}

const onGrant = async ({ matters, grantId, opening, ...act }: OnGrant): Promise<Answer> => {
  const { ports, grants, inTurn } = matters;
  const stream = streamOf(grantId);
  return inTurn(stream, async () => {
    const caseId = opening ?? (await grants.get(stream)).state.opened?.caseId ?? null;
    const answer = await recordAct(ports, grants, {
      ...act,
      to: { stream, caseId, eventIds: act.eventIds },
      lastRecordedAt: (access) => access.lastRecordedAt,
    });
    if (!answer.ok) return answer;
    const { recorded, state } = answer.value;
    const { opened } = state;
    return opened === null
      ? notThere
      : accepted({ ...recorded, grantId, caseId: opened.caseId, until: opened.until });
  });
};

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
  const ids = function* () {
    for (let number = 0; ; number += 1) yield derivedId(organisation, person, 'grant', caseId, number);
  };
  let place: string | undefined;
  for (const grantId of ids()) {
    const access = await grants.newest(streamOf(grantId));
    if (access.opened?.event === openingId) return grantId;
    if (place === undefined && (access.opened === null || isOpenAt(access, ports.clock.now())))
      place = grantId;
    if (access.opened === null) break;
  }
  return place!;
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
    say: async (_loaded, now) => {
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
        decide: (proposal) =>
          decideEmergencyAccess(
            _loaded.state,
            proposal,
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

interface ActOnGrant extends OversightAct {
  readonly grantId: string;
}

/** How somebody stands to the person who has the access. */
const factsOf = async (
  { ports, isResponsible }: Matters,
  { principal, purpose }: ActOnGrant,
  { holder, organisation, caseId }: OpenedEmergencyAccess,
): Promise<EmergencyAccessFacts> => {
  const ofHolder = ports.directory.person(holder);
  return {
    function: principal.function,
    role: principal.role,
    purpose,
    holder: principal.person === holder,
    sameOrganisation: principal.organisation === organisation,
    // Where an organisation has no teams, all of it is one.
    sameTeam: principal.organisation === organisation && principal.team === (ofHolder?.team ?? null),
    supervisesHolder: ofHolder?.supervisor === principal.person,
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
        decide: (proposal) =>
          decideEmergencyAccess(
            state,
            proposal,
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

/** The system acts with no function of an agency; the rules of an emergency access ask for none. */
const systemRecorder: Recorder = { ...systemAuthor, function: 'safeguarding-board' };

export const endWhatRanOut = async (matters: Matters, grantId: string): Promise<Answer> => {
  if (!isId(grantId)) return invalid([{ field: 'grantId', problem: 'is not the id of an emergency access' }]);
  const acting = { recorder: systemRecorder, key: 'time-ran-out' };
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
        decide: (proposal) =>
          decideEmergencyAccess(
            state,
            proposal,
            around(matters, { reviewIsOverdue: false, ofHoldersTeam: false }),
          ),
      });
    },
  });
};
