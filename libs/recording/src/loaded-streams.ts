import { LRUCache } from 'lru-cache';
import type { EventHeader, OpenedEvent } from '#casework';
import { StreamNotFound, type EventStore, type Position, type RecordedEvent } from '#event-store';
import type { EventId } from '#kernel';

/** What recording keeps of an event that is in the log. */
export interface Remembered {
  readonly header: EventHeader;
  readonly position: Position;
  /** Digest of the input of the action that recorded it; null for an event that followed from another. */
  readonly inputDigest: string | null;
}

/** A stream as far as it has been read: its folded state, and its events by id. */
export interface LoadedStream<State> {
  readonly stream: string;
  /** The revision of the last event folded; -1 while the stream is not there. */
  revision: number;
  /** Of that event; null while there is none. */
  position: Position | null;
  state: State;
  readonly events: Map<EventId, Remembered>;
}

/** An event read or just appended, as the fold takes it. */
export interface FoldedEvent {
  readonly revision: number;
  readonly opened: OpenedEvent;
  readonly remembered: Remembered;
}

export interface LoadedStreamsOptions<State> {
  readonly store: EventStore;
  readonly begin: State;
  readonly evolve: (state: State, event: OpenedEvent) => State;
  /** Opens stored events, in order. */
  readonly open: (
    events: readonly RecordedEvent[],
  ) => Promise<readonly Pick<FoldedEvent, 'opened' | 'remembered'>[]>;
  /** How many events the streams kept in memory may have together. */
  readonly mostEvents: number;
}

const readAtOnce = 500;

/**
 * Folded streams that were used recently. What is kept may be old: every append names the revision that it was decided
 * on, so an old state is noticed by the log, and `catchUp` reads what is missing. `get`, `upToDate`, `catchUp` and `take` are
 * for whoever has the turn on a stream; calls of these for one stream must not overlap.
 */
export const loadedStreams = <State>(options: LoadedStreamsOptions<State>) => {
  const { store, begin, evolve, open, mostEvents } = options;
  const kept = new LRUCache<string, LoadedStream<State>>({
    maxSize: mostEvents,
    sizeCalculation: (loaded) => loaded.events.size + 1,
  });

  const fold = (loaded: LoadedStream<State>, events: readonly FoldedEvent[]) => {
    for (const { revision, opened, remembered } of events) {
      loaded.state = evolve(loaded.state, opened);
      loaded.events.set(opened.header.id, remembered);
      loaded.revision = revision;
      loaded.position = remembered.position;
    }
  };
  const keep = (loaded: LoadedStream<State>) => {
    if (loaded.revision >= 0) kept.set(loaded.stream, loaded);
  };

  const catchUp = async (loaded: LoadedStream<State>): Promise<void> => {
    let batch: RecordedEvent[] = [];
    const take = async () => {
      const opened = await open(batch);
      fold(
        loaded,
        batch.map((event, index) => ({ revision: event.revision, ...opened[index]! })),
      );
      batch = [];
    };
    try {
      for await (const event of store.readStream(loaded.stream, { from: loaded.revision + 1 })) {
        batch.push(event);
        if (batch.length === readAtOnce) await take();
      }
    } catch (problem) {
      // A stream that is not there has nothing to fold: the action that begins it comes next.
      if (!(problem instanceof StreamNotFound)) throw problem;
    }
    if (batch.length > 0) await take();
    // Not before it is whole: nobody else may decide on the first part of a history.
    keep(loaded);
  };

  const read = async (from: LoadedStream<State>): Promise<LoadedStream<State>> => {
    const own = { ...from, events: new Map(from.events) };
    await catchUp(own);
    return own;
  };
  const unread = (stream: string): LoadedStream<State> => ({
    ...{ stream, revision: -1, position: null, state: begin, events: new Map<EventId, Remembered>() },
  });

  const newestWithEvents = (stream: string): Promise<LoadedStream<State>> =>
    read(kept.get(stream) ?? unread(stream));
  /**
   * The state of a stream as the log has it now, for whoever acts on another one: no expected revision would show that
   * what is kept is old. What is kept stays as it is for those who are at it.
   */
  const newest = async (stream: string): Promise<State> => (await newestWithEvents(stream)).state;

  return {
    /** The stream from memory, or read from the log where it is not there. */
    get: async (stream: string): Promise<LoadedStream<State>> => kept.get(stream) ?? read(unread(stream)),
    catchUp,
    /** The stream with everything that the log has of it now. */
    upToDate: async (stream: string): Promise<LoadedStream<State>> => {
      const loaded = kept.get(stream);
      if (loaded === undefined) return read(unread(stream));
      await catchUp(loaded);
      return loaded;
    },
    newest,
    /** The same with the events. */
    newestWithEvents,
    /** Takes in events that were just appended after the revision that the stream stood at. */
    take: (loaded: LoadedStream<State>, events: readonly FoldedEvent[]): void => {
      fold(loaded, events);
      keep(loaded);
    },
  };
};

export type LoadedStreams<State> = ReturnType<typeof loadedStreams<State>>;
