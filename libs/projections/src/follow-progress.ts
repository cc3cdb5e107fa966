import type { EventStore, Position } from '#event-store';
import { systemClock, type Clock, type Instant } from '#kernel';
import type { Database } from '#platform';
import { movedChannel } from './channels.js';
import { isBeyond } from './follow-build.js';
import { readableBuildsOf, type KnownView, type ReadableBuild } from './readable-build.js';
import { ownTables, setUpProjectionTables } from './tables.js';

/** What is known of a projection by those who only read it. */
export interface FollowedView extends KnownView {
  readonly streams: readonly string[];
}

export interface FollowProgressOptions<Schema> {
  readonly store: EventStore;
  readonly database: Database<Schema>;
  readonly views: readonly FollowedView[];
  readonly clock?: Clock;
}

/** How far what is read of a slot is behind the log. Counted up to 1,000. */
export interface Lag {
  readonly projection: string;
  /** Null where the view cannot be read yet. */
  readonly slot: number | null;
  readonly events: number;
  /** When the log took the oldest event that waits; null where none does. */
  readonly since: Instant | null;
  readonly seconds: number;
}

export interface Progress {
  /**
   * True when everything that readers can read has taken in the log up to this place (null: when there is something to
   * read); false where that took longer than asked.
   */
  readonly waitFor: (position: Position | null, options: { readonly timeoutMs: number }) => Promise<boolean>;
  readonly lag: () => Promise<readonly Lag[]>;
  /** Calls back whenever something that is read may have moved; the answer ends it. */
  readonly moved: (listener: () => void) => () => void;
  /** Ends those who wait, with false. */
  readonly stop: () => Promise<void>;
}

const mostCounted = 1_000;

/** How often those who wait look by themselves, where no word came. */
const pollMilliseconds = 250;

type Places = ReadonlyMap<string, readonly ReadableBuild[]>;

/**
 * How far the views are, for processes that read them, whoever writes them. It looks into the database when a runner says
 * that something has moved, and from time to time while somebody waits; never otherwise.
 */
