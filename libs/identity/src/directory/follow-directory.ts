import { setTimeout as wait } from 'node:timers/promises';
import type { OpenedEvent } from '#casework';
import { StreamNotFound, type EventStore, type Position, type RecordedEvent } from '#event-store';
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
  readonly store: Pick<EventStore, 'subscribe' | 'readStream'>;
  readonly open: OpenDirectoryEvents;
  readonly log: Logger;
  /** How often the log is asked whether something was missed, in milliseconds; 2,000 unless told. */
  readonly askEvery?: number;
}

const stream = 'directory';
const firstPause = 100;
const longestPause = 5_000;
const usuallyAskEvery = 2_000;
/** How many times as long the last word that was heard may be old, before nobody is let in. */
const patience = 4;

/** Begins to follow; `ready` tells when it has caught up. A failure is logged, and it tries again from where it was. */
export const followDirectory = (options: FollowDirectoryOptions): FollowedDirectory => {
  const { store, open, log, askEvery = usuallyAskEvery } = options;
  const fold = emptyDirectory();
  const stopping = new AbortController();
  const waiting = new Set<() => void>();
  let applied: Position | 'start' = 'start';
  let level = false;
  let seenLevelAt = -Infinity;
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
        level = true;
        seenLevelAt = performance.now();
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
      level = false;
      if (stopping.signal.aborted) return;
      pause = applied === began ? Math.min(longestPause, pause * 2) : firstPause;
      await wait(pause, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  };

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

  /**
   * A subscription is silent where nothing happens and where it was cut off, and the log's adapter mends the second for as
   * long as it takes. So what the log itself has as its last word is compared with what was heard.
   */
  const compare = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await wait(askEvery, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      // The log may be closing already, and would tell that it is away.
      if (stopping.signal.aborted) return;
      const asked = performance.now();
      try {
        const last = await lastOf(store);
        if (last === undefined || (await untilPast(last, askEvery)))
          seenLevelAt = Math.max(seenLevelAt, asked);
      } catch (error) {
        if (!stopping.signal.aborted)
          log.warn('the log does not tell its last word on the directory', { component: 'directory', error });
      }
    }
  };
  const isCurrent = (): boolean => level && performance.now() - seenLevelAt < patience * askEvery;
  const following = follow();
  // It fails never, and a read of it that hangs must not keep a stop waiting.
  void compare();

  return {
    ...fold,
    isCurrent,
    ready: () => firstCatchUp,
    readyAt: async (position, { timeoutMs }) => {
      if (isPast(position)) return true;
      const last = await lastOf(store);
      if (last === undefined) return true;
      return untilPast(last < position ? last : position, timeoutMs);
    },
    health: () => (isCurrent() ? well : unwell('behind')),
    stop: async () => {
      stopping.abort();
      await following;
    },
  };
};

/**
 * The position of the last event of the directory: no event of it comes between that and the end of the log. Its stream is
 * asked, since a search backwards through the log would pass over everything that was recorded since.
 */
const lastOf = async (store: Pick<EventStore, 'readStream'>): Promise<Position | undefined> => {
  try {
    for await (const { position } of store.readStream(stream, { direction: 'backwards', limit: 1 }))
      return position;
  } catch (error) {
    // Nobody was registered yet.
    if (!(error instanceof StreamNotFound)) throw error;
  }
  return undefined;
};
