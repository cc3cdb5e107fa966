import type { CaseState, Circumstances, Proposal } from '#casework';
import { partsOf } from '#casework';
import { ExpectationFailed, OutcomeUnknown, StoreUnavailable, TooLarge } from '#event-store';
import { accepted, refused, type Instant, type Result } from '#kernel';
import { DatabaseAway, DatabaseUnusable } from '#platform';
import { ViewNotReady } from '#projections';
import { KeyProviderUnavailable } from '#sealing';
import type { Recorded, Recording, RecordingRefusal, RecordRequest } from './api.js';
import { appendDrafted } from './append.js';
import { caseworkOn, type CaseworkOn } from './casework-on.js';
import { destinationOf, type Destination } from './destination.js';
import { handlingOf } from './handling.js';
import { draft } from './headers.js';
import { digestOfRequest } from './idempotency.js';
import type { LoadedStream } from './loaded-streams.js';
import type { RecordingPorts } from './ports.js';
import { validateRequest, type ValidRequest } from './request-validation.js';
import { openStreams, type SharedStreams } from './shared-streams.js';

/** How often an action is decided anew because others changed the case, or its outcome stayed unknown. */
const mostAttempts = 8;

type Answer = Result<Recorded, RecordingRefusal>;

/**
 * Opens the write side. There is one path for every action; each step may be where it ends, and says why. `streams` are
 * given where something else in the process writes on cases too.
 */
export const openRecording = (
  ports: RecordingPorts,
  streams: SharedStreams = openStreams(ports),
): Recording => {
  const casework = caseworkOn(ports, streams);
  const { inTurn } = streams;
  return {
    record: async (request) => {
      const valid = validateRequest(request);
      if (!valid.ok) return refused({ code: 'INVALID_INPUT', fields: valid.reason });
      const to = destinationOf(valid.value.declaration, request);
      return inTurn(to.stream, () =>
        to.kind === 'case'
          ? attempts({ ports, casework: casework.case, request, valid: valid.value, to })
          : attempts({ ports, casework: casework.link, request, valid: valid.value, to }),
      );
    },
  };
};

interface Act<State> {
  readonly ports: RecordingPorts;
  readonly casework: CaseworkOn<State>;
  readonly request: RecordRequest;
  readonly valid: ValidRequest;
  readonly to: Destination;
}

const attempts = async <State>(act: Act<State>): Promise<Answer> => {
  const { streams } = act.casework;
  let outcomeUnknown = false;
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    try {
      const loaded = await streams.get(act.to.stream);
      if (attempt > 0) await streams.catchUp(loaded);
      const answer = await decideAndAppend(act, loaded);
      if (answer.ok || !(await hasMovedOn(act, loaded))) return answer;
    } catch (problem) {
      // Somebody else wrote first: what they wrote is read, and the rules are asked again.
      if (problem instanceof ExpectationFailed) continue;
      // It may or may not be in the log. The next attempt looks for its ids before anything else.
      if (problem instanceof OutcomeUnknown) outcomeUnknown = true;
      else if (cannotServe(problem)) return refused({ code: 'UNAVAILABLE' });
      else if (problem instanceof TooLarge) {
        return refused({
          code: 'INVALID_INPUT',
          fields: [{ field: 'details', problem: `is larger than ${problem.limit} bytes together` }],
        });
      } else throw problem;
    }
  }
  return refused(
    outcomeUnknown ? { code: 'UNAVAILABLE' } : { code: 'CONFLICT', because: 'too-many-changes' },
  );
};

/**
 * What is accepted was decided on the newest state, because the log says so. A refusal asks the log itself: another
 * process may have recorded what makes the action right, or the action itself.
 */
const hasMovedOn = async <State>({ casework }: Act<State>, loaded: LoadedStream<State>): Promise<boolean> => {
  const decidedOn = loaded.revision;
  await casework.streams.catchUp(loaded);
  return loaded.revision !== decidedOn;
};

