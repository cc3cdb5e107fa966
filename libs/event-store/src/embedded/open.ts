import { setImmediate as nextTurn } from 'node:timers/promises';
import { systemClock, type Clock } from '#kernel';
import { admitCount, admitEvents, admitExpectation, admitPrefixes, admitStream } from '../admission.js';
import { StoreUnavailable } from '../errors.js';
import type { Direction, EventStore, LogRead, RecordedEvent, StreamRead } from '../port.js';
import { commitNotifier } from './commits.js';
import { follow } from './follow.js';
import { closeLogFile, openLogFile } from './log-file.js';
import { placeOf, positionAt } from './positions.js';
import { describeFailure } from './sqlite-errors.js';
import { openReader, type Reader } from './reader.js';
import { openStreams } from './streams.js';
import { openWriter } from './writer.js';

export interface EmbeddedEventStoreOptions {
  /** The SQLite file; it and its folder are made where they are missing. */
  readonly file: string;
  /** Gives `appendedAt`; the system's clock unless told. */
  readonly clock?: Clock;
}

const pageSize = 500;
/** Beyond every place that can be given out. */
const end = Number.MAX_SAFE_INTEGER;

/**
 * The event log in a SQLite file of this process. Syncing is done in the process's one thread: an append holds it for
 * as long as the disk takes (about 0.2 ms on an SSD), shared by all appends of one turn of the event loop.
 *
 * @throws CannotOpenEventLog in use elsewhere, not an event log, of a newer version, damaged
 */
export const openEmbeddedEventStore = async ({
  file,
  clock = systemClock,
}: EmbeddedEventStoreOptions): Promise<EventStore> => {
  const database = openLogFile(file);
  const commits = commitNotifier();
  const streams = openStreams(database);
  const writer = openWriter(database, streams, commits, clock);
  const reader = openReader(database, streams);

  return {
    append: async (stream, events, { expected }) => {
      admitStream(stream);
      admitExpectation(stream, expected);
      return writer.append(stream, admitEvents(stream, events), expected);
    },
    deleteStream: async (stream, { expected }) => {
      admitStream(stream);
      admitExpectation(stream, expected);
      return writer.remove(stream, expected, false);
    },
    tombstoneStream: async (stream, { expected }) => {
      admitStream(stream);
      admitExpectation(stream, expected);
      return writer.remove(stream, expected, true);
    },
    readStream: (stream, read) => readStream(reader, stream, read),
    readAll: (read) => readAll(reader, read),
    subscribe: (subscription) => {
      admitPrefixes(subscription.streams);
      admitCount('The size of a batch', subscription.batchSize);
      return follow(reader, commits, subscription);
    },
    head: async () => {
      if (!database.isOpen) throw new StoreUnavailable('The event log is closed.');
      return writer.head() === 0 ? null : positionAt(writer.head());
    },
    close: async () => {
      writer.stop('The event log is closed.');
      commits.end();
      try {
        if (database.isOpen) closeLogFile(database);
      } catch (cause) {
        const what = describeFailure(cause);
        throw new StoreUnavailable(`The event log is closed, but its file could not be tidied: ${what}.`, {
          cause,
        });
      }
    },
  };
};

async function* readStream(
  reader: Reader,
  stream: string,
  { from, direction = 'forwards', limit = Infinity }: StreamRead = {},
): AsyncGenerator<RecordedEvent> {
  admitStream(stream);
  if (from !== undefined) admitExpectation(stream, from);
  if (limit !== Infinity) admitCount('A limit', limit);
  const first = from ?? (direction === 'forwards' ? 0 : end);
  const step = direction === 'forwards' ? 1 : -1;
  yield* pages(
    limit,
    first,
    (at, count) => reader.ofStream(stream, at, direction, count),
    ({ revision }) => revision + step,
  );
}

async function* readAll(
  reader: Reader,
  { from, direction = 'forwards', limit = Infinity, streams }: LogRead = {},
): AsyncGenerator<RecordedEvent> {
  admitPrefixes(streams);
  if (limit !== Infinity) admitCount('A limit', limit);
  const read = (at: number, count: number) => reader.ofLog(at, direction, count, streams);
  yield* pages(limit, beyond(from, direction), read, ({ position }) => placeOf(position));
}

/** The place that reading begins beyond: a position is itself included forwards, and left out backwards. */
const beyond = (from: LogRead['from'], direction: Direction): number => {
  if (from === undefined) return direction === 'forwards' ? 0 : end;
  if (from === 'start') return 0;
  if (from === 'end') return end;
  return direction === 'forwards' ? placeOf(from) - 1 : placeOf(from);
};

/** Reads page by page, so that a long read neither fills the memory nor holds the event loop. */
async function* pages(
  limit: number,
  first: number,
  read: (from: number, count: number) => RecordedEvent[],
  following: (last: RecordedEvent) => number,
): AsyncGenerator<RecordedEvent> {
  let from = first;
  for (let left = limit; left > 0;) {
    const count = Math.min(left, pageSize);
    const page = read(from, count);
    yield* page;
    left -= page.length;
    const last = page.at(-1);
    if (last === undefined || page.length < count) return;
    from = following(last);
    await nextTurn();
  }
}
