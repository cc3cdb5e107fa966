import type { EventId, OrganisationId, PersonId } from '#kernel';
import { HandlingChanged } from '../sharing/events.js';
import type { EventHeader } from '../vocabulary/event-header.js';

/** Whom an event is kept from, as its recorder last said. */
interface KeptFrom {
  readonly recorder: OrganisationId;
  readonly covert: boolean;
  readonly neverTo: readonly string[];
}

const keptFrom = ({ recordedBy, handling }: EventHeader): KeptFrom => ({
  recorder: recordedBy.organisation,
  covert: handling.caveats.some(({ caveat, parts }) => caveat === 'covert' && parts === undefined),
  neverTo: handling.neverTo,
});

const changed = (before: KeptFrom, { concerns }: EventHeader): KeptFrom => ({
  ...before,
  covert: concerns.covert === true,
  neverTo: [concerns.neverToOrganisations, concerns.neverToPeople].flatMap((ids) =>
    Array.isArray(ids) ? (ids as readonly string[]) : [],
  ),
});

/**
 * Whether anything on a case may let somebody know that it exists: an event that is neither covert nor never for them or
 * their organisation. Where nothing may, the case is answered for as one that is not there. `headers` are those of the
 * case, in the order of recording.
 */
export const showsItselfTo = (
  headers: Iterable<EventHeader>,
  { organisation, person }: { readonly organisation: OrganisationId; readonly person: PersonId },
): boolean => {
  const events = new Map<EventId, KeptFrom>();
  for (const header of headers) {
    events.set(header.id, keptFrom(header));
    if (header.type !== HandlingChanged.type) continue;
    for (const { kind, event } of header.relations) {
      const before = kind === 'about' ? events.get(event) : undefined;
      if (before !== undefined) events.set(event, changed(before, header));
    }
  }
  return [...events.values()].some(
    ({ recorder, covert, neverTo }) =>
      !neverTo.includes(person) && !neverTo.includes(organisation) && (!covert || recorder === organisation),
  );
};
