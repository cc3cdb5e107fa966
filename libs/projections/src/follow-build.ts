import type { Transaction } from 'kysely';
import { comparePositions, type EventStore, type Position, type RecordedEvent } from '#event-store';
import type { Database } from '#platform';
import { pause, waitAfterFailure } from './back-off.js';
import { holdBuild, inBuildOf, LeaseLost, moveCheckpoint, ownBuild, type Build } from './builds.js';
import type { Observer } from './observer.js';
import { movedChannel } from './channels.js';
import { problemOf, type Problem, type Projection } from './projection.js';
import { slotName } from './slots.js';
import type { BuildTables, ProjectionTables } from './tables.js';

export interface FollowOptions {
  readonly store: EventStore;
  readonly database: Database<ProjectionTables>;
  readonly projection: Projection<BuildTables>;
  readonly build: Build;
  readonly fence: number;
  /** The most events that are taken in by one transaction. */
  readonly batchSize: number;
  /** Whether readers are told when it moves. */
  readonly isRead: () => boolean;
  /** Aborting stops it after the batch that it is in. */
  readonly signal: AbortSignal;
  readonly onStalled: (stalled: {
    readonly after: Position | null;
    readonly attempt: number;
    readonly problem: Problem;
  }) => void;
  readonly observe: Observer;
  /** Told after each batch, when it is level with the log, and when it has ended. */
  readonly onChange: () => void;
}

/** Why a build is no longer followed: told to stop, taken over by another runner, or beyond the end of the log. */
export type Ending = 'stopped' | 'lost' | 'ahead';

export interface FollowedBuild {
  readonly build: Build;
  readonly position: () => Position | null;
  /** It has been given everything that was in the log. */
  readonly caughtUp: () => boolean;
  /** Null while it goes on. */
  readonly ending: () => Ending | null;
  /** Does something between two batches. */
  readonly inTurn: <Answer>(work: () => Promise<Answer>) => Promise<Answer>;
  /** A transaction that is undone, with the projection's memory, where it fails or the lease has gone. */
  readonly committed: (work: (transaction: Transaction<ProjectionTables>) => Promise<void>) => Promise<void>;
  readonly stopped: Promise<void>;
}

/** The log stopped delivering although nobody asked it to. */
class SubscriptionEnded extends Error {
  override readonly name = 'SubscriptionEnded';
}

/** What was taken in stands no longer in the log. */
class AheadOfLog extends Error {
  override readonly name = 'AheadOfLog';
}

/** Whether a checkpoint is beyond the end of the log: somebody put the log back to an older state. */
export const isBeyond = (position: Position | null, head: Position | null): boolean =>
  position !== null && (head === null || comparePositions(position, head) > 0);

/**
 * Follows the log into one build: from its checkpoint through what is there to what comes. A failure of the database, the
 * log or the projection itself is told and tried again after a while, from what was last committed; it never goes by in
 * silence. It ends when it is told to, when the lease has gone, and when the log was put back.
 */
export const followBuild = (options: FollowOptions): FollowedBuild => {
  const { store, database, projection, build, fence, batchSize, signal, observe, onChange } = options;
  let position = build.position;
  let caughtUp = false;
  let ending: Ending | null = null;
  let attempt = 0;
  let turn: Promise<unknown> = Promise.resolve();

  const inTurn: FollowedBuild['inTurn'] = (work) => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  const committed: FollowedBuild['committed'] = async (work) => {
    try {
      await database.writer.transaction().execute(work);
    } catch (error) {
      projection.forget();
      throw error;
    }
  };

  const take = (events: readonly RecordedEvent[]) =>
    inTurn(async () => {
      if (signal.aborted) return;
      const began = performance.now();
      const to = events.at(-1)!.position;
      await committed(async (transaction) => {
        await projection.apply(inBuildOf(transaction, build.namespace), events);
        if (options.isRead()) await database.notifications.tell(transaction, movedChannel, slotName(build));
        await moveCheckpoint(transaction, build, fence, { from: position, to, events: events.length });
      });
      position = to;
      const milliseconds = performance.now() - began;
      const { projection: name, slot } = build;
      const of = options.isRead() ? 'current' : 'next';
      observe({ kind: 'batch', projection: name, slot, of, events: events.length, milliseconds, position });
      onChange();
    });

  const follow = async (): Promise<void> => {
    projection.forget();
    ({ position } = await ownBuild(database.writer, build, fence));
    if (isBeyond(position, await store.head())) throw new AheadOfLog();
    const { streams } = projection;
    for await (const delivery of store.subscribe({
      after: position ?? 'start',
      streams,
      batchSize,
      signal,
    })) {
      if (delivery.kind === 'events') await take(delivery.events);
      else {
        attempt = 0;
        caughtUp = true;
        onChange();
      }
      if (signal.aborted) return;
    }
    if (!signal.aborted) throw new SubscriptionEnded();
  };

  const supervise = async (): Promise<Ending> => {
    while (!signal.aborted) {
      const before = position;
      try {
        await follow();
      } catch (error) {
        if (signal.aborted) break;
        if (error instanceof LeaseLost) return 'lost';
        if (error instanceof AheadOfLog) return 'ahead';
        attempt = position === before ? attempt + 1 : 1;
        options.onStalled({ after: position, attempt, problem: problemOf(error) });
        await pause(waitAfterFailure(attempt), signal);
      }
    }
    return 'stopped';
  };

  const stopped = supervise().then((how) => {
    ending = how;
    onChange();
  });
  return {
    build,
    position: () => position,
    caughtUp: () => caughtUp,
    ending: () => ending,
    inTurn,
    committed,
    stopped,
  };
};

/** Tries a parked group of a followed build again, between two batches. Throws what the attempt threw. */
export const retryParked = (
  followed: FollowedBuild,
  projection: Projection<BuildTables>,
  fence: number,
  group: string,
  noted: (transaction: Transaction<ProjectionTables>) => Promise<void>,
): Promise<void> =>
  followed.inTurn(() =>
    followed.committed(async (transaction) => {
      const { build } = followed;
      await projection.retry?.(inBuildOf(transaction, build.namespace), group);
      await noted(transaction);
      await holdBuild(transaction, build, fence);
    }),
  );
