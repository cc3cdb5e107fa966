import type { GetRequest, GetResponse } from '#feed-client';
import { isId } from '#kernel';
import { readerOf, type Brought, type Caller } from './access/caller.js';
import { recordFirst } from './access/record-first.js';
import { invalid, refusalOf } from './errors/refusal.js';
import type { FeedPorts } from './ports.js';
import { presentEntry, selectsDetails, selectedPartsOf } from './present-entry.js';
import { contentIn } from './subscribe/asked.js';

/** One entry, opened when it is on record that this caller was given it. @throws Refusal */
export const getEntry = async (
  ports: FeedPorts,
  { principal }: Caller,
  brought: Brought,
  { eventId: id, content: asked }: GetRequest,
): Promise<GetResponse> => {
  if (!isId(id)) throw invalid('event_id', 'is not an id');
  const withDetails = selectsDetails(contentIn(asked), 'full');
  const eventId = id.toLowerCase();
  const reader = await readerOf(ports, principal, brought, { eventId });
  const planned = await ports.reads.entry(reader, { eventId, selectedParts: selectedPartsOf(withDetails) });
  if (!planned.ok) {
    if (planned.reason.code === 'NOT_FOUND') await recordFirst(ports, reader, planned.reason.touches);
    throw refusalOf(planned.reason);
  }
  const { touches, open } = planned.value;
  await recordFirst(ports, reader, touches);
  return { entry: presentEntry(ports, principal.organisation, withDetails, await open()) };
};
