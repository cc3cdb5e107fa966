import type { Relation } from '#casework';
import type { CaseId, EventId, Instant, OrganisationId, PersonId } from '#kernel';
import type { Entry } from './entry.js';
import type { SequenceNumber } from './number.js';
import type { Row } from './row.js';
import type { AgencyCase, StandingThen } from './standing.js';

export type RelationshipKind = 'allocated' | 'investigating' | 'guardian' | 'reviewing' | 'elevated';

/** What one event changes in the view of one organisation, in the order in which it is to be written. */
export type RowChange = { readonly organisation: OrganisationId } & (
  | {
      readonly kind: 'published';
      readonly entry: Entry;
      readonly row: Row;
    }
  | {
      readonly kind: 'ended';
      readonly entry: Entry;
      /** The row that ends. */
      readonly row: Row;
      readonly ending: SequenceNumber;
      readonly visibleUntil: Instant;
      /** How the organisation stood until then to the cases that its timeline showed with it. */
      readonly standings: readonly StandingThen[];
    }
  /** Which relations of an event the organisation is told of. */
  | { readonly kind: 'related'; readonly source: EventId; readonly relations: readonly Relation[] }
  | { readonly kind: 'case'; readonly caseId: CaseId; readonly standing: AgencyCase | null }
  | {
      readonly kind: 'relationship';
      readonly caseId: CaseId;
      readonly person: PersonId;
      readonly relationship: RelationshipKind;
      /** The stream by which it is; empty where it needs none. */
      readonly through: string;
      /** When it ends by itself; null where it does not. */
      readonly endsAt: Instant | null;
      readonly begins: boolean;
      readonly at: Instant;
    }
);
