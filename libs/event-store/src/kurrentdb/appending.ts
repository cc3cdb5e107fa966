import { ANY, jsonEvent, NO_STREAM, STREAM_EXISTS, type JSONType } from '@kurrent/kurrentdb-client';
import { largestAppend, type AdmittedEvent } from '../admission.js';
import {
  ExpectationFailed,
  OutcomeUnknown,
  RefusedInput,
  StoreUnavailable,
  StreamDeleted,
  TooLarge,
} from '../errors.js';
import type { Appended, ExpectedRevision } from '../port.js';
import { positionOf } from '../position.js';
import { attempt, type Outcome, type Session } from './attempts.js';
import { openGate } from './gate.js';
import { headOf, readStream } from './reading.js';

export type Appending = (
  stream: string,
  events: readonly AdmittedEvent[],
  expected: ExpectedRevision,
) => Promise<Appended>;

/**
 * The client's batch stream takes 16 messages before it makes callers wait, and those that wait when the connection
 * breaks are rejected where nobody can see it, which ends the process. So never more than 15 are on their way.
 */
const onTheirWay = 15;
const message = { bytes: 3 * 1_048_576, overheadOfEvent: 256 };

const stateOf = (expected: ExpectedRevision) => {
  switch (expected) {
    case 'any':
      return ANY;
    case 'no-stream':
      return NO_STREAM;
    case 'stream-exists':
      return STREAM_EXISTS;
    default:
      return BigInt(expected);
  }
};

/** From the text that was checked, since what the caller gave may have changed since. */
const asClientEvent = ({ id, type, data, metadata }: AdmittedEvent) =>
  jsonEvent({
    id,
    type,
    data: JSON.parse(data) as JSONType,
    // The client leaves out metadata that is false, 0 or an empty text; as bytes it is always there.
    ...(metadata !== null && { metadata: new Uint8Array(Buffer.from(metadata, 'utf8')) }),
  });

/** What the caller is told where the server refused or never answered. */
export const refusalOf = (
  stream: string,
  expected: ExpectedRevision,
  bytes: number,
  outcome: Exclude<Outcome<never>, { readonly kind: 'answered' }>,
): Error => {
  if (outcome.kind === 'given-up') {
    const { mayBeDone, what, cause } = outcome;
    return mayBeDone
      ? new OutcomeUnknown(stream, what, { cause })
      : new StoreUnavailable(`The event log cannot be written: ${what}.`, { cause });
  }
  const { failure } = outcome;
  switch (failure.kind) {
    case 'conflict':
      return new ExpectationFailed(
        stream,
        expected,
        expected === 'stream-exists' ? 'no-stream' : failure.actual,
      );
    case 'stream-not-found':
      return new ExpectationFailed(stream, expected, 'no-stream');
    case 'stream-deleted':
      return new StreamDeleted(stream);
    case 'too-large':
      return new TooLarge(stream, bytes, largestAppend);
    case 'refused':
      return new RefusedInput(`The event log refuses what was to be written to stream ${stream}.`);
  }
};

export const openAppending = (session: Session): Appending => {
  const gate = openGate(onTheirWay);
  const { answerMilliseconds } = session.timeouts;

  const send = async (stream: string, events: readonly AdmittedEvent[], expected: ExpectedRevision) => {
    const bytes = events.reduce((sum, event) => sum + event.bytes + message.overheadOfEvent, 0);
    const given = events.map(asClientEvent);
    // Under `any` and `stream-exists` the server keeps no lasting memory of ids: a second attempt may write twice.
    const isRepeatable = typeof expected === 'number' || expected === 'no-stream' || events.length === 0;
    const turn = () => gate.enter(1 + Math.floor(bytes / message.bytes));
    const outcome = await attempt(session, { isRepeatable, turn }, ({ client }) =>
      client.appendToStream(stream, given, {
        streamState: stateOf(expected),
        requiresLeader: true,
        deadline: answerMilliseconds,
      }),
    );
    if (outcome.kind !== 'answered') throw refusalOf(stream, expected, bytes, outcome);
    return outcome.answer;
  };

  /** The client says 0 for a stream that has no event, as for one that has one. */
  const hasFirst = async (stream: string): Promise<boolean> => {
    try {
      await send(stream, [], 0);
      return true;
    } catch (error) {
      if (error instanceof ExpectationFailed) return false;
      throw error;
    }
  };

  const positionIn = async (stream: string, revision: number) => {
    for await (const { position } of readStream(session, stream, { from: revision, limit: 1 }))
      return position;
    throw new StoreUnavailable(`The position of what was written to stream ${stream} cannot be read.`);
  };

  return async (stream, events, expected) => {
    const { nextExpectedRevision, position } = await send(stream, events, expected);
    const revision = Number(nextExpectedRevision);
    if (events.length > 0)
      return {
        revision,
        position: position
          ? positionOf(position.commit, position.prepare)
          : await positionIn(stream, revision),
      };
    const isThere = revision > 0 || typeof expected === 'number' || (await hasFirst(stream));
    return { revision: isThere ? revision : -1, position: (await headOf(session)) ?? positionOf(0n, 0n) };
  };
};
