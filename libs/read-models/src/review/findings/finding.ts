import type { PartName } from '#casework';
import type { EventId, Instant, OrganisationId } from '#kernel';
import type { KnowledgeState, MomentOfKnowledge } from '../record-under-review.js';
import type { Inquiry } from './inquiry.js';

export const findingKinds = [
  'turned-away',
  'belief-lag',
  'reliance',
  'missed-opportunity',
  'silence',
  'late-or-changed',
  'dispute',
  'information-sharing',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** In what capacity a finding cites an event. */
export type CitedAs =
  | 'what-was-found'
  | 'what-it-is-about'
  | 'first-account'
  | 'acceptance'
  | 'basis'
  | 'rests-on-it'
  | 'falls'
  | 'tells-of-it'
  | 'took-ground-away'
  | 'left-open'
  | 'before'
  | 'meanwhile'
  | 'after'
  | 'incident'
  | 'outcome'
  | 'unread'
  | 'not-given';

export interface Citation {
  readonly eventId: EventId;
  readonly as: CitedAs;
}

/** What an agency had, at the moment of a finding, of all events that this reviewer may see. */
export interface HeldThen {
  readonly agency: OrganisationId;
  /** How many events it had in each state; a state that none was in is left out. */
  readonly counts: Partial<Readonly<Record<KnowledgeState, number>>>;
  /** What it had opened or recorded, and those whom the finding concerns had not; by earliest instant. */
  readonly unshared: readonly EventId[];
}

/** Codes, numbers and dates that belong to a finding; never words of the record. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

export interface HeldAt {
  readonly concerned: readonly OrganisationId[];
  readonly moment: MomentOfKnowledge;
}

/** What a definition finds. */
export interface Found {
  /** What tells it from the others that the same definition finds in one record. */
  readonly key: readonly string[];
  /** In a sentence, from codes, dates and names of agencies only. */
  readonly says: string;
  /** Whom it concerns: sorted, each once. */
  readonly agencies: readonly OrganisationId[];
  readonly from: Instant;
  /** Null where it lasts at the end of the record, as far as it tells. */
  readonly until: Instant | null;
  /** Whole days in England between the two; null where it lasts, or is of one moment. */
  readonly days: number | null;
  /** A date on which it depends is not known to the day. */
  readonly dateUncertain: boolean;
  /** For a missed opportunity: the moment at which is told what agencies other than those concerned held. */
  readonly heldAt: HeldAt | null;
  readonly cites: readonly Citation[];
  readonly facts: Facts;
}

/** Something that the record itself tells, by one definition. */
export interface Finding extends Omit<Found, 'key' | 'heldAt'> {
  /** Follows from review-independent things alone: the same for the same record. */
  readonly id: string;
  readonly kind: FindingKind;
  readonly definition: string;
  readonly version: number;
  /** What other agencies held at that moment; empty where it is no missed opportunity. */
  readonly held: readonly HeldThen[];
}

/** A number that a definition depends on, and why it is what it is. */
export interface Parameter {
  readonly value: number;
  readonly unit: 'days';
  readonly why: string;
}

/** How something is found. A changed meaning is a new version. */
export interface Definition {
  /** Stands in every finding; never used for anything else. */
  readonly id: string;
  readonly version: number;
  readonly kind: FindingKind;
  /** The whole definition in words; docs/findings.md has the same. */
  readonly words: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** The parts that it needs, by type of event. */
  readonly needs: Readonly<Record<string, readonly PartName[]>>;
  readonly find: (inquiry: Inquiry) => Iterable<Found>;
}
