import {
  openHandling,
  validateDetails,
  type Author,
  type DecidedEvent,
  type EventDeclaration,
  type Proposal,
  type Refusal,
  type Relation,
} from '#casework';
import type { Position } from '#event-store';
import { accepted, derivedId, parseOccurred, refused, type Instant, type Json, type Result } from '#kernel';
import type { InvalidField, RecordingRefusal } from '../api.js';
import { appendDrafted } from '../append.js';
import { decidedOnNewest } from '../attempts.js';
import { draft } from '../headers.js';
import type { LoadedStream, LoadedStreams } from '../loaded-streams.js';
import { recordedEarlier } from '../recorded-earlier.js';
import type { Destination } from '../destination.js';
import { timeOfRecord } from '../time-of-record.js';
import type { OversightPorts, OversightRecorded } from './api.js';

/** Who acts, by which key and in which request: a person, or the system. */
export interface Acting {
  readonly recorder: Author;
  readonly key: string;
  readonly correlation: string;
}

/** What is to be recorded of a matter, before anybody has looked at it. */
export interface MatterAct<State> {
  readonly acting: Acting;
  readonly declaration: EventDeclaration;
  readonly to: Pick<Destination, 'stream' | 'caseId' | 'eventIds'>;
  /** All that the caller said. */
  readonly input: Json;
  readonly lastRecordedAt: (state: State) => Instant | null;
  /** Asked on the newest state, at the time of the record: whether it may be done, and what it is then. */
  readonly say: (loaded: LoadedStream<State>, now: Instant) => Promise<Result<Said, RecordingRefusal>>;
}

/** What the rules are asked, but for the function of the recorder: the system has none. */
export type ProposedAct = Omit<Proposal, 'recorder'>;

/** What is recorded, and the rules that it has still to pass. */
export interface Said {
  readonly details: Readonly<Record<string, unknown>>;
  /** Extended Date/Time Format; the time of the record unless told. */
  readonly occurred?: string;
  readonly relations?: readonly Relation[];
  readonly decide: (act: ProposedAct) => Result<readonly DecidedEvent[], Refusal>;
}

/** The ids of what somebody does to a matter; the same key gives the same ids for ever. */
export const idsOf =
  (
    { recorder: { organisation, person }, key }: Pick<Acting, 'recorder' | 'key'>,
    type: string,
    matter: string,
  ) =>
  (ordinal: number) =>
    derivedId(organisation, person, type, matter, key, ordinal);

/** What was computed does not fit its declaration; names the fields, never their values. */
export class NotRecordable extends Error {
  override readonly name = 'NotRecordable';

  constructor(type: string, fields: readonly string[]) {
    super(`${type} cannot be recorded: ${fields.join(', ')} do not fit its declaration.`);
  }
}

/**
 * Records one act on the stream of a matter, once for each key. Whoever calls has the turn on the stream. What the person
 * said was validated before, so that every mistake is told at once.
 */
export const recordAct = <State>(
  { store, sealing, clock }: Pick<OversightPorts, 'store' | 'sealing' | 'clock'>,
  streams: LoadedStreams<State>,
  act: MatterAct<State>,
): Promise<Result<{ readonly recorded: OversightRecorded; readonly state: State }, RecordingRefusal>> => {
  const { acting, declaration, to } = act;
  const digest = sealing.digestOfInput(act.input);
  const answer = (
    { state }: LoadedStream<State>,
    header: { readonly id: string; readonly occurred: string; readonly recordedAt: Instant },
    position: Position,
    repeated: boolean,
  ) => {
    const { id: eventId, occurred, recordedAt } = header;
    const { type, narrows } = declaration;
    return accepted({
      recorded: { eventId, type, occurred, recordedAt, position, repeated, narrows },
      state,
    });
  };
  return decidedOnNewest(streams, to.stream, async (loaded) => {
    const earlier = recordedEarlier(loaded, to.eventIds, digest);
    if (earlier?.ok) return answer(loaded, earlier.value.original.header, earlier.value.position, true);
    if (earlier !== undefined) return earlier;
    const now = timeOfRecord(clock, act.lastRecordedAt(loaded.state));
    const said = await act.say(loaded, now);
    if (!said.ok) return said;
    const proposal = proposalOf(act, said.value, now);
    const decided = said.value.decide(proposal);
    if (!decided.ok) return refused({ code: 'RULE_REFUSED', ...decided.reason });
    const drafted = draft(decided.value, { ...proposal, recorder: acting.recorder }, to, {
      handling: {},
      correlation: acting.correlation,
    });
    const { position } = await appendDrafted({ store, sealing }, streams, loaded, drafted, digest);
    return answer(loaded, drafted[0]!.header, position, false);
  });
};

const proposalOf = <State>({ declaration }: MatterAct<State>, said: Said, now: Instant): ProposedAct => {
  const details = validateDetails(declaration, said.details);
  const occurred = parseOccurred(said.occurred ?? now);
  if (!details.ok || !occurred.ok) {
    const fields = details.ok ? [] : details.reason.map(({ field }) => field);
    throw new NotRecordable(declaration.type, occurred.ok ? fields : [...fields, 'occurred']);
  }
  return {
    declaration,
    details: details.value,
    occurred: occurred.value,
    source: 'own-act',
    handling: openHandling,
    lawfulBasis: null,
    relations: said.relations ?? [],
    recordedAt: now,
  };
};

/** What is wrong with details of a declaration; `computed` are not the person's, and are given as they might be. */
export const problemsOfDetails = (
  declaration: EventDeclaration,
  given: object,
  computed: Readonly<Record<string, unknown>> = {},
): readonly InvalidField[] => {
  const claimed = Object.keys(computed).filter((field) => Object.hasOwn(given, field));
  const valid = validateDetails(declaration, { ...given, ...computed });
  return [
    ...claimed.map((field) => ({ field, problem: 'is not a field of this' })),
    ...(valid.ok ? [] : valid.reason),
  ];
};

export const invalid = (fields: readonly InvalidField[]): Result<never, RecordingRefusal> =>
  refused({ code: 'INVALID_INPUT', fields });

export const notThere: Result<never, RecordingRefusal> = refused({ code: 'NOT_FOUND' });

export const forbidden = (decidedBy: readonly string[]): Result<never, RecordingRefusal> =>
  refused({ code: 'FORBIDDEN', decidedBy });
