import { convertGrpcEvent } from '@kurrent/kurrentdb-client/dist/utils/convertGrpcEvent.js';
import { admitCount, admitExpectation, admitPrefixes, admitStream } from '../admission.js';
import { RefusedInput, StoreUnavailable, StreamDeleted, StreamNotFound } from '../errors.js';
import type { LogRead, RecordedEvent, StreamRead } from '../port.js';
import type { Position } from '../position.js';
import { attempt, type Session } from './attempts.js';
import type { Connection, ReadAnswer } from './connections.js';
import { logRequest, streamRequest, type ReadRequest } from './read-requests.js';
import { isOfTheSystem, positionOfGiven, recorded, type Given } from './recorded.js';

/** What is held of a read at a time, and the most that a reader who leaves has wasted. */
const pageSize = 500;

/** Looks like the client's own error for the same thing, so that both are understood in one place. */
class Missing extends Error {
  override readonly name = 'Missing';
  readonly type = 'stream-not-found';
}

/** One request, answered whole. */
export const page = async (
  connection: Connection,
  request: ReadRequest,
  answerMilliseconds: number,
): Promise<Given[]> => {
  const events: Given[] = [];
  const answers: AsyncIterable<ReadAnswer> = await connection.read(request, answerMilliseconds);
  for await (const answer of answers) {
    if (answer.hasStreamNotFound()) throw new Missing('The stream has no events.');
    const given = answer.getEvent();
    const event = given && convertGrpcEvent(given).event;
    if (event !== undefined) events.push(event);
  }
  return events;
};

const pageOf = async (session: Session, stream: string, request: ReadRequest): Promise<Given[]> => {
  const { answerMilliseconds } = session.timeouts;
  const outcome = await attempt(session, { isRepeatable: true }, (connection) =>
    page(connection, request, answerMilliseconds),
  );
  if (outcome.kind === 'answered') return outcome.answer;
  if (outcome.kind === 'given-up')
    throw new StoreUnavailable(`The event log cannot be read: ${outcome.what}.`, { cause: outcome.cause });
  switch (outcome.failure.kind) {
    case 'stream-not-found':
      throw new StreamNotFound(stream);
    case 'stream-deleted':
      throw new StreamDeleted(stream);
    case 'conflict':
    case 'refused':
    case 'too-large':
      throw new RefusedInput('The event log refuses the read.');
  }
};

export async function* readStream(
  session: Session,
  stream: string,
  { from, direction = 'forwards', limit = Infinity }: StreamRead = {},
): AsyncGenerator<RecordedEvent> {
  admitStream(stream);
  if (from !== undefined) admitExpectation(stream, from);
  if (limit !== Infinity) admitCount('A limit', limit);
  let next = from === undefined ? undefined : BigInt(from);
  for (let left = limit; left > 0;) {
    const maxCount = Math.min(left, pageSize);
    const events = await pageOf(session, stream, streamRequest(stream, next, direction, maxCount));
    for (const given of events) yield recorded(given);
    left -= events.length;
    const last = events.at(-1);
    if (last === undefined || events.length < maxCount) return;
    next = last.revision + (direction === 'forwards' ? 1n : -1n);
    if (next < 0n) return;
  }
}

export async function* readAll(
  session: Session,
  { from, direction = 'forwards', limit = Infinity, streams }: LogRead = {},
): AsyncGenerator<RecordedEvent> {
  admitPrefixes(streams);
  if (limit !== Infinity) admitCount('A limit', limit);
  const isForwards = direction === 'forwards';
  // Beyond the end there is nothing; the client would ask from elsewhere.
  if (from === (isForwards ? 'end' : 'start')) return;
  let next = from === 'start' || from === 'end' ? undefined : from;
  let seen: Position | undefined;
  for (let left = limit; left > 0;) {
    // Forwards the place to go on from is included, so the event that is known comes once more.
    const count = Math.min(left, pageSize) + (isForwards && seen !== undefined ? 1 : 0);
    const events = await pageOf(session, '$all', logRequest(next, direction, count, streams));
    for (const given of events) {
      if (positionOfGiven(given) === seen || isOfTheSystem(given)) continue;
      yield recorded(given);
      left -= 1;
    }
    const last = events.at(-1);
    if (last === undefined || events.length < count) return;
    next = seen = positionOfGiven(last);
  }
}

/** The position of the last event that is not the system's. */
export const headOf = async (session: Session): Promise<Position | null> => {
  for await (const { position } of readAll(session, { direction: 'backwards', limit: 1 })) return position;
  return null;
};
