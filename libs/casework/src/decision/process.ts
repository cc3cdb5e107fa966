import type { EventDeclaration, OpenedEvent } from '../declaration/case-event.js';
import type { Proposal } from './proposal.js';
import type { Rule } from './rule.js';

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
  readonly details: (cause: Proposal) => Readonly<Record<string, unknown>> | null;
}

/** What a folder of this library declares: the events of one business process, its rules and what follows from what. */
export interface ProcessFolder<Case> {
  readonly folder: string;
  /** As a heading of the event catalogue. */
  readonly title: string;
  readonly events: readonly EventDeclaration[];
  readonly rules?: readonly Rule<Case>[];
  readonly followOns?: readonly FollowOn[];
}
