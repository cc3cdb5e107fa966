import { declarationOf, type EventHeader, type SeenEvent, type Sight } from '#casework';
import type { EventId } from '#kernel';
import type { RecordRequest } from './api.js';
import type { LoadedStream } from './loaded-streams.js';

/** What is asked of an action that names events. */
type Naming = Pick<RecordRequest, 'principal' | 'type' | 'relations'>;

/** The events that an action names, as far as the recorder's organisation knows them and the recorder in person may. */
export const knownTo = async (
  sight: Sight,
  request: Naming,
  here: LoadedStream<unknown>,
): Promise<(event: EventId) => EventHeader | undefined> => {
  const { organisation, person } = request.principal;
  const named = [...new Set(request.relations.map(({ event }) => event))];
  const known = new Map<EventId, EventHeader>();
  const seen: ReadonlyMap<EventId, SeenEvent> =
    named.length === 0 ? new Map() : await sight.seenBy(organisation, named);
  for (const event of named) {
    const inView = seen.get(event);
    const recorded = here.events.get(event)?.header;
    // An organisation knows its own act at once, however far its view has come.
    const own = recorded?.recordedBy.organisation === organisation ? recorded : undefined;
    const neverTo = inView?.neverTo ?? own?.handling.neverTo ?? [];
    // Staff linked to a suspect must not find the event by naming it, nor take the restriction from it.
    if (neverTo.includes(person)) continue;
    if (own !== undefined) known.set(event, own);
    else if (inView !== undefined)
      known.set(event, inView.asStub ? asAStub(inView.header, request) : inView.header);
  }
  return (event) => known.get(event);
};

/**
 * Whoever has only a stub may dispute or escalate what was done, but must not find out, by trying which relations are
 * taken, what it was. So a stub counts as whatever of its kind of work fits the relation.
 */
const asAStub = (header: EventHeader, { type, relations }: Naming): EventHeader => {
  const kindOfWork = declarationOf(header.type)?.kindOfWork;
  const demanded = relations
    .filter(({ event }) => event === header.id)
    .flatMap(({ kind }) => declarationOf(type)?.relations[kind]?.to ?? []);
  const fitting = demanded.find((one) => declarationOf(one)?.kindOfWork === kindOfWork);
  return { ...header, type: fitting ?? '', relations: [], concerns: {} };
};
