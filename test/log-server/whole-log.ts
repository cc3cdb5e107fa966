import type { Direction, EventStore } from '#event-store';
import type { streams } from './protocol.js';
import { positionAt, systemEventAfter, told, tombstones, type ToldEvent } from './wire.js';

type FilterOptions = InstanceType<typeof streams.ReadReq.Options.FilterOptions>;

export interface Filter {
  readonly accepts: (event: ToldEvent) => boolean;
  /** Where only streams are wanted that the store behind can look for itself. */
  readonly prefixes: readonly string[] | undefined;
}

const searchable = /^[a-z0-9][a-z0-9-]*$/;

/** What the request asks for, decided here by the server. */
export const filterOf = (options: FilterOptions | undefined): Filter => {
  const byStream = options?.getStreamIdentifier();
  const expression = byStream ?? options?.getEventType();
  if (expression === undefined) return { accepts: () => true, prefixes: undefined };
  const prefixes = expression.getPrefixList();
  const regex = prefixes.length > 0 ? undefined : new RegExp(expression.getRegex(), 'u');
  const isWanted = (name: string) =>
    regex === undefined ? prefixes.some((prefix) => name.startsWith(prefix)) : regex.test(name);
  const canSearch =
    byStream !== undefined && regex === undefined && prefixes.every((p) => searchable.test(p));
  return {
    accepts: (event) => isWanted(byStream === undefined ? event.type : event.stream),
    prefixes: canSearch ? [...prefixes, tombstones] : undefined,
  };
};

/** The store's event and, where nobody asked for certain streams only, what the system wrote after it. */
export const withSystemEvents = (event: ToldEvent, { accepts, prefixes }: Filter): ToldEvent[] => {
  const system = prefixes === undefined ? systemEventAfter(event) : undefined;
  return (system === undefined ? [event] : [event, system]).filter(accepts);
};

/** The whole log from a place: forwards that place is included, backwards it is not. */
export async function* wholeLog(
  store: EventStore,
  from: bigint | 'start' | 'end',
  direction: Direction,
  filter: Filter,
): AsyncGenerator<ToldEvent> {
  const { prefixes } = filter;
  if (direction === 'forwards') {
    if (from === 'end') return;
    const first = from === 'start' ? 0n : from;
    const events = store.readAll({ from: first === 0n ? 'start' : positionAt(first), streams: prefixes });
    for await (const event of events)
      yield* withSystemEvents(told(event), filter).filter(({ place }) => place >= first);
    return;
  }
  if (from === 'start') return;
  const end = from === 'end' ? undefined : from;
  const beyond = end === undefined ? 'end' : positionAt(end + 10n);
  for await (const event of store.readAll({ from: beyond, direction, streams: prefixes }))
    yield* withSystemEvents(told(event), filter)
      .reverse()
      .filter(({ place }) => end === undefined || place < end);
}
