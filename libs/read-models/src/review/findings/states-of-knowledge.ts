import type { Instant, OrganisationId } from '#kernel';
import {
  knowledgeStates,
  type KnowledgeState,
  type MomentOfKnowledge,
  type RecordUnderReview,
  type ReviewedEvent,
} from '../record-under-review.js';

/** For each agency the state of each event, as its place in `knowledgeStates`, in the order of the record. */
export type StatesThen = ReadonlyMap<OrganisationId, Uint8Array>;

/** What agencies had at some moments; `visit` is called for each, in order of time, and keeps nothing of the states. */
export type VisitStates = <Item extends { readonly moment: MomentOfKnowledge }>(
  items: readonly Item[],
  visit: (item: Item, states: StatesThen) => void,
) => void;

const places = new Map(knowledgeStates.map((state, place) => [state, place]));

export const placeOf = (state: KnowledgeState): number => places.get(state)!;

/** An agency may have an event in another state from now on. */
interface Change {
  readonly agency: OrganisationId;
  readonly place: number;
  readonly state: number;
}

interface Changes {
  readonly instants: readonly Instant[];
  readonly at: ReadonlyMap<Instant, readonly Change[]>;
}

const decidingOnSharing: ReadonlySet<string> = new Set([
  'DisclosureRefused',
  'DisclosureWithheld',
  'DisclosureMade',
]);

/** Decisions on sharing, and the retractions of such, change what an organisation's own events are to others. */
const decidesOnSharing = ({ byId }: RecordUnderReview, { type, relations }: ReviewedEvent): boolean =>
  decidingOnSharing.has(type ?? '') ||
  (type === 'EventRetracted' &&
    relations.some(
      ({ kind, eventId }) => kind === 'withdraws' && decidingOnSharing.has(byId.get(eventId)?.type ?? ''),
    ));

const notYetRecorded = placeOf('not-yet-recorded');

const changesIn = (record: RecordUnderReview): Changes => {
  const { knowledge, agencies, events } = record;
  const at = new Map<Instant, Change[]>();
  const change = (instant: Instant, agency: OrganisationId, place: number, state: number) => {
    const there = at.get(instant);
    if (there === undefined) at.set(instant, [{ agency, place, state }]);
    else there.push({ agency, place, state });
  };
  const note = (instant: Instant, agency: OrganisationId, place: number) =>
    change(
      instant,
      agency,
      place,
      placeOf(knowledge.stateOf(agency, events[place]!, { at: instant, before: null })),
    );
  const ofOrganisation = new Map<OrganisationId, number[]>();
  for (const [place, { eventId, occurred, recordedAt, organisation }] of events.entries()) {
    const own = ofOrganisation.get(organisation);
    if (own === undefined) ofOrganisation.set(organisation, [place]);
    else own.push(place);
    const occurredBefore = occurred.latest !== null && occurred.latest < recordedAt ? occurred.latest : null;
    for (const agency of agencies.keys()) {
      // Until it is recorded an event has one state for all, and two alone.
      if (occurredBefore !== null) change(occurredBefore, agency, place, notYetRecorded);
      note(recordedAt, agency, place);
      for (const { from, until } of knowledge.spells(agency, eventId)) {
        if (from > recordedAt) note(from, agency, place);
        if (until !== null) note(until, agency, place);
      }
      const opened = knowledge.openings(agency, eventId)[0]?.at;
      if (opened !== undefined && opened > recordedAt) note(opened, agency, place);
    }
  }
  for (const decision of events) {
    if (!decidesOnSharing(record, decision)) continue;
    const named = decision.addressees.filter((addressee) => agencies.has(addressee));
    for (const place of ofOrganisation.get(decision.organisation) ?? [])
      for (const agency of named.length > 0 ? named : agencies.keys())
        note(decision.recordedAt, agency, place);
  }
  return { instants: [...at.keys()].sort(), at };
};

const byTime = (a: { readonly moment: MomentOfKnowledge }, b: { readonly moment: MomentOfKnowledge }) =>
  a.moment.at < b.moment.at ? -1 : a.moment.at > b.moment.at ? 1 : 0;

/**
 * States are asked for where they can change and kept in between: a record of thousands of events is looked at in
 * hundreds of moments, and asking for each event and agency at each of them would take seconds.
 */
export const statesOfKnowledge = (record: RecordUnderReview): VisitStates => {
  let known: Changes | undefined;
  return (items, visit) => {
    if (items.length === 0) return;
    const { instants, at } = (known ??= changesIn(record));
    const states = new Map(
      [...record.agencies.keys()]
        .sort()
        .map((agency) => [agency, new Uint8Array(record.events.length).fill(placeOf('not-yet-occurred'))]),
    );
    let next = 0;
    for (const item of [...items].sort(byTime)) {
      const { moment } = item;
      for (; next < instants.length && instants[next]! < moment.at; next += 1)
        for (const { agency, place, state } of at.get(instants[next]!)!) states.get(agency)![place] = state;
      // At one instant the place in the log decides, so what changes at this very one is asked anew.
      for (const { agency, place } of at.get(moment.at) ?? [])
        states.get(agency)![place] = placeOf(record.knowledge.stateOf(agency, record.events[place]!, moment));
      visit(item, states);
    }
  };
};
