import type { EventHeader } from '#casework';
import type { Position } from '#event-store';
import type { EventId, Instant, OrganisationId } from '#kernel';

/** A time during which an event was refused to an agency, or withheld from it. */
export interface HeldBack {
  readonly kind: 'refused' | 'withheld';
  readonly from: Instant;
  readonly fromPosition: Position;
  /** Null while it stands. */
  readonly until: Instant | null;
  readonly untilPosition: Position | null;
}

export interface SaidAboutSharing {
  readonly position: Position;
  readonly header: EventHeader;
}

/** In the order in which each began. */
export type HeldBackFrom = (organisation: OrganisationId, event: EventId) => readonly HeldBack[];

const none: readonly HeldBack[] = [];

/**
 * Which refusals and decisions to withhold stand when, as events say of one another: only a holder refuses, withholds or
 * discloses, and a disclosure ends what stood before it. A refusal that names no event of the refuser answers what its
 * request named; where that named none either, it was asked what the refuser holds, and all of it is refused.
 */
export const heldBackFrom = (story: readonly SaidAboutSharing[]): HeldBackFrom => {
  const byId = new Map(story.map(({ header }) => [header.id, header]));
  const found = new Map<string, HeldBack[]>();
  const keyOf = (organisation: OrganisationId, event: EventId) => JSON.stringify([organisation, event]);

  const hold = (
    kind: HeldBack['kind'],
    organisations: readonly OrganisationId[],
    events: readonly EventId[],
    { position, header }: SaidAboutSharing,
  ) => {
    for (const organisation of organisations) {
      for (const event of events) {
        const key = keyOf(organisation, event);
        const held = {
          kind,
          from: header.recordedAt,
          fromPosition: position,
          until: null,
          untilPosition: null,
        };
        found.set(key, [...(found.get(key) ?? []), held]);
      }
    }
  };

  const disclose = (
    to: OrganisationId,
    events: readonly EventId[],
    { position, header }: SaidAboutSharing,
  ) => {
    for (const event of events) {
      const key = keyOf(to, event);
      const ended = found
        .get(key)
        ?.map((held) =>
          held.until === null ? { ...held, until: header.recordedAt, untilPosition: position } : held,
        );
      if (ended !== undefined) found.set(key, ended);
    }
  };

  for (const [index, said] of story.entries()) {
    const { header } = said;
    const { organisation } = header.recordedBy;
    const own = (kind: 'about' | 'discloses', of: EventHeader = header) =>
      of.relations
        .filter((relation) => relation.kind === kind)
        .map(({ event }) => event)
        .filter((event) => byId.get(event)?.recordedBy.organisation === organisation);
    switch (header.type) {
      case 'DisclosureRefused': {
        const named = own('about');
        const requests = header.relations
          .map(({ event }) => byId.get(event))
          .filter((one) => one?.type === 'DisclosureRequested');
        const asked = requests.flatMap((request) => own('about', request));
        const all = () =>
          story
            .slice(0, index)
            .filter(({ header: { recordedBy } }) => recordedBy.organisation === organisation)
            .map(({ header: { id } }) => id);
        const events = named.length > 0 ? named : asked.length > 0 ? asked : all();
        hold('refused', namedIn(header, 'refusedTo'), events, said);
        break;
      }
      case 'DisclosureWithheld':
        hold('withheld', namedIn(header, 'withheldFrom'), own('about'), said);
        break;
      case 'DisclosureMade':
        for (const to of namedIn(header, 'disclosedTo')) disclose(to, own('discloses'), said);
        break;
    }
  }
  return (organisation, event) => found.get(keyOf(organisation, event)) ?? none;
};

/** The organisations that a field of a header names, be it one or a list. */
export const namedIn = ({ concerns }: EventHeader, field: string): readonly OrganisationId[] => {
  const value = concerns[field];
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? (value as readonly OrganisationId[]) : [];
};