/** The log, the views or the keys cannot serve now; whoever asked may send the same action again. */
const cannotServe = (problem: unknown): boolean =>
  problem instanceof StoreUnavailable ||
  problem instanceof DatabaseAway ||
  problem instanceof DatabaseUnusable ||
  problem instanceof ViewNotReady ||
  problem instanceof KeyProviderUnavailable;

const decideAndAppend = async <State>(act: Act<State>, loaded: LoadedStream<State>): Promise<Answer> => {
  const { ports, casework, request, valid, to } = act;
  const digest = digestOfRequest(ports.sealing, request);
  const earlier = recordedEarlier(act, loaded, digest);
  if (earlier !== undefined) return earlier;
  if (!to.begins && loaded.revision < 0) return refused({ code: 'NOT_FOUND' });
  const circumstances = await casework.circumstances(request, loaded, to, valid.details);
  const permission = permitted(act, loaded.state, circumstances);
  if (permission !== undefined) return permission;
  const proposal = proposalOf(act, casework.lastRecordedAt(loaded.state));
  const decided = casework.decide(loaded.state, proposal, circumstances);
  if (!decided.ok) return refused({ code: 'RULE_REFUSED', ...decided.reason });
  const drafted = draft(decided.value, proposal, to, request);
  const { position } = await appendDrafted(ports, casework.streams, loaded, drafted, digest);
  return accepted({ ...answerOf(act, drafted[0]!.header), position, repeated: false });
};

/** Whether this person may do such a thing here at all. What must not be known to exist is not there. */
const permitted = <State>(
  { ports, casework, request, valid, to }: Act<State>,
  state: State,
  circumstances: Circumstances<CaseState>,
): Answer | undefined => {
  const { organisation, function: agency, role } = request.principal;
  const { onCase, told } = casework.standing(state, organisation, circumstances);
  const begins = to.begins && to.kind === 'case';
  if (!begins && !onCase && !told) return refused({ code: 'NOT_FOUND' });
  const permission = ports.policy().mayRecord({
    function: agency,
    role,
    purpose: request.purpose,
    onCase,
    beginsCase: begins && valid.declaration.beginsCase,
    fromOutside: told,
  });
  return permission.allowed ? undefined : refused({ code: 'FORBIDDEN', decidedBy: permission.decidedBy });
};

const proposalOf = <State>(
  { ports, request, valid }: Act<State>,
  lastRecordedAt: Instant | null,
): Proposal => {
  const { organisation, person, role, function: agency } = request.principal;
  const now = ports.clock.now();
  return {
    ...valid,
    source: request.source,
    handling: handlingOf(request.handling, request.source, [
      ...partsOf(valid.declaration, valid.details).keys(),
    ]),
    lawfulBasis: request.lawfulBasis,
    relations: request.relations,
    recorder: { organisation, person, role, function: agency },
    // The clocks of two machines differ by a moment; within a case the record must not go back by it.
    recordedAt: lastRecordedAt !== null && lastRecordedAt > now ? lastRecordedAt : now,
  };
};

const answerOf = <State>(
  { valid, to }: Act<State>,
  header: { readonly id: string; readonly occurred: string; readonly recordedAt: Instant },
): Omit<Recorded, 'position' | 'repeated'> => ({
  eventId: header.id,
  type: valid.declaration.type,
  caseId: to.caseId,
  linkId: to.linkId,
  occurred: header.occurred,
  recordedAt: header.recordedAt,
  narrows: valid.declaration.narrows,
});

/** The answer of the first time, where this very action is in the log already. */
const recordedEarlier = <State>(
  act: Act<State>,
  loaded: LoadedStream<State>,
  digest: string,
): Answer | undefined => {
  const original = loaded.events.get(act.to.eventIds(0));
  if (original === undefined) return undefined;
  if (original.inputDigest !== digest) {
    return refused({ code: 'CONFLICT', because: 'key-used-for-other-input' });
  }
  let { position } = original;
  for (let ordinal = 1; ; ordinal += 1) {
    const following = loaded.events.get(act.to.eventIds(ordinal));
    if (following === undefined) break;
    position = following.position;
  }
  return accepted({ ...answerOf(act, original.header), position, repeated: true });
};
