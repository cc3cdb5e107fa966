import type { EventId, Instant, OrganisationId } from '#kernel';
import type { EntryMark } from '../../api.js';

/** What a decision rests on, or what rests on it. */
export interface RelianceNode {
  /** The event's id; for what was said and not recorded, an id that follows from the decision. */
  readonly id: string;
  /** Null for what was said and not recorded. */
  readonly eventId: EventId | null;
  /** Null for a stub, and for what was said. */
  readonly type: string | null;
  readonly kindOfWork: string | null;
  readonly isDecision: boolean;
  /** Null where what was said is told of somebody who is no agency under review. */
  readonly organisation: OrganisationId | null;
  /** The agency's name; for what was said, whoever is told to have said it. */
  readonly organisationName: string;
  /** Extended Date/Time Format; null for what was said. */
  readonly occurred: string | null;
  /** Null for a stub, and for what was said. */
  readonly recordedAt: Instant | null;
  readonly marks: readonly EntryMark[];
  /** The words that were relied on, where no recorded event was named. */
  readonly said: string | null;
  readonly stands: 'asked-about' | 'upstream' | 'downstream' | 'both';
}

export interface RelianceGraphEdge {
  /** The node that rests on the other. */
  readonly from: string;
  readonly to: string;
  readonly kind: 'formal' | 'recorded-later' | 'by-word';
  /** The event that tells of it. */
  readonly toldBy: EventId;
  /** How much rests on it, where a reliance recorded later says so. */
  readonly strength: string | null;
  /** Part of a circle. */
  readonly circular: boolean;
  /** What it rests on was withdrawn, retracted, or corrected afterwards. */
  readonly groundTaken: boolean;
}

/** Nodes in the order of the record, what was said after the decision that tells of it. */
export interface RelianceGraph {
  readonly decision: EventId;
  readonly nodes: readonly RelianceNode[];
  readonly edges: readonly RelianceGraphEdge[];
  /** Events that rest on one another, each circle sorted. */
  readonly circles: readonly (readonly EventId[])[];
}
