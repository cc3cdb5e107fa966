import { declarationOf, type EventHeader } from '#casework';
import type { EventId } from '#kernel';
import type { RecordRequest } from './api.js';
import type { LoadedStream } from './loaded-streams.js';
import type { Sight } from './sight.js';

/** The events that an action names, as far as the recorder's organisation knows them. */
export const knownTo = async (
  sight: Sight,
  request: RecordRequest,
  here: LoadedStream<unknown>,
): Promise<(event: EventId) => EventHeader | undefined> => {
  const { organisation } = request.principal;
  const known = new Map<EventId, EventHeader>();
  const elsewhere: EventId[] = [];
  for (const { event } of request.relations) {
    const header = here.events.get(event)?.header;
    // An organisation knows its own act at once, however far its view has come.
    if (header !== undefined && header.recordedBy.organisation === organisation) known.set(event, header);
    else elsewhere.push(event);
  }
  if (elsewhere.length === 0) return (event) => known.get(event);
  for (const [id, { header, asStub }] of await sight.seenBy(organisation, elsewhere))
    known.set(id, asStub ? asAStub(header, request) : header);
  return (event) => known.get(event);
};

/**
 * Whoever has only a stub may dispute or escalate what was done, but must not find out, by trying which relations are
 * taken, what it was. So a stub counts as whatever of its kind of work fits the relation.
 */
const asAStub = (header: EventHeader, { type, relations }: RecordRequest): EventHeader => {
  const kindOfWork = declarationOf(header.type)?.kindOfWork;
  const demanded = relations
    .filter(({ event }) => event === header.id)
    .flatMap(({ kind }) => declarationOf(type)?.relations[kind]?.to ?? []);
  const fitting = demanded.find((one) => declarationOf(one)?.kindOfWork === kindOfWork);
  return { ...header, type: fitting ?? '', relations: [], concerns: {} };
};
