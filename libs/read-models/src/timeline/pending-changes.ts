import type { EventHeader, Relation } from '#casework';
import type { Position } from '#event-store';
import type { CaseId, EventId, OrganisationId } from '#kernel';
import type { Material } from './material.js';
import type { RowChange } from './row-change.js';
import { factsAsText } from './row.js';
import { standingsAsText, type AgencyCase } from './standing.js';
import type {
  AgencyEventPastTable,
  AgencyRelationshipTable,
  CaseGroupTable,
  LedgerTable,
  ReviewScopeTable,
} from './tables.js';

export type Published = Extract<RowChange, { kind: 'published' }>;

/** What an organisation has of an event after all that is pending; `gone` where nothing. */
export type AgencyEventNow =
  | { readonly now: 'gone'; readonly organisation: OrganisationId; readonly position: Position }
  | { readonly now: 'had'; readonly had: Published; readonly mayBeThere: boolean };

/** What is to be written, so far as it has not been: later changes to the same row replace earlier ones. */
export interface Pending {
  readonly ledger: LedgerTable[];
  readonly materials: Map<EventId, Material>;
  readonly past: AgencyEventPastTable[];
  readonly events: Map<string, AgencyEventNow>;
  readonly relations: Map<
    string,
    { readonly organisation: OrganisationId; readonly source: EventId; readonly told: readonly Relation[] }
  >;
  readonly cases: Map<
    string,
    { readonly organisation: OrganisationId; readonly caseId: CaseId; readonly standing: AgencyCase | null }
  >;
  readonly caseGroups: Map<CaseId, CaseGroupTable>;
  readonly reviewScopes: Map<string, ReviewScopeTable>;
  readonly relationships: (
    | { readonly begins: true; readonly row: AgencyRelationshipTable }
    | {
        readonly begins: false;
        readonly row: Omit<AgencyRelationshipTable, 'since' | 'since_position' | 'ends_at'>;
      }
  )[];
  readonly sequencesMoved: Set<OrganisationId>;
  /** Set where another policy has taken force. */
  policyAdopted: string | null;
}

export const nothingPending = (): Pending => ({
  ledger: [],
  materials: new Map(),
  past: [],
  events: new Map(),
  relations: new Map(),
  cases: new Map(),
  caseGroups: new Map(),
  reviewScopes: new Map(),
  relationships: [],
  sequencesMoved: new Set(),
  policyAdopted: null,
});

const key = (organisation: OrganisationId, other: string | number) => `${organisation} ${other}`;

/** Adds what one event changed. */
export const addPending = (
  pending: Pending,
  changes: readonly RowChange[],
  cause: EventHeader,
  position: Position,
): void => {
  for (const change of changes) {
    const { organisation } = change;
    switch (change.kind) {
      case 'published':
        pending.sequencesMoved.add(organisation);
        pending.events.set(key(organisation, change.entry.id), {
          now: 'had',
          had: change,
          // An event that has just come in cannot be there yet; any other may.
          mayBeThere: change.entry.position !== position,
        });
        break;
      case 'ended': {
        const { entry, row, ending, visibleUntil, standings } = change;
        pending.sequencesMoved.add(organisation);
        pending.events.set(key(organisation, entry.id), {
          now: 'gone',
          organisation,
          position: entry.position,
        });
        pending.past.push({
          organisation,
          position: entry.position,
          event_id: entry.id,
          case_id: row.caseId,
          sequence: row.sequence,
          cause_id: row.cause,
          given: row.given.text,
          policy_version: row.policyVersion,
          visible_from: row.visibleFrom,
          visible_until: visibleUntil,
          ending_sequence: ending.number,
          ending_cause_id: cause.id,
          digest: row.digest,
          ending_digest: ending.digest,
          facts: factsAsText(row.facts),
          standings: standingsAsText(standings),
          ending_position: position,
        });
        break;
      }
      case 'related':
        pending.relations.set(key(organisation, change.source), {
          organisation,
          source: change.source,
          told: change.relations,
        });
        break;
      case 'case':
        pending.cases.set(key(organisation, change.caseId), change);
        break;
      case 'relationship': {
        const { caseId: case_id, person, relationship, through, endsAt: ends_at, at } = change;
        const row = { organisation, case_id, person, relationship, through };
        pending.relationships.push(
          change.begins
            ? {
                begins: true,
                row: {
                  ...row,
                  ...{ ends_at, since: at, since_position: position },
                  ...{ until: null, until_position: null },
                },
              }
            : { begins: false, row: { ...row, until: at, until_position: position } },
        );
        break;
      }
    }
  }
};
