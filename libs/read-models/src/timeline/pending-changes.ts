import type { EventHeader, Relation } from '#casework';
import type { Position } from '#event-store';
import type { CaseId, EventId, OrganisationId } from '#kernel';
import type { Material } from './material.js';
import type { RowChange } from './row-change.js';
import type { AgencyCase } from './standing.js';
import type { AgencyRelationshipTable, CaseGroupTable, LedgerTable, TimelineRowTable } from './tables.js';

export type Published = Extract<RowChange, { kind: 'published' }>;
type FactsChanged = Extract<RowChange, { kind: 'facts-changed' }>;

export type Ending = Required<
  Pick<TimelineRowTable, 'organisation' | 'sequence' | 'visible_until' | 'visible_until_position'> &
    Pick<TimelineRowTable, 'ending_sequence' | 'ending_cause_id'>
>;

/** What an organisation has of an event after all that is pending; `gone` where nothing. */
export type AgencyEventNow =
  | { readonly now: 'gone'; readonly organisation: OrganisationId; readonly eventId: EventId }
  | { readonly now: 'had'; readonly had: Published; readonly mayBeThere: boolean }
  | { readonly now: 'other-facts'; readonly change: FactsChanged };

/** What is to be written, so far as it has not been: later changes to the same row replace earlier ones. */
export interface Pending {
  readonly ledger: LedgerTable[];
  readonly materials: Map<EventId, Material>;
  readonly rows: Map<string, TimelineRowTable>;
  readonly endings: Ending[];
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
  readonly relationships: (
    | { readonly begins: true; readonly row: AgencyRelationshipTable }
    | { readonly begins: false; readonly row: Omit<AgencyRelationshipTable, 'since' | 'since_position'> }
  )[];
  readonly sequencesMoved: Set<OrganisationId>;
  /** Set where another policy has taken force. */
  policyAdopted: string | null;
}

export const nothingPending = (): Pending => ({
  ledger: [],
  materials: new Map(),
  rows: new Map(),
  endings: [],
  events: new Map(),
  relations: new Map(),
  cases: new Map(),
  caseGroups: new Map(),
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
        published(pending, change, cause, position);
        break;
      case 'ended': {
        ended(pending, change, cause, position);
        break;
      }
      case 'facts-changed': {
        const at = key(organisation, change.entry.id);
        const before = pending.events.get(at);
        const { caseId, facts } = change;
        if (before?.now === 'had')
          pending.events.set(at, { ...before, had: { ...before.had, caseId, facts } });
        else pending.events.set(at, { now: 'other-facts', change });
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
        const { caseId: case_id, person, relationship, at } = change;
        const row = { organisation, case_id, person, relationship };
        pending.relationships.push(
          change.begins
            ? { begins: true, row: { ...row, since: at, since_position: position, until: null } }
            : { begins: false, row: { ...row, until: at } },
        );
        break;
      }
    }
  }
};

const published = (pending: Pending, change: Published, cause: EventHeader, position: Position): void => {
  const { organisation, entry, given, sequence } = change;
  const at = key(organisation, entry.id);
  pending.events.set(at, {
    now: 'had',
    had: change,
    // An event that has just come in cannot be there yet; any other may.
    mayBeThere: entry.position !== position,
  });
  pending.rows.set(key(organisation, sequence), {
    organisation,
    sequence,
    event_id: entry.id,
    case_id: change.caseId,
    cause_id: cause.id,
    level: given.level,
    handed: given.handed,
    withheld: given.withheldText,
    policy_version: change.policyVersion,
    visible_from: change.visibleFrom,
    visible_from_position: position,
    visible_until: null,
    visible_until_position: null,
    ending_sequence: null,
    ending_cause_id: null,
  });
  pending.sequencesMoved.add(organisation);
};

const ended = (
  pending: Pending,
  change: Extract<RowChange, { kind: 'ended' }>,
  cause: EventHeader,
  position: Position,
): void => {
  const { organisation, entry, sequence, endingSequence, visibleUntil } = change;
  const ending: Ending = {
    organisation,
    sequence,
    visible_until: visibleUntil,
    visible_until_position: position,
    ending_sequence: endingSequence,
    ending_cause_id: cause.id,
  };
  const row = pending.rows.get(key(organisation, sequence));
  if (row === undefined) pending.endings.push(ending);
  else Object.assign(row, ending);
  pending.events.set(key(organisation, entry.id), { now: 'gone', organisation, eventId: entry.id });
  pending.sequencesMoved.add(organisation);
};
