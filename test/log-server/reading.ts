import { randomId } from '#kernel';
import { StreamNotFound, type EventStore } from '#event-store';
import { asServiceError, notLeader, unavailable } from './failures.js';
import { streams } from './protocol.js';
import { write, type ReadCall, type ReadOptions } from './read-call.js';
import type { Served } from './served.js';
import { subscribe } from './subscribing.js';
import { nameOf, readResponse, streamIdentifier, told, type ToldEvent } from './wire.js';
import { filterOf, wholeLog } from './whole-log.js';

const limitOf = (options: ReadOptions): bigint => BigInt(options.getCount() || '0');

async function* streamEvents(store: EventStore, options: ReadOptions): AsyncGenerator<ToldEvent> {
  const wanted = options.getStream();
  const direction =
    options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS ? 'backwards' : 'forwards';
  const stream = nameOf(wanted?.getStreamIdentifier());
  const isAtEnd = wanted?.hasEnd() && direction === 'forwards';
  const from = wanted?.hasRevision() ? Number(wanted.getRevision()) : undefined;
  const first = wanted?.hasStart() && direction === 'backwards' ? 0 : from;
  for await (const event of store.readStream(stream, {
    direction,
    ...(first !== undefined && { from: first }),
  }))
    if (!isAtEnd) yield told(event);
}

const allEvents = (store: EventStore, options: ReadOptions): AsyncIterable<ToldEvent> => {
  const all = options.getAll();
  const isBackwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
  const place = BigInt(all?.getPosition()?.getCommitPosition() ?? '0');
  const from = all?.hasStart() ? 'start' : all?.hasEnd() ? 'end' : place;
  return wholeLog(store, from, isBackwards ? 'backwards' : 'forwards', filterOf(options.getFilter()));
};

const readOnce = async (
  { store, seen }: Served,
  call: ReadCall,
  options: ReadOptions,
  left: AbortSignal,
): Promise<void> => {
  const isStream = options.hasStream();
  const limit = limitOf(options);
  let count = 0n;
  try {
    for await (const event of isStream ? streamEvents(store, options) : allEvents(store, options)) {
      if (left.aborted || count >= limit) break;
      count += 1n;
      seen.eventsSent += 1;
      if (event.type.startsWith('$')) seen.systemEventsSent += 1;
      await write(call, readResponse(event, options.getUuidOption()?.hasStructured() ?? false), left);
    }
  } catch (error) {
    if (!(error instanceof StreamNotFound)) throw error;
    const missing = new streams.ReadResp.StreamNotFound().setStreamIdentifier(streamIdentifier(error.stream));
    call.write(new streams.ReadResp().setStreamNotFound(missing));
  }
  call.end();
};

/** A read that ends, or a subscription that does not: one method of the protocol serves both. */
export const read =
  (served: Served) =>
  (call: ReadCall): void => {
    const left = new AbortController();
    call.on('cancelled', () => left.abort());
    call.on('close', () => left.abort());
    call.on('error', () => left.abort());
    const refused = served.admits(call);
    if (refused !== undefined) {
      call.emit('error', refused);
      return;
    }
    const options = call.request.getOptions() ?? new streams.ReadReq.Options();
    if (options.hasSubscription()) {
      served.seen.subscriptions += 1;
      subscribe(served, call, options, randomId(), left.signal).catch((error: unknown) =>
        call.emit('error', asServiceError(error)),
      );
      return;
    }
    const fault = served.faults.reads.shift() ?? 'served';
    if (fault === 'unavailable') call.emit('error', unavailable());
    else if (fault === 'not-leader') call.emit('error', notLeader(served.leader()));
    else if (fault === 'dropped') served.dropConnection(call);
    else if (fault === 'served')
      readOnce(served, call, options, left.signal).catch((error: unknown) =>
        call.emit('error', asServiceError(error)),
      );
  };
