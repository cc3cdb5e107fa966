import {
  BACKWARDS,
  END,
  FORWARDS,
  START,
  streamNameFilter,
  type KurrentDBClient,
  type ReadPosition,
  type ReadRevision,
} from '@kurrent/kurrentdb-client';
import { admitCount, admitExpectation, admitPrefixes, admitStream } from '../admission.js';
import { RefusedInput, StoreUnavailable, StreamDeleted, StreamNotFound } from '../errors.js';
import type { LogRead, RecordedEvent, StreamRead } from '../port.js';
import { numbersOf, type Position } from '../position.js';
import { attempt, type Session } from './attempts.js';
import { isOfTheSystem, positionOfGiven, recorded, type Given } from './recorded.js';

/** The client's read cannot be cancelled, so that what is asked for is what a reader who leaves may waste. */
const pageSize = 500;

type Resolved = { readonly event?: Given };

/** Which events the server is asked to leave out of the whole log. */
export const filterFor = (streams: readonly string[] | undefined) =>
  streams === undefined ? streamNameFilter({ regex: '^[^$]' }) : streamNameFilter({ prefixes: [...streams] });

const pageOf = async (
  session: Session,
  stream: string,
  request: (client: KurrentDBClient) => AsyncIterable<Resolved>,
): Promise<Given[]> => {
  const outcome = await attempt(session, { isRepeatable: true }, async ({ client }) => {
    const page: Given[] = [];
    for await (const { event } of request(client)) if (event !== undefined) page.push(event);
    return page;
  });
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
  const isForwards = direction === 'forwards';
  let fromRevision: ReadRevision = from === undefined ? (isForwards ? START : END) : BigInt(from);
  for (let left = limit; left > 0;) {
    const maxCount = Math.min(left, pageSize);
    const page = await pageOf(session, stream, (client) =>
      client.readStream(stream, { fromRevision, direction: isForwards ? FORWARDS : BACKWARDS, maxCount }),
    );
    for (const given of page) yield recorded(given);
    left -= page.length;
    const last = page.at(-1);
    if (last === undefined || page.length < maxCount || (!isForwards && last.revision === 0n)) return;
    fromRevision = last.revision + (isForwards ? 1n : -1n);
  }
}

export const startOf = (from: Position | 'start' | 'end'): ReadPosition =>
  from === 'start' ? START : from === 'end' ? END : numbersOf(from);

export async function* readAll(
  session: Session,
  { from, direction = 'forwards', limit = Infinity, streams }: LogRead = {},
): AsyncGenerator<RecordedEvent> {
  admitPrefixes(streams);
  if (limit !== Infinity) admitCount('A limit', limit);
  const isForwards = direction === 'forwards';
  // Beyond the end there is nothing; the client would ask from elsewhere.
  if (from === (isForwards ? 'end' : 'start')) return;
  let fromPosition = startOf(from ?? (isForwards ? 'start' : 'end'));
  let seen: Position | undefined;
  for (let left = limit; left > 0;) {
    // Forwards the place to go on from is included, so the event that is known comes once more.
    const maxCount = Math.min(left, pageSize) + (isForwards && seen !== undefined ? 1 : 0);
    const page = await pageOf(session, '$all', (client) =>
      client.readAll({
        fromPosition,
        direction: isForwards ? FORWARDS : BACKWARDS,
        maxCount,
        filter: filterFor(streams),
      }),
    );
    for (const given of page) {
      if (positionOfGiven(given) === seen || isOfTheSystem(given)) continue;
      yield recorded(given);
      left -= 1;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < maxCount) return;
    seen = positionOfGiven(last);
    fromPosition = startOf(seen);
  }
}

/** The position of the last event that is not the system's. */
export const headOf = async (session: Session): Promise<Position | null> => {
  for await (const { position } of readAll(session, { direction: 'backwards', limit: 1 })) return position;
  return null;
};
