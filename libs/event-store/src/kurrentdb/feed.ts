import { setImmediate as nextTurn } from 'node:timers/promises';
import { START, streamNameFilter, type AllStreamSubscription } from '@kurrent/kurrentdb-client';
import { isOfTheSystem, positionOfGiven, recorded, type Given } from './recorded.js';
import { connect } from './connections.js';
import type { Delivery, RecordedEvent } from '../port.js';
import { numbersOf, type Position } from '../position.js';

/** One subscription on the server, for as long as it lasts. */
export interface Feed {
  /** Rejects when the server or the connection ended it; answers undefined when it was left. */
  next(left: AbortSignal): Promise<Delivery | undefined>;
  close(): Promise<void>;
}

interface FeedOptions {
  readonly connectionString: string;
  readonly after: Position | 'start';
  readonly streams: readonly string[] | undefined;
  readonly batchSize: number;
  readonly confirmationMilliseconds: number;
}

/** The server has ended it without an error, as one that is being stopped does. */
class FeedEnded extends Error {
  override readonly name = 'FeedEnded';
}

/**
 * Takes the subscription's events by pulling, so that the one who is slow sets the pace: at most a batch waits here,
 * and beyond that the connection itself holds the server back. It has a connection of its own, since a
 * client closes the one that it has when an append fails.
 */
export const openFeed = ({
  connectionString,
  after,
  streams,
  batchSize,
  confirmationMilliseconds,
}: FeedOptions): Feed => {
  const connection = connect(connectionString);
  const subscription: AllStreamSubscription = connection.client.subscribeToAll(
    {
      fromPosition: after === 'start' ? START : numbersOf(after),
      filter:
        streams === undefined
          ? streamNameFilter({ regex: '^[^$]' })
          : streamNameFilter({ prefixes: [...streams] }),
    },
    // Half waits to be turned into events and half to be taken.
    { highWaterMark: Math.ceil(batchSize / 2) },
  );
  let place = after;
  /** The server has said that there are no more, and the follower has not been told. */
  let isLevel = false;
  let isCatchingUp = true;
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  const stir = () => wake?.();
  const fail = (error: Error) => {
    failure ??= error;
    stir();
  };
  // Before anything can happen: an error that nobody listens for ends the process.
  subscription.on('error', fail);
  subscription.on('end', () => fail(new FeedEnded('The server ended the subscription.')));
  subscription.on('readable', stir);
  const lateConfirmation = setTimeout(
    () => fail(new FeedEnded('The server did not confirm the subscription.')),
    confirmationMilliseconds,
  );
  subscription.on('confirmation', () => clearTimeout(lateConfirmation));
  // Said ahead of the events that still wait here, so it is passed on only when none does.
  subscription.on('caughtUp', () => {
    isLevel = true;
    isCatchingUp = false;
    stir();
  });
  subscription.on('fellBehind', () => {
    isLevel = false;
    isCatchingUp = true;
  });

  const take = (events: RecordedEvent[] = []): RecordedEvent[] => {
    while (events.length < batchSize) {
      const resolved = subscription.read() as { readonly event?: Given } | null;
      if (resolved === null) break;
      const { event } = resolved;
      if (event === undefined) continue;
      const position = positionOfGiven(event);
      // What is delivered twice is delivered once: positions only grow.
      if (place !== 'start' && position <= place) continue;
      place = position;
      if (!isOfTheSystem(event)) events.push(recorded(event));
    }
    return events;
  };

  const somethingNew = (left: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      wake = () => {
        left.removeEventListener('abort', stir);
        wake = undefined;
        resolve();
      };
      left.addEventListener('abort', stir);
    });

  return {
    next: async (left) => {
      while (!left.aborted) {
        const events = take();
        // On the way to the end more is arriving: a batch of one would cost its taker as much as one of many.
        for (let before = 0; isCatchingUp && before < events.length && events.length < batchSize;) {
          before = events.length;
          await nextTurn();
          take(events);
        }
        if (events.length > 0) return { kind: 'events', events };
        if (isLevel) {
          isLevel = false;
          return { kind: 'caught-up' };
        }
        if (failure !== undefined) throw failure;
        await somethingNew(left);
      }
      return undefined;
    },
    close: async () => {
      clearTimeout(lateConfirmation);
      // Where it never came to be there is nothing to cancel, and its failure was told to the listener.
      await subscription.unsubscribe().catch(() => undefined);
      await connection.close();
      subscription.destroy();
    },
  };
};
