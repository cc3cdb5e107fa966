import type { EventDeclaration, OpenedEvent } from '../declaration/case-event.js';

/**
 * A process of the field: the events it has and what they add to what is known of a case. `evolve` is pure and gives
 * the same object back when an event is none of its business.
 */
export interface Process<Slice> {
  readonly begin: Slice;
  readonly evolve: (known: Slice, event: OpenedEvent) => Slice;
}

/** An event that another one always brings with it, in the same append: `AgencyJoinedCase` follows an acceptance. */
export interface FollowOn {
  readonly after: EventDeclaration;
  readonly event: EventDeclaration;
  /** The details of the event that follows, or null where none does this time. */
  readonly details: (cause: OpenedEvent) => Readonly<Record<string, unknown>> | null;
}
