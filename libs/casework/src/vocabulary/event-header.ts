import type { CaseId, EventId, Instant, OrganisationId, PersonId } from '#kernel';
import type { Role } from './agencies.js';
import type { PartName } from './parts.js';

/** How the recorder came to know it. */
export const sourceKinds = ['own-act', 'childs-account', 'third-party', 'import'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** UK GDPR Article 6 with Article 9 conditions, and Part 3 of the Data Protection Act 2018 for law enforcement. */
export const lawfulBases = [
  'public-task',
  'legal-obligation',
  'vital-interests',
  'consent',
  'law-enforcement',
] as const;
export type LawfulBasis = (typeof lawfulBases)[number];

/**
 * `covert`: even that the event exists is protected, until the recorder releases it.
 * `not-for-immigration`: never to border, asylum casework or immigration enforcement.
 */
export const caveats = ['covert', 'not-for-immigration'] as const;
export type Caveat = (typeof caveats)[number];

/** What the recorder demands of everyone who handles the event. */
export interface Handling {
  /** Without `parts` a caveat is on the whole event. */
  readonly caveats: readonly { readonly caveat: Caveat; readonly parts?: readonly PartName[] }[];
  /** The only organisations that may have it besides the recorder's; null: as the policy says. */
  readonly releasableTo: readonly OrganisationId[] | null;
  /** Ids of organisations and people that must never have it, whatever their role: staff linked to a suspect. */
  readonly neverTo: readonly string[];
}

export const openHandling: Handling = { caveats: [], releasableTo: null, neverTo: [] };

export const relationKinds = ['reliesOn', 'about', 'corrects', 'withdraws', 'discloses'] as const;
export type RelationKind = (typeof relationKinds)[number];

export interface Relation {
  readonly kind: RelationKind;
  readonly event: EventId;
}

/** Who acted. */
export interface Author {
  readonly organisation: OrganisationId;
  readonly person: PersonId;
  readonly role: Role;
}

/** The values of an event's header-bound fields, by field name: ids and codes on which visibility depends. */
export type Concerns = Readonly<Record<string, string | boolean | readonly string[]>>;

/**
 * What stands in clear beside an event's sealed parts, and is bound to each of them. Who may see what is decided from
 * this alone. It holds ids and codes, never words: it outlives the keys of the parts.
 */
export interface EventHeader {
  readonly id: EventId;
  readonly stream: string;
  readonly type: string;
  /** Version of the type's declaration under which the parts were written. */
  readonly version: number;
  /** The case on which it was recorded; null in the directory, the policy and other streams without a case. */
  readonly caseId: CaseId | null;
  readonly recordedBy: Author;
  /** Extended Date/Time Format, as the recorder gave it. */
  readonly occurred: string;
  readonly recordedAt: Instant;
  readonly source: SourceKind;
  /** The parts present, in the order of the vocabulary. */
  readonly parts: readonly PartName[];
  readonly handling: Handling;
  readonly lawfulBasis: LawfulBasis | null;
  /** One id for everything that one request caused. */
  readonly correlation: string;
  /** The event that made this one follow; null for a person's own act. */
  readonly causation: EventId | null;
  readonly relations: readonly Relation[];
  readonly concerns: Concerns;
}
