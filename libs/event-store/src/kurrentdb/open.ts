import { admitCount, admitEvents, admitExpectation, admitPrefixes, admitStream } from '../admission.js';
import { CannotOpenEventLog } from '../cannot-open.js';
import { StoreUnavailable } from '../errors.js';
import type { EventStore } from '../port.js';
import { openAppending } from './appending.js';
import type { Session } from './attempts.js';
import { connectionStringOf } from './connection-string.js';
import { openConnections } from './connections.js';
import { follow } from './following.js';
import { awaitServer } from './opening.js';
import { headOf, readAll, readStream } from './reading.js';
import { removeStream } from './removing.js';
import { usualTimeouts, type Timeouts } from './timeouts.js';

/** What an operator should know of; it says nothing of what was asked for. */
export type EventLogAlarm = 'connection-renewed' | 'subscription-lost' | 'subscription-resumed';

export interface KurrentDbEventStoreOptions {
  /** A connection string of KurrentDB, credentials in it and percent-encoded. It is never printed. */
  readonly url: string;
  /** 5 s for an answer, and 15 s of trying in all, unless told. */
  readonly timeouts?: Partial<Timeouts>;
  readonly onAlarm?: (alarm: EventLogAlarm) => void;
}

const connectionsFor = (connectionString: string, graceMilliseconds: number) => {
  try {
    return openConnections(connectionString, graceMilliseconds);
  } catch (cause) {
    // The string was checked before; what remains are the files that it names. The client's own words may repeat it.
    throw new CannotOpenEventLog('certificate-file-unreadable', { cause });
  }
};

/**
 * The event log on a KurrentDB server or cluster. What is lost on the way is tried again here: appends by an explicit
 * revision with the same ids, reads, and subscriptions from the last event that they delivered.
 *
 * @throws CannotOpenEventLog the url, the certificate, the user, the server's version, or nobody there
 */
export const openKurrentDbEventStore = async ({
  url,
  timeouts: given,
  onAlarm = () => undefined,
}: KurrentDbEventStoreOptions): Promise<EventStore> => {
  const timeouts = { ...usualTimeouts, ...given };
  const connectionString = connectionStringOf(url, timeouts.answerMilliseconds);
  const connections = connectionsFor(connectionString, timeouts.answerMilliseconds);
  const closing = new AbortController();
  const isClosing = () => closing.signal.aborted;
  const session: Session = {
    connections,
    timeouts,
    isClosing,
    renewed: () => onAlarm('connection-renewed'),
  };
  const appending = openAppending(session);
  const underWay = new Set<Promise<unknown>>();

  const refuseClosed = () => {
    if (isClosing()) throw new StoreUnavailable('The event log is closed.');
  };
  /** What was begun before the store is closed is finished before it is. */
  const track = <Answer>(work: Promise<Answer>): Promise<Answer> => {
    const tracked: Promise<Answer> = work.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    return tracked;
  };
  async function* whileOpen<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
    refuseClosed();
    yield* items;
  }
  const remove = async (stream: string, expected: Parameters<typeof removeStream>[2], forEver: boolean) => {
    admitStream(stream);
    admitExpectation(stream, expected);
    refuseClosed();
    await track(removeStream(session, stream, expected, forEver));
  };

  try {
    await awaitServer(connectionString, timeouts);
  } catch (error) {
    await connections.close();
    throw error;
  }

  return {
    append: async (stream, events, { expected }) => {
      admitStream(stream);
      admitExpectation(stream, expected);
      const admitted = admitEvents(stream, events);
      refuseClosed();
      return track(appending(stream, admitted, expected));
    },
    deleteStream: (stream, { expected }) => remove(stream, expected, false),
    tombstoneStream: (stream, { expected }) => remove(stream, expected, true),
    readStream: (stream, read) => whileOpen(readStream(session, stream, read)),
    readAll: (read) => whileOpen(readAll(session, read)),
    subscribe: (subscription) => {
      admitPrefixes(subscription.streams);
      admitCount('The size of a batch', subscription.batchSize);
      return follow(
        {
          connectionString,
          confirmationMilliseconds: timeouts.answerMilliseconds,
          closing: closing.signal,
          alarm: onAlarm,
        },
        subscription,
      );
    },
    head: async () => {
      refuseClosed();
      return track(headOf(session));
    },
    close: async () => {
      closing.abort();
      await Promise.allSettled(underWay);
      await connections.close();
    },
  };
};
