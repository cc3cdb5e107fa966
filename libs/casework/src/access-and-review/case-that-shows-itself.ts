import type { EventId, OrganisationId, PersonId } from '#kernel';
import { HandlingChanged } from '../sharing/events.js';
import type { EventHeader } from '../vocabulary/event-header.js';

/** Whom an event is kept from, as its recorder last said. */
interface KeptFrom {
  readonly recorder: OrganisationId;
  readonly covert: boolean;
  readonly neverTo: readonly string[];
  /** The earlier events that it speaks of: whoever knew of it would know of them. */
  readonly speaksOf: readonly EventId[];
}

const keptFrom = ({ recordedBy, handling, relations }: EventHeader): KeptFrom => ({
  recorder: recordedBy.organisation,
  // Covert in one part is covert: a hole where the part was would tell of it.
  covert: handling.caveats.some(({ caveat }) => caveat === 'covert'),
  neverTo: handling.neverTo,
  speaksOf: relations.filter(({ kind }) => kind !== 'reliesOn').map(({ event }) => event),
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
 * their organisation, and that speaks of none that is, as a deadline does of what began it. Where nothing may, the case is answered for as one that is not there. `headers` are those of the
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
  const shown = new Set<EventId>();
  // Events speak of earlier ones, so those have been looked at; what stands on another case is not for this one to say.
  for (const [id, { recorder, covert, neverTo, speaksOf }] of events) {
    const may = !neverTo.includes(person) && !neverTo.includes(organisation);
    const tells = speaksOf.every((event) => !events.has(event) || shown.has(event));
    if (may && (recorder === organisation || (!covert && tells))) shown.add(id);
  }
  return shown.size > 0;
};
