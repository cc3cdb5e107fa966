import { emptyCase, emptyLink, evolveCase, evolveLink, type CaseState, type LinkState } from '#casework';
import { loadedStreams, type LoadedStreams } from './loaded-streams.js';
import { oneAtATime } from './one-at-a-time.js';
import { openStored, openStoredWithout } from './open-stored.js';
import type { RecordingPorts } from './ports.js';

/**
 * What all that write on cases in one process share: the folded streams that it keeps in memory, and whose turn it is on
 * each. What one of them appended the others need not read, and they wait for each other rather than refuse each other.
 */
export interface SharedStreams {
  readonly cases: LoadedStreams<CaseState>;
  readonly links: LoadedStreams<LinkState>;
  /** Whoever is at a stream has the turn on it. */
  readonly inTurn: ReturnType<typeof oneAtATime>;
}

/** Enough for a few thousand cases in use at a time; an event of the state and index is some 500 bytes. */
const mostEventsInMemory = 200_000;

export const openStreams = ({
  store,
  sealing,
}: Pick<RecordingPorts, 'store' | 'sealing'>): SharedStreams => ({
  cases: loadedStreams<CaseState>({
    store,
    begin: emptyCase,
    evolve: evolveCase,
    open: openStored(sealing),
    mostEvents: mostEventsInMemory,
  }),
  links: loadedStreams<LinkState>({
    store,
    begin: emptyLink,
    evolve: (link, event) => evolveLink(link, event.header),
    open: openStoredWithout,
    mostEvents: mostEventsInMemory,
  }),
  inTurn: oneAtATime(),
});
