import {
  decideReview,
  DecisionHistoryExported,
  problemsOfScope,
  ReviewClosed,
  ReviewFindingRecorded,
  ReviewOpened,
  type AroundReview,
  type EventDeclaration,
  type EventHeader,
  type OpenedReview,
  type Relation,
  type ReviewState,
} from '#casework';
import type { Principal } from '#identity';
import { accepted, derivedId, isId, type CaseId, type EventId, type Json, type Result } from '#kernel';
import type { ReviewAct } from '#sharing-policy';
import type { RecordingRefusal } from '../api.js';
import { knownTo } from '../known-events.js';
import type { LoadedStream } from '../loaded-streams.js';
import { problemsOfKey, problemsOfRelations } from '../request-validation.js';
import { forbidden, idsOf, invalid, notThere, problemsOfDetails, recordAct, type MatterAct } from './act.js';
import type {
  CloseReview,
  OpenReview,
  OversightAct,
  RecordExport,
  RecordFinding,
  ReviewRecorded,
} from './api.js';
import type { Matters } from './matters.js';

type Answer = Result<ReviewRecorded, RecordingRefusal>;

const streamOf = (reviewId: string) => `review-${reviewId}`;

const around = (
  { ports: { directory } }: Matters,
  { organisation }: Principal,
  known: AroundReview['known'],
): AroundReview => ({
  known,
  linked: [],
  named: new Map(),
  functionOf: (id) => directory.functionOf(id),
  organisationOf: (person) => directory.organisationOf(person),
  isReviewerOfTheBoard: (person) =>
    directory.organisationOf(person) === organisation && directory.person(person)?.role === 'reviewer',
});

const permissionFor = (
  { ports }: Matters,
  { principal, purpose }: OversightAct,
  act: ReviewAct,
  relations: { readonly ownBoard: boolean; readonly reviewing: boolean },
) =>
  ports
    .policy()
    .mayHandleReview(act, { function: principal.function, role: principal.role, purpose, ...relations });

const onReview = (
  { ports, reviews, inTurn }: Matters,
  { principal, key, correlation }: OversightAct,
  reviewId: string,
  act: Pick<MatterAct<ReviewState>, 'declaration' | 'input' | 'say'> & { readonly matter: string },
): Promise<Answer> => {
  const stream = streamOf(reviewId);
  const acting = { recorder: principal.author, key, correlation };
  const { matter, ...said } = act;
  return inTurn(stream, async () => {
    const answer = await recordAct(ports, reviews, {
      ...said,
      acting,
      to: { stream, caseId: null, eventIds: idsOf(acting, act.declaration.type, matter) },
      lastRecordedAt: (review) => review.lastRecordedAt,
    });
    return answer.ok ? accepted({ ...answer.value.recorded, reviewId }) : answer;
  });
};

const asJson = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json;

export const openReview = async (matters: Matters, request: OpenReview): Promise<Answer> => {
  const { principal, purpose, key, details } = request;
  const board = { board: principal.organisation };
  const ofDetails = problemsOfDetails(ReviewOpened, details, board);
  const problems = [
    ...problemsOfKey(key),
    ...ofDetails,
    ...(ofDetails.length === 0 ? problemsOfScope(details) : []),
  ];
  if (problems.length > 0) return invalid(problems);
  const begun = 'review';
  const reviewId = derivedId(principal.organisation, principal.person, ReviewOpened.type, key, begun);
  return onReview(matters, request, reviewId, {
    declaration: ReviewOpened,
    matter: begun,
    input: { purpose, details: asJson(details) },
    say: async ({ state }) => {
      const permission = permissionFor(matters, request, 'open', { ownBoard: true, reviewing: false });
      if (!permission.allowed) return forbidden(permission.decidedBy);
      const there = await Promise.all(details.cases.map((id) => matters.isThere(id, principal)));
      if (there.includes(false)) return notThere;
      return accepted({
        details: { ...details, ...board },
        decide: (act) =>
          decideReview(
            state,
            { ...act, recorder: principal.author },
            around(matters, principal, () => undefined),
          ),
      });
    },
  });
};

interface ActOnReview extends OversightAct {
  readonly reviewId: string;
}

interface OnOpenedReview {
  readonly act: ReviewAct;
  readonly declaration: EventDeclaration;
  readonly input: object;
  readonly details: (opened: OpenedReview) => Readonly<Record<string, unknown>>;
  readonly relations: (opened: OpenedReview) => readonly Relation[];
}

