import type { Transaction } from 'kysely';
import type { Position } from '#event-store';
import type { CaseId, EventId, Instant, OrganisationId, PersonId } from '#kernel';

/*
 * The tables of the timeline view. Times are text in UTC, positions text: both sort as text. Flags and sets of parts
 * are whole numbers. Nothing here is written for one SQL dialect.
 */

/** The events as they were stored. The projector's alone: a query of a reader only finds the place of an event in it. */
export interface LedgerTable {
  position: Position;
  event_id: EventId;
  stream: string;
  /** The case that it stands on, or the first of those that a link names; empty for the directory and the policy. */
  case_id: CaseId;
  /** The header as JSON; empty where the event could not be read. */
  header: string;
  /** The sealed parts as JSON; where the event could not be read, all of it as it came. */
  parts: string;
  /** The parked group for which it waits; null where it is taken in. */
  waits_for: string | null;
}

/** Which group a case belongs to: cases that a link ever named together. */
export interface CaseGroupTable {
  case_id: CaseId;
  group_id: CaseId;
  /** The case's first event. */
  first_position: Position;
}

/**
 * What an organisation has now: one row for each event, with those sealed parts that it may have, and no others. When
 * it ends, or is replaced, it goes to `agency_event_past` with the instant until which it was visible.
 */
export interface AgencyEventTable {
  organisation: OrganisationId;
  position: Position;
  event_id: EventId;
  case_id: CaseId;
  occurred_earliest: Instant;
  sequence: number;
  /** Of that number (`SequenceNumber`). */
  digest: string;
  /** The event because of which the row came. */
  cause_id: EventId;
  /** The level, the parts handed over, and the parts named as withheld, each with its reason (`Given`). */
  given: string;
  visible_from: Instant;
  policy_version: string;
  /** The facts from which a person's share is decided (`FactsOfEvent`); never handed over. */
  facts: string;
  /** Null for a stub. */
  type: string | null;
  /** What of the header is handed over at this level, as JSON (`ToldOfHeader`). */
  header: string;
  /** The sealed parts, as JSON. */
  parts: string;
}

/** What an organisation had, from when until when. Only ever added to. */
export interface AgencyEventPastTable {
  organisation: OrganisationId;
  position: Position;
  event_id: EventId;
  case_id: CaseId;
  sequence: number;
  cause_id: EventId;
  given: string;
  policy_version: string;
  visible_from: Instant;
  visible_until: Instant;
  ending_sequence: number;
  ending_cause_id: EventId;
  digest: string;
  ending_digest: string;
  /** As in the row that ended: from them it is decided who could have had it. */
  facts: string;
  /** How the organisation stood until then to the cases that its timeline showed with it (`StandingThen`). */
  standings: string;
  /** Where the event stands because of which it ended. */
  ending_position: Position;
}

/** A relation of an event that the organisation has to another that it has. */
export interface AgencyRelationTable {
  organisation: OrganisationId;
  source_id: EventId;
  kind: string;
  target_id: EventId;
}

/** A case to which an organisation stands in some way, or of which it has something. */
export interface AgencyCaseTable {
  organisation: OrganisationId;
  case_id: CaseId;
  /** `standingFlags`, added together. */
  flags: number;
  /** The first, by id, of the joined cases: the same for all of one child. */
  child_id: CaseId;
  /** The first, by id, of the cases that one timeline shows together. */
  timeline_id: CaseId;
  visible_from: Instant;
}

/** The cases that a review is about: what is recorded in it later does not name them. */
export interface ReviewScopeTable {
  /** Its stream. */
  review: string;
  /** Their ids, as JSON. */
  cases: string;
}

/** Who works with the child, reviews the case or reads it in an emergency, or did. */
export interface AgencyRelationshipTable {
  organisation: OrganisationId;
  case_id: CaseId;
  person: PersonId;
  relationship: string;
  /** The stream of the review or the emergency access by which it is; empty for one that needs none. */
  through: string;
  /** When it ends by itself, whether anybody says so or not; null where it does not. */
  ends_at: Instant | null;
  since: Instant;
  since_position: Position;
  until: Instant | null;
  /** Where the event stands by which it ended. */
  until_position: Position | null;
}

/** The last number of each organisation's sequence. */
export interface AgencySequenceTable {
  organisation: OrganisationId;
  last_number: number;
  digest: string;
  /** 1 where something was decided before the directory named the organisation's function. */
  awaited: number;
}

/** One row at the most: the policy under which the view is decided. */
export interface PolicyInForceTable {
  version: string;
}

export interface TimelineTables {
  policy_in_force: PolicyInForceTable;
  ledger: LedgerTable;
  case_group: CaseGroupTable;
  review_scope: ReviewScopeTable;
  agency_event: AgencyEventTable;
  agency_event_past: AgencyEventPastTable;
  agency_relation: AgencyRelationTable;
  agency_case: AgencyCaseTable;
  agency_relationship: AgencyRelationshipTable;
  agency_sequence: AgencySequenceTable;
}

type Column = readonly [name: string, type: 'text' | 'integer', nullable?: 'null'];

interface Table {
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  /** By which the projection finds what it has written. */
  readonly indexes?: readonly (readonly string[])[];
  /** By which only readers find something. Made when the table is full, they take a sixth off a rebuild. */
  readonly readersIndexes?: readonly (readonly string[])[];
}