export const followProgress = <Schema>(options: FollowProgressOptions<Schema>): Progress => {
  const { store, views, clock = systemClock } = options;
  const database = ownTables(options.database);
  let waiting = new Set<() => void>();
  const listeners = new Set<() => void>();
  let stopped = false;
  let looking: Promise<Places> | undefined;
  let stale = false;
  let sound = false;

  const wake = () => {
    stale = true;
    const woken = waiting;
    waiting = new Set();
    for (const settle of woken) settle();
    for (const listener of [...listeners]) listener();
  };

  let ready: Promise<() => Promise<void>> | undefined;
  const listening = async (): Promise<() => Promise<void>> => {
    await setUpProjectionTables(database);
    return database.notifications.listen(movedChannel, wake);
  };
  const begun = async (): Promise<void> => {
    ready ??= listening();
    try {
      await ready;
    } catch (error) {
      ready = undefined;
      throw error;
    }
  };

  const look = async (): Promise<Places> => {
    await begun();
    // One statement, so that it is one moment, and asks the server once.
    const places = await readableBuildsOf(database.reader, views);
    return sound ? places : soundOf(places);
  };

  /**
   * A view that has taken in more than the log holds is of a log that was put back since, and its runner has not noticed
   * yet: nobody may read it. Once all are within the log, only a new start of the log could change that.
   */
  const soundOf = async (found: Places): Promise<Places> => {
    const head = await store.head();
    const within = [...found].filter(([, slots]) => !slots.some(({ position }) => isBeyond(position, head)));
    sound = within.length === views.length;
    return new Map(within);
  };

  /** Those who ask while somebody looks share what it finds, unless something has moved since it began. */
  const places = async (): Promise<Places> => {
    if (looking !== undefined && !stale) return looking;
    stale = false;
    const mine = look();
    looking = mine;
    try {
      return await mine;
    } finally {
      if (looking === mine) looking = undefined;
    }
  };

  /** The last event of a view up to a place: what it has to have for everything up to there. */
  const lastOf = async ({ streams }: FollowedView, upTo: Position): Promise<Position | null> => {
    // A server that does not have that place itself, being behind the others of its cluster or put back, cannot tell what
    // there is before it: an act that takes something away would count as applied where it is not.
    const head = await store.head();
    if (head === null || isBeyond(upTo, head)) return upTo;
    for await (const { position } of store.readAll({ from: upTo, streams, limit: 1 })) {
      if (position === upTo) return upTo;
    }
    const before = store.readAll({ from: upTo, streams, limit: 1, direction: 'backwards' });
    for await (const { position } of before) return position;
    return null;
  };

  const goalsFor = async (wanted: Position | null): Promise<ReadonlyMap<string, Position | null>> => {
    const goals = new Map<string, Position | null>();
    for (const view of views) goals.set(view.name, wanted === null ? null : await lastOf(view, wanted));
    return goals;
  };

  const isLevel = (now: Places, goals: ReadonlyMap<string, Position | null>): boolean =>
    [...goals].every(([name, goal]) => {
      const slots = now.get(name);
      if (slots === undefined) return false;
      return goal === null || slots.every(({ position }) => position !== null && position >= goal);
    });

  const waitFor: Progress['waitFor'] = async (wanted, { timeoutMs }) => {
    const deadline = Date.now() + timeoutMs;
    let goals: ReadonlyMap<string, Position | null> = new Map(views.map(({ name }) => [name, wanted]));
    let exact = false;
    for (;;) {
      let settle: () => void = () => undefined;
      const moved = new Promise<void>((resolve) => (settle = resolve));
      waiting.add(settle);
      try {
        const now = await places();
        if (isLevel(now, goals)) return true;
        // Asked only where it is needed: the event at that place may be none of some view's.
        if (!exact) {
          goals = await goalsFor(wanted);
          exact = true;
          if (isLevel(now, goals)) return true;
        }
      } catch (error) {
        // Log and database may be away for a while; whoever waits has said for how long.
        if (Date.now() >= deadline || stopped) throw error;
      }
      const left = deadline - Date.now();
      if (left <= 0 || stopped) {
        waiting.delete(settle);
        return false;
      }
      const timer = setTimeout(settle, Math.min(left, pollMilliseconds));
      await moved;
      clearTimeout(timer);
      waiting.delete(settle);
    }
  };

  const behind = async (
    { name, streams }: FollowedView,
    slot: number | null,
    taken: Position | null,
  ): Promise<Lag> => {
    let events = 0;
    let since: Instant | null = null;
    // Reading includes the event at the position itself, which is taken in already.
    const read = { from: taken ?? ('start' as const), streams, limit: mostCounted + 1 };
    for await (const { position, appendedAt } of store.readAll(read)) {
      if (taken !== null && position <= taken) continue;
      since ??= appendedAt;
      events += 1;
    }
    events = Math.min(events, mostCounted);
    const seconds = since === null ? 0 : Math.max(0, Date.parse(clock.now()) - Date.parse(since)) / 1_000;
    return { projection: name, slot, events, since, seconds };
  };

  const lag = async (): Promise<readonly Lag[]> => {
    const now = await places();
    const found: Lag[] = [];
    for (const view of views) {
      const slots = now.get(view.name);
      if (slots === undefined) found.push(await behind(view, null, null));
      for (const { slot, position } of slots ?? []) found.push(await behind(view, slot, position));
    }
    return found;
  };

  return {
    waitFor,
    lag,
    moved: (listener) => {
      listeners.add(listener);
      // Where it cannot be listened for now, those who wait look by themselves from time to time, which begins it again.
      begun().catch(() => undefined);
      return () => listeners.delete(listener);
    },
    stop: async () => {
      stopped = true;
      wake();
      const end = await ready?.catch(() => undefined);
      await end?.();
    },
  };
};
