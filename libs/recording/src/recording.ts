import type { CaseState, Circumstances, Proposal } from '#casework';
import { partsOf } from '#casework';
import { accepted, refused, type Instant, type Result } from '#kernel';
import type { Recorded, Recording, RecordingRefusal, RecordRequest } from './api.js';
import { appendDrafted } from './append.js';
import { decidedOnNewest } from './attempts.js';
import { caseworkOn, type CaseworkOn } from './casework-on.js';
import { destinationOf, type Destination } from './destination.js';
import { handlingOf } from './handling.js';
import { draft } from './headers.js';
import { digestOfRequest } from './idempotency.js';
import type { LoadedStream } from './loaded-streams.js';
import type { RecordingPorts } from './ports.js';
import { recordedEarlier } from './recorded-earlier.js';
import { validateRequest, type ValidRequest } from './request-validation.js';
import { openStreams, type SharedStreams } from './shared-streams.js';
import { timeOfRecord } from './time-of-record.js';

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

const attempts = <State>(act: Act<State>): Promise<Answer> =>
  decidedOnNewest(act.casework.streams, act.to.stream, (loaded) => decideAndAppend(act, loaded));

const decideAndAppend = async <State>(act: Act<State>, loaded: LoadedStream<State>): Promise<Answer> => {
  const { ports, casework, request, valid, to } = act;
  const digest = digestOfRequest(ports.sealing, request);
  const earlier = recordedEarlier(loaded, to.eventIds, digest);
  if (earlier?.ok) {
    const { original, position } = earlier.value;
    return accepted({ ...answerOf(act, original.header), position, repeated: true });
  }
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
  return {
    ...valid,
    source: request.source,
    handling: handlingOf(request.handling, request.source, [
      ...partsOf(valid.declaration, valid.details).keys(),
    ]),
    lawfulBasis: request.lawfulBasis,
    relations: request.relations,
    recorder: { organisation, person, role, function: agency },
    recordedAt: timeOfRecord(ports.clock, lastRecordedAt),
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