const tables: Readonly<Record<keyof TimelineTables, Table>> = {
  policy_in_force: { columns: [['version', 'text']], key: ['version'] },
  ledger: {
    columns: [
      ['position', 'text'],
      ['event_id', 'text'],
      ['stream', 'text'],
      ['case_id', 'text'],
      ['header', 'text'],
      ['parts', 'text'],
      ['waits_for', 'text', 'null'],
    ],
    key: ['position'],
    indexes: [['case_id', 'position']],
    readersIndexes: [['event_id']],
  },
  case_group: {
    columns: [
      ['case_id', 'text'],
      ['group_id', 'text'],
      ['first_position', 'text'],
    ],
    key: ['case_id'],
    indexes: [['group_id', 'first_position']],
  },
  review_scope: {
    columns: [
      ['review', 'text'],
      ['cases', 'text'],
    ],
    key: ['review'],
  },
  agency_event: {
    columns: [
      ['organisation', 'text'],
      ['position', 'text'],
      ['event_id', 'text'],
      ['case_id', 'text'],
      ['occurred_earliest', 'text'],
      ['sequence', 'integer'],
      ['digest', 'text'],
      ['cause_id', 'text'],
      ['given', 'text'],
      ['visible_from', 'text'],
      ['policy_version', 'text'],
      ['facts', 'text'],
      ['type', 'text', 'null'],
      ['header', 'text'],
      ['parts', 'text'],
    ],
    // By position, not by the random ids of events: what is written together then stands together.
    key: ['organisation', 'position'],
    // Without the position, which would make it half as large again: few events of a case occur at one instant.
    readersIndexes: [
      ['case_id', 'organisation', 'occurred_earliest'],
      ['organisation', 'sequence'],
    ],
  },
  agency_event_past: {
    columns: [
      ['organisation', 'text'],
      ['position', 'text'],
      ['event_id', 'text'],
      ['case_id', 'text'],
      ['sequence', 'integer'],
      ['cause_id', 'text'],
      ['given', 'text'],
      ['policy_version', 'text'],
      ['visible_from', 'text'],
      ['visible_until', 'text'],
      ['ending_sequence', 'integer'],
      ['ending_cause_id', 'text'],
      ['digest', 'text'],
      ['ending_digest', 'text'],
      ['facts', 'text'],
      ['standings', 'text'],
      ['ending_position', 'text'],
    ],
    key: ['organisation', 'position', 'sequence'],
    readersIndexes: [
      ['organisation', 'sequence'],
      ['organisation', 'ending_sequence'],
    ],
  },
  agency_relation: {
    columns: [
      ['organisation', 'text'],
      ['source_id', 'text'],
      ['kind', 'text'],
      ['target_id', 'text'],
    ],
    key: ['organisation', 'source_id', 'kind', 'target_id'],
    readersIndexes: [['organisation', 'target_id']],
  },
  agency_case: {
    columns: [
      ['organisation', 'text'],
      ['case_id', 'text'],
      ['flags', 'integer'],
      ['child_id', 'text'],
      ['timeline_id', 'text'],
      ['visible_from', 'text'],
    ],
    key: ['organisation', 'case_id'],
    indexes: [['case_id']],
    readersIndexes: [['organisation', 'timeline_id']],
  },
  agency_relationship: {
    columns: [
      ['organisation', 'text'],
      ['case_id', 'text'],
      ['person', 'text'],
      ['relationship', 'text'],
      ['through', 'text'],
      ['ends_at', 'text', 'null'],
      ['since', 'text'],
      ['since_position', 'text'],
      ['until', 'text', 'null'],
      ['until_position', 'text', 'null'],
    ],
    key: ['organisation', 'case_id', 'person', 'relationship', 'through', 'since_position'],
  },
  agency_sequence: {
    columns: [
      ['organisation', 'text'],
      ['last_number', 'integer'],
      ['digest', 'text'],
      ['awaited', 'integer'],
    ],
    key: ['organisation'],
  },
};

/** The columns of a table, in the order in which rows of it are written. */
export const columnsOf = (table: keyof TimelineTables): readonly string[] =>
  tables[table].columns.map(([name]) => name);

/** Makes the tables of the timeline view, with what the projection itself needs. */
export const setUpTimeline = async (transaction: Transaction<TimelineTables>): Promise<void> => {
  for (const [name, { columns, key, indexes = [] }] of Object.entries(tables)) {
    let table = transaction.schema.createTable(name);
    for (const [column, type, nullable] of columns) {
      table = table.addColumn(column, type, (built) => (nullable ? built : built.notNull()));
    }
    await table.addPrimaryKeyConstraint(`${name}_key`, key as never).execute();
    await makeIndexes(transaction, name, 'by', indexes);
  }
};

/** Makes, where it is not there, what only the readers of the timeline view need. */
export const finishTimeline = async (transaction: Transaction<TimelineTables>): Promise<void> => {
  for (const [name, { readersIndexes = [] }] of Object.entries(tables))
    await makeIndexes(transaction, name, 'for_readers', readersIndexes);
};

const makeIndexes = async (
  transaction: Transaction<TimelineTables>,
  table: string,
  kind: string,
  indexes: readonly (readonly string[])[],
): Promise<void> => {
  for (const [number, indexed] of indexes.entries()) {
    await transaction.schema
      .createIndex(`${table}_${kind}_${number + 1}`)
      .ifNotExists()
      .on(table)
      .columns([...indexed])
      .execute();
  }
};
