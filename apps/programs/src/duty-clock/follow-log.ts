import type { EventStore, Position, RecordedEvent } from '#event-store';
import type { CaseId, Clock } from '#kernel';
import type { Database } from '#platform';
import { pause, type HeldLease } from '#projections';
import { beginAgain, checkpointOf, markMoved, moveCheckpoint } from './marks.js';
import type { DutyTables } from './tables.js';

export interface FollowLogOptions {
  readonly store: EventStore;
  readonly database: Database<DutyTables>;
  readonly clock: Clock;
  readonly held: HeldLease<DutyTables>;
  /** The types of event after which a case is looked at. */
  readonly types: ReadonlySet<string>;
  /** Whether the directory is known up to a place of the log, within a time: the rules ask what an organisation is. */
  readonly directoryAt: (position: Position, options: { readonly timeoutMs: number }) => Promise<boolean>;
  /** The most events that are followed in one transaction. */
  readonly batchSize: number;
  /** Something is to be looked at. */
  readonly onMarked: () => void;
  /** The log is older than what was followed of it: somebody put it back, and everything is found out again. */
  readonly onBegunAgain: () => void;
}

/** The log stopped delivering although nobody asked it to. */
class SubscriptionEnded extends Error {
  override readonly name = 'SubscriptionEnded';
}

/** The directory does not follow the log; what it lacks could keep the clock of a duty from being seen. */
class DirectoryBehind extends Error {
  override readonly name = 'DirectoryBehind';
}

const patienceWithTheDirectory = { timeoutMs: 10_000 };

const streams = ['case-'];

/** How long the log may be shorter than what was followed of it: a server of a cluster may be behind for a moment. */
const patienceWithTheLog = 3_000;

/**
 * Marks the cases on which something moves clocks, from where it was left through what is there to what comes. Marks and
 * the place up to which the log was followed are committed together, under the lease.
 * @throws LeaseLost
 */
export const followLog = async (options: FollowLogOptions): Promise<void> => {
  const { store, database, clock, held, types, batchSize } = options;
  const { writer } = database;

  const isBeyondTheLog = async (position: Position): Promise<boolean> => {
    const deadline = Date.now() + patienceWithTheLog;
    for (;;) {
      const head = await store.head();
      if (head !== null && position <= head) return false;
      if (Date.now() >= deadline) return true;
      await pause(100, held.signal);
      if (held.signal.aborted) return false;
    }
  };

  const take = async (events: readonly RecordedEvent[]): Promise<void> => {
    const moved = new Map<CaseId, Position>();
    for (const { type, stream, position } of events)
      if (types.has(type)) moved.set(stream.slice(streams[0]!.length), position);
    const to = events.at(-1)!.position;
    if (!(await options.directoryAt(to, patienceWithTheDirectory))) throw new DirectoryBehind();
    await writer.transaction().execute(async (transaction) => {
      await markMoved(transaction, moved, clock.now());
      await moveCheckpoint(transaction, to);
      await held.hold(transaction);
    });
    if (moved.size > 0) options.onMarked();
  };

  let after = await checkpointOf(writer);
  if (after !== null && (await isBeyondTheLog(after))) {
    await writer.transaction().execute(async (transaction) => {
      await beginAgain(transaction);
      await held.hold(transaction);
    });
    after = null;
    options.onBegunAgain();
  }
  for await (const delivery of store.subscribe({
    ...{ after: after ?? ('start' as const), streams, batchSize, signal: held.signal },
  })) {
    if (held.signal.aborted) return;
    if (delivery.kind === 'events') await take(delivery.events);
  }
  if (!held.signal.aborted) throw new SubscriptionEnded();
};
