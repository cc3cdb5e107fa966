import type { Kysely, Transaction } from 'kysely';
import type { EventStore, Position, RecordedEvent } from '#event-store';
import type { Instant } from '#kernel';
import { pause, waitAfterFailure } from './back-off.js';
import { moveCheckpoint, readyCheckpoint } from './checkpoint.js';
import { problemOf, type Projection, type ProjectionAlarm } from './projection.js';
import { setUpProjectionTables, type ProjectionTables } from './tables.js';

export interface RunOptions<All extends Tables, Tables> {
  readonly store: EventStore;
  /** The only writer of the projection's tables, which may stand among others. */
  readonly database: Kysely<All>;
  readonly projection: Projection<Tables>;
  /** The most events that are taken in by one transaction: 500 to 2,000 are best, 1,000 unless told. */
  readonly batchSize?: number;
  /** Aborting stops the projection after the batch that it is in. */
  readonly signal: AbortSignal;
  readonly onAlarm: (alarm: ProjectionAlarm) => void;
}

/** How far a projection is behind the log. Counted up to `mostCounted`. */
export interface Lag {
  readonly events: number;
  /** When the log took the oldest event that waits; null where none does. */
  readonly since: Instant | null;
}

export interface RunningProjection {
  readonly name: string;
  /** The last event taken in and committed; null before the first. */
  readonly position: () => Position | null;
  /** True when everything that it follows up to this place is taken in; false where that took longer than asked. */
  readonly waitFor: (position: Position, options: { readonly timeoutMs: number }) => Promise<boolean>;
  readonly lag: () => Promise<Lag>;
  /** Tries a parked group again, between two batches. Throws what the attempt threw; the group then stays parked. */
  readonly retryParked: (group: string) => Promise<void>;
  /** Resolves when it has stopped, with everything that it took in committed. */
  readonly stopped: Promise<void>;
}

const mostCounted = 1_000;

/** The log stopped delivering although nobody asked it to. */
class SubscriptionEnded extends Error {
  override readonly name = 'SubscriptionEnded';
}

/**
 * Runs a projection until the signal aborts: from its checkpoint through what is there to what comes. A failure of the
 * database, the log or the projection itself is told by an alarm and tried again after a while, from what was last
 * committed; it never ends the projection and never goes by in silence.
 */
export const runProjection = <All extends Tables, Tables>(
  options: RunOptions<All, Tables>,
): RunningProjection => {
  const { store, projection, signal, onAlarm, batchSize = 1_000 } = options;
  const database = options.database as unknown as Kysely<Tables & ProjectionTables>;
  let position: Position | null = null;
  let ready = false;
  let waiting = new Set<() => void>();
  let turn: Promise<unknown> = Promise.resolve();

  const inTurn = <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  const wake = () => {
    const woken = waiting;
    waiting = new Set();
    for (const settle of woken) settle();
  };

  /** Everything or nothing: where the transaction is undone, so is what the projection remembers of it. */
  const committed = async (
    work: (transaction: Transaction<Tables & ProjectionTables>) => Promise<void>,
  ): Promise<void> => {
    try {
      await database.transaction().execute(work);
    } catch (error) {
      projection.forget();
      throw error;
    }
  };

  const take = (events: readonly RecordedEvent[]) =>
    inTurn(async () => {
      const last = events.at(-1)!.position;
      await committed(async (transaction) => {
        await projection.apply(transaction, events);
        const own = transaction as unknown as Transaction<ProjectionTables>;
        await moveCheckpoint(own, projection, position, last);
      });
      position = last;
      wake();
    });

  const follow = async (): Promise<void> => {
    await setUpProjectionTables(database as unknown as Kysely<ProjectionTables>);
    projection.forget();
    const own = database as unknown as Kysely<Tables>;
    const checkpoint = await readyCheckpoint(own, projection, await store.head());
    position = checkpoint.position;
    if (checkpoint.wasAhead) onAlarm({ kind: 'begun-again', projection: projection.name });
    ready = true;
    wake();
    const streams = projection.streams;
    for await (const delivery of store.subscribe({
      after: position ?? 'start',
      streams,
      batchSize,
      signal,
    })) {
      if (delivery.kind === 'events') await take(delivery.events);
      else attempt = 0;
      if (signal.aborted) return;
    }
    if (!signal.aborted) throw new SubscriptionEnded();
  };

  let attempt = 0;
  const supervise = async (): Promise<void> => {
    while (!signal.aborted) {
      const before = position;
      try {
        await follow();
      } catch (error) {
        if (signal.aborted) return;
        attempt = position === before ? attempt + 1 : 1;
        onAlarm({
          kind: 'stalled',
          projection: projection.name,
          after: position,
          attempt,
          problem: problemOf(error),
        });
        await pause(waitAfterFailure(attempt), signal);
      }
    }
  };

  const waitingEvents = async (upTo: Position | null, limit: number): Promise<readonly RecordedEvent[]> => {
    const found: RecordedEvent[] = [];
    // The position moves on while this reads; compared with the new one, an event cut off by the limit would be missed.
    const taken = position;
    const from = taken ?? 'start';
    // Reading includes the event at the position itself, which is taken in already.
    for await (const event of store.readAll({ from, streams: projection.streams, limit: limit + 1 })) {
      if (taken !== null && event.position <= taken) continue;
      if (upTo !== null && event.position > upTo) break;
      found.push(event);
    }
    return found.slice(0, limit);
  };

  const has = async (wanted: Position): Promise<boolean> => {
    if (!ready) return false;
    if (position !== null && position >= wanted) return true;
    // The event at that place may be none of this projection's: then there is nothing to wait for.
    return (await waitingEvents(wanted, 1)).length === 0;
  };

  const waitFor: RunningProjection['waitFor'] = async (wanted, { timeoutMs }) => {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      let settle: () => void = () => undefined;
      const moved = new Promise<void>((resolve) => (settle = resolve));
      waiting.add(settle);
      if (await has(wanted)) {
        waiting.delete(settle);
        return true;
      }
      const left = deadline - Date.now();
      if (left <= 0 || signal.aborted) {
        waiting.delete(settle);
        return false;
      }
      const timer = setTimeout(settle, left);
      await moved;
      clearTimeout(timer);
      waiting.delete(settle);
    }
  };

  const stopped = supervise().finally(wake);
  return {
    name: projection.name,
    position: () => position,
    waitFor,
    lag: async () => {
      const events = await waitingEvents(null, mostCounted);
      return { events: events.length, since: events[0]?.appendedAt ?? null };
    },
    retryParked: (group) =>
      inTurn(() =>
        committed(async (transaction) => {
          if (projection.retry === undefined) {
            throw new RangeError(`The projection ${projection.name} never parks a group.`);
          }
          await projection.retry(transaction, group);
        }),
      ),
    stopped,
  };
};
