import type { PartSet } from '#casework';
import type { CaseId, EventId, Instant } from '#kernel';
import type { Given } from './given.js';

/**
 * The facts about an event from which its visibility to one organisation was decided, in numbers. They are kept with
 * the row, because what a person of the organisation may see of it is decided from the same facts.
 */
export interface FactsOfEvent {
  /** `eventFlags`, added together. */
  readonly flags: number;
  readonly disclosed: PartSet;
  readonly held: PartSet;
  readonly notForImmigration: PartSet;
  /** Organisations and people that must never have it. */
  readonly neverTo: readonly string[];
  /** The open reviews of the organisation in whose scope it is, by their streams. */
  readonly reviews: readonly string[];
}

/** What one organisation has of one event now. */
export interface Row {
  readonly given: Given;
  /** The case in whose timeline the organisation finds it. */
  readonly caseId: CaseId;
  readonly sequence: number;
  /** Of that number (`SequenceNumber`). */
  readonly digest: string;
  readonly visibleFrom: Instant;
  /** The event because of which the row came. */
  readonly cause: EventId;
  /** The policy under which it was decided. */
  readonly policyVersion: string;
  readonly facts: FactsOfEvent;
}

/** The facts as text for a column: the same facts are the same text. */
export const factsAsText = ({
  flags,
  disclosed,
  held,
  notForImmigration,
  neverTo,
  reviews,
}: FactsOfEvent): string => {
  const facts = [flags, disclosed, held, notForImmigration, neverTo, reviews];
  // Most events are neither kept from anybody nor under review.
  return JSON.stringify(
    reviews.length > 0 ? facts : neverTo.length > 0 ? facts.slice(0, 5) : facts.slice(0, 4),
  );
};

export const factsFromText = (text: string): FactsOfEvent => {
  const [flags, disclosed, held, notForImmigration, neverTo = [], reviews = []] = JSON.parse(text) as [
    number,
    PartSet,
    PartSet,
    PartSet,
    (readonly string[])?,
    (readonly string[])?,
  ];
  return { flags, disclosed, held, notForImmigration, neverTo, reviews };
};
