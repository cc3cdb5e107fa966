import type { Transaction } from 'kysely';
import type { Position } from '#event-store';
import type { CaseId, EventId, Instant, OrganisationId, PersonId } from '#kernel';

/*
 * What must be looked after besides the timelines: emergency access until it is reviewed, reviews of boards, and what one
 * organisation asked of another. All of it follows from headers. Nothing here is written for one SQL dialect.
 */

/** An emergency access, from its opening on. Why it was opened stays sealed. */
export interface EmergencyAccessTable {
  grant_id: string;
  /** The organisation of the person who has it. */
  organisation: OrganisationId;
  person: PersonId;
  case_id: CaseId;
  opened_at: Instant;
  /** When it ends by itself. */
  until: Instant;
  /** Of its opening. */
  position: Position;
  /** Null unless it was ended before its time, or its end was recorded. */
  ended_at: Instant | null;
  reviewed_at: Instant | null;
  /** Until when it has to be reviewed. */
  review_due: Instant;
  /** The opening event, whose parts say why. */
  event_id: EventId;
  header_digest: string;
  /** As JSON. */
  parts: string;
}

/** A review of a safeguarding board. */
export interface BoardReviewTable {
  review_id: string;
  board: OrganisationId;
  /** A list of people, as JSON. */
  reviewers: string;
  /** A list of cases, as JSON. */
  cases: string;
  /** Extended Date/Time Format. */
  scope_from: string;
  /** Extended Date/Time Format. */
  scope_until: string;
  opened_at: Instant;
  closed_at: Instant | null;
  /** Of its opening. */
  position: Position;
  /** The opening event. */
  event_id: EventId;
}

/** What a board recorded of a review of its own: why it was opened, findings, exports, how it ended. The words stay sealed. */
export interface ReviewRecordTable {
  review_id: string;
  position: Position;
  event_id: EventId;
  type: string;
  /** Of the type's declaration. */
  version: number;
  recorded_at: Instant;
  recorded_by: PersonId;
  /** The events that it is about, as JSON. */
  about: string;
  header_digest: string;
  /** As JSON. */
  parts: string;
}

/** What one organisation asked of another. One that was taken back is not there. */
export interface InformationRequestTable {
  event_id: EventId;
  case_id: CaseId;
  asked_of: OrganisationId;
  asked_by: OrganisationId;
  asked_at: Instant;
  /** The event that answered it, the last where there are several; null while it waits. */
  answered_by: EventId | null;
  answered_at: Instant | null;
}

/** An answer to a request: made or refused. One that was taken back is not there. */
export interface InformationAnswerTable {
  event_id: EventId;
  request_id: EventId;
  answered_at: Instant;
  position: Position;
}

export interface OversightTables {
  emergency_access: EmergencyAccessTable;
  board_review: BoardReviewTable;
  review_record: ReviewRecordTable;
  information_request: InformationRequestTable;
  information_answer: InformationAnswerTable;
}

type Column = readonly [name: string, is?: 'null' | 'number'];

interface Table {
  /** Text, but for versions: times are in UTC, and sort as text like positions. */
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  readonly indexes: readonly (readonly string[])[];
}

const tables: Readonly<Record<keyof OversightTables, Table>> = {
  emergency_access: {
    columns: [
      ['grant_id'],
      ['organisation'],
      ['person'],
      ['case_id'],
      ['opened_at'],
      ['until'],
      ['position'],
      ['ended_at', 'null'],
      ['reviewed_at', 'null'],
      ['review_due'],
      ['event_id'],
      ['header_digest'],
      ['parts'],
    ],
    key: ['grant_id'],
    // What waits for a review, in the order in which it is due: of one organisation, and of all.
    indexes: [
      ['organisation', 'reviewed_at', 'review_due', 'grant_id'],
      ['reviewed_at', 'review_due', 'grant_id'],
      ['case_id', 'position'],
      ['organisation', 'position'],
    ],
  },
  board_review: {
    columns: [
      ['review_id'],
      ['board'],
      ['reviewers'],
      ['cases'],
      ['scope_from'],
      ['scope_until'],
      ['opened_at'],
      ['closed_at', 'null'],
      ['position'],
      ['event_id'],
    ],
    key: ['review_id'],
    indexes: [['board', 'position']],
  },
  review_record: {
    columns: [
      ['review_id'],
      ['position'],
      ['event_id'],
      ['type'],
      ['version', 'number'],
      ['recorded_at'],
      ['recorded_by'],
      ['about'],
      ['header_digest'],
      ['parts'],
    ],
    key: ['review_id', 'position'],
    indexes: [],
  },
  information_request: {
    columns: [
      ['event_id'],
      ['case_id'],
      ['asked_of'],
      ['asked_by'],
      ['asked_at'],
      ['answered_by', 'null'],
      ['answered_at', 'null'],
    ],
    key: ['event_id'],
    indexes: [['asked_of', 'answered_at', 'asked_at', 'event_id']],
  },
  information_answer: {
    columns: [['event_id'], ['request_id'], ['answered_at'], ['position']],
    key: ['event_id', 'request_id'],
    indexes: [['request_id', 'position']],
  },
};

/** Makes the tables of the oversight view, empty. */
export const setUpOversight = async (transaction: Transaction<OversightTables>): Promise<void> => {
  for (const [name, { columns, key, indexes }] of Object.entries(tables)) {
    let table = transaction.schema.createTable(name);
    for (const [column, is] of columns)
      table = table.addColumn(column, is === 'number' ? 'integer' : 'text', (built) =>
        is === 'null' ? built : built.notNull(),
      );
    await table.addPrimaryKeyConstraint(`${name}_key`, key as never).execute();
    for (const [number, indexed] of indexes.entries())
      await transaction.schema
        .createIndex(`${name}_by_${number + 1}`)
        .on(name)
        .columns([...indexed])
        .execute();
  }
};
