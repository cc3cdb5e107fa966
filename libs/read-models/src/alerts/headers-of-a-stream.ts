import { LRUCache } from 'lru-cache';
import { declarationOf, type EventHeader } from '#casework';
import { StreamNotFound, type EventStore, type Position } from '#event-store';
import { fromStored } from '#sealing';

export interface HeaderAt {
  readonly header: EventHeader;
  readonly position: Position;
}

/** The headers of a stream that can be read. */
export interface HeadersOfAStream {
  readonly revision: number;
  readonly headers: readonly HeaderAt[];
  /** Whether one that cannot be read may have taken something away from somebody. */
  readonly mayNarrowUnread: boolean;
}

const nothing: HeadersOfAStream = { revision: -1, headers: [], mayNarrowUnread: false };

/** Of a type that no version here knows anything may be meant. */
const mayNarrow = (type: string): boolean => declarationOf(type)?.narrows ?? true;

/** Some hundred bytes each. */
const mostHeadersInMemory = 50_000;

/**
 * Reads headers of streams from the log itself, those that are new each time. What cannot be read is left out, where a
 * view would stop: a child is looked for although something about it cannot be understood.
 */
export const headersOfStreams = (store: Pick<EventStore, 'readStream'>) => {
  const kept = new LRUCache<string, HeadersOfAStream>({
    maxSize: mostHeadersInMemory,
    sizeCalculation: ({ headers }) => headers.length + 1,
  });
  return async (stream: string): Promise<HeadersOfAStream> => {
    const before = kept.get(stream) ?? nothing;
    const headers: HeaderAt[] = [];
    let { revision, mayNarrowUnread } = before;
    try {
      for await (const event of store.readStream(stream, { from: before.revision + 1 })) {
        ({ revision } = event);
        try {
          headers.push({ header: fromStored(event.data).header, position: event.position });
        } catch {
          // Whoever keeps the views tells the operator of it; here it only matters what it might have said.
          mayNarrowUnread ||= mayNarrow(event.type);
        }
      }
    } catch (problem) {
      if (!(problem instanceof StreamNotFound)) throw problem;
    }
    if (revision === before.revision) return before;
    const now = { revision, mayNarrowUnread, headers: [...before.headers, ...headers] };
    kept.set(stream, now);
    return now;
  };
};