const actOnReview = (
  matters: Matters,
  request: ActOnReview,
  { act, declaration, input, details, relations }: OnOpenedReview,
): Promise<Answer> => {
  const { principal, purpose, reviewId } = request;
  return onReview(matters, request, reviewId, {
    declaration,
    matter: reviewId,
    input: { purpose, reviewId, said: asJson(input) },
    say: async (loaded) => {
      const { opened } = loaded.state;
      // What another board reviews, and that it does, is its own.
      if (opened === null || opened.board !== principal.organisation) return notThere;
      // Whether it is still open is for the rule, which says so.
      const reviewing = opened.reviewers.includes(principal.person);
      const permission = permissionFor(matters, request, act, { ownBoard: true, reviewing });
      if (!permission.allowed) return forbidden(permission.decidedBy);
      const named = relations(opened);
      const naming = { principal, type: declaration.type, relations: named };
      const known = await knownInScope(matters, naming, loaded, opened);
      return accepted({
        details: details(opened),
        relations: named,
        decide: (act) =>
          decideReview(
            loaded.state,
            { ...act, recorder: principal.author },
            around(matters, principal, known),
          ),
      });
    },
  });
};

/**
 * What the reviewer can see of the events that are named: of the cases in scope and those linked to them, and of the review
 * itself. What the board has by another review is not for the reviewers of this one.
 */
const knownInScope = async (
  { ports: { sight } }: Matters,
  naming: Parameters<typeof knownTo>[1],
  loaded: LoadedStream<ReviewState>,
  { scope }: OpenedReview,
): Promise<(event: EventId) => EventHeader | undefined> => {
  const known = await knownTo(sight, naming, loaded);
  const found = naming.relations.map(({ event }) => known(event)).filter((header) => header !== undefined);
  const inScope = new Set(scope.cases);
  if (found.some((header) => casesOf(header).some((id) => !inScope.has(id))))
    for (const id of scope.cases) for (const linked of await sight.linkedTo(id)) inScope.add(linked);
  return (event) => {
    const header = known(event);
    if (header === undefined || header.stream === loaded.stream) return header;
    return casesOf(header).some((id) => inScope.has(id)) ? header : undefined;
  };
};

const casesOf = ({ caseId, concerns, stream }: EventHeader): readonly CaseId[] => {
  if (caseId !== null) return [caseId];
  // A link stands in a stream of its own and names its cases; so does another review, which is no event of a case.
  return stream.startsWith('link-') && Array.isArray(concerns.cases)
    ? (concerns.cases as readonly CaseId[])
    : [];
};

const problemsOfActOnReview = ({ key, reviewId }: ActOnReview) => [
  ...problemsOfKey(key),
  ...(isId(reviewId) ? [] : [{ field: 'reviewId', problem: 'is not the id of a review' }]),
];

export const recordFinding = async (matters: Matters, request: RecordFinding): Promise<Answer> => {
  const { details, relations } = request;
  const problems = [
    ...problemsOfActOnReview(request),
    ...problemsOfRelations(relations),
    ...problemsOfDetails(ReviewFindingRecorded, details),
  ];
  if (problems.length > 0) return invalid(problems);
  return actOnReview(matters, request, {
    act: 'record-finding',
    declaration: ReviewFindingRecorded,
    input: { details, relations },
    details: () => ({ ...details }),
    relations: () => relations,
  });
};

/** What whoever exports has said; the rest is what it came to, which another try comes to anew. */
const askedOf = ({
  casesExported: _cases,
  viewPosition: _position,
  policyInForce: _policy,
  digest: _digest,
  rows: _rows,
  ...asked
}: RecordExport['details']): object => asked;

export const recordExport = async (matters: Matters, request: RecordExport): Promise<Answer> => {
  const { principal, details } = request;
  const exportedBy = { exportedBy: principal.person };
  const problems = [
    ...problemsOfActOnReview(request),
    ...problemsOfDetails(DecisionHistoryExported, details, exportedBy),
  ];
  if (problems.length > 0) return invalid(problems);
  return actOnReview(matters, request, {
    act: 'export',
    declaration: DecisionHistoryExported,
    input: askedOf(details),
    details: () => ({ ...details, ...exportedBy }),
    relations: () => [],
  });
};

export const closeReview = async (matters: Matters, request: CloseReview): Promise<Answer> => {
  const { details } = request;
  const scope = { cases: [derivedId('a case')], from: '2000', until: '2000' };
  const problems = [...problemsOfActOnReview(request), ...problemsOfDetails(ReviewClosed, details, scope)];
  if (problems.length > 0) return invalid(problems);
  return actOnReview(matters, request, {
    act: 'close',
    declaration: ReviewClosed,
    input: details,
    details: (opened) => ({ ...details, ...opened.scope }),
    relations: (opened) => [{ kind: 'about', event: opened.event }],
  });
};
