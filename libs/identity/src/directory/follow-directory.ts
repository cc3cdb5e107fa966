import { setTimeout as wait } from 'node:timers/promises';
import type { OpenedEvent } from '#casework';
import type { EventStore, Position, RecordedEvent } from '#event-store';
import type { HealthFinding, Logger } from '#platform';
import { unwell, well } from '#platform';
import { emptyDirectory, type Directory } from './directory.js';

/** Opens events of the directory: names are sealed, and the keys are not here. In the order given. */
export type OpenDirectoryEvents = (events: readonly RecordedEvent[]) => Promise<readonly OpenedEvent[]>;

/** A directory that follows the log. */
export interface FollowedDirectory extends Directory {
  /**
   * Whether what it says is what the log says, but for a moment. It is not while it first catches up, and while it
   * cannot follow; then nobody is let in, because somebody who was suspended might be.
   */
  isCurrent(): boolean;
  /**
   * Waits until every directory event up to this position is applied. False where that took longer.
   */
  readyAt(position: Position, options: { readonly timeoutMs: number }): Promise<boolean>;
  /** Waits for the first catch-up. */
  ready(): Promise<void>;
  health(): HealthFinding;
  stop(): Promise<void>;
}

export interface FollowDirectoryOptions {
  readonly store: Pick<EventStore, 'subscribe' | 'readAll'>;
  readonly open: OpenDirectoryEvents;
  readonly log: Logger;
}

const stream = 'directory';
const firstPause = 100;
const longestPause = 5_000;

/** Begins to follow; `ready` tells when it has caught up. A failure is logged, and it tries again from where it was. */
export const followDirectory = ({ store, open, log }: FollowDirectoryOptions): FollowedDirectory => {
  const fold = emptyDirectory();
  const stopping = new AbortController();
  const waiting = new Set<() => void>();
  let applied: Position | 'start' = 'start';
  let current = false;
  let caughtUp: () => void;
  const firstCatchUp = new Promise<void>((resolve) => {
    caughtUp = resolve;
  });

  const followOnce = async (): Promise<void> => {
    for await (const delivery of store.subscribe({
      after: applied,
      streams: [stream],
      signal: stopping.signal,
    })) {
      if (delivery.kind === 'events') {
        for (const event of await open(delivery.events)) fold.apply(event);
        applied = delivery.events.at(-1)?.position ?? applied;
      } else {
        current = true;
        caughtUp();
      }
      for (const look of waiting) look();
    }
  };

  const follow = async (): Promise<void> => {
    let pause = firstPause;
    while (!stopping.signal.aborted) {
      const began = applied;
      try {
        await followOnce();
      } catch (error) {
        log.error('the directory cannot follow the log', { component: 'directory', error });
      }
      current = false;
      if (stopping.signal.aborted) return;
      pause = applied === began ? Math.min(longestPause, pause * 2) : firstPause;
      await wait(pause, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  };
  const following = follow();

  const isPast = (position: Position): boolean => applied !== 'start' && applied >= position;

  const untilPast = (position: Position, milliseconds: number): Promise<boolean> =>
    new Promise((answer) => {
      const end = (past: boolean): void => {
        clearTimeout(timer);
        waiting.delete(look);
        answer(past);
      };
      const look = (): void => {
        if (isPast(position)) end(true);
      };
      const timer = setTimeout(() => end(false), milliseconds);
      waiting.add(look);
      look();
    });

  return {
    ...fold,
    isCurrent: () => current,
    ready: () => firstCatchUp,
    readyAt: async (position, { timeoutMs }) => {
      if (isPast(position)) return true;
      const last = await lastOf(store);
      if (last === undefined) return true;
      return untilPast(last < position ? last : position, timeoutMs);
    },
    health: () => (current ? well : unwell('behind')),
    stop: async () => {
      stopping.abort();
      await following;
    },
  };
};

/** The position of the last event of the directory: no event of it comes between that and the end of the log. */
const lastOf = async (store: Pick<EventStore, 'readAll'>): Promise<Position | undefined> => {
  for await (const event of store.readAll({
    from: 'end',
    direction: 'backwards',
    limit: 1,
    streams: [stream],
  }))
    return event.position;
  return undefined;
};
