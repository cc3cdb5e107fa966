import type { Transaction } from 'kysely';
import { reviewOfEmergencyAccessDue, type EventHeader, type RelationKind } from '#casework';
import type { Position } from '#event-store';
import { parseOccurred, type EventId, type Instant } from '#kernel';
import { headerDigest, type StoredEvent } from '#sealing';
import type { OversightTables } from './tables.js';

type Writing = Transaction<OversightTables>;

/** A header lacks what this view stands on, so its stream waits for an operator. */
export class OversightNotUnderstood extends Error {
  override readonly name = 'OversightNotUnderstood';

  constructor(readonly code: string) {
    super(`A stored event lacks what the oversight view needs of its header: ${code}.`);
  }
}

const textIn = ({ concerns }: EventHeader, field: string): string => {
  const value = concerns[field];
  if (typeof value !== 'string') throw new OversightNotUnderstood(field);
  return value;
};

const textsIn = ({ concerns }: EventHeader, field: string): readonly string[] => {
  const value = concerns[field];
  if (!Array.isArray(value)) throw new OversightNotUnderstood(field);
  return value as readonly string[];
};

/** One whose end cannot be read is over at once rather than never, and is to be reviewed all the same. */
const endOf = (header: EventHeader): Instant => {
  const read = parseOccurred(textIn(header, 'until'));
  return (read.ok ? read.value.latest : null) ?? header.recordedAt;
};

const related = ({ relations }: EventHeader, kind: RelationKind): readonly EventId[] =>
  relations.filter((relation) => relation.kind === kind).map(({ event }) => event);

const idOfStream = ({ stream }: EventHeader): string => stream.slice(stream.indexOf('-') + 1);

type Take = (writing: Writing, event: StoredEvent, position: Position) => Promise<void>;

const emergencyAccessOpened: Take = async (writing, { header, parts }, position) => {
  if (header.caseId === null) throw new OversightNotUnderstood('case');
  await writing
    .insertInto('emergency_access')
    .values({
      grant_id: idOfStream(header),
      organisation: textIn(header, 'organisation'),
      person: textIn(header, 'grantedTo'),
      case_id: header.caseId,
      opened_at: header.recordedAt,
      until: endOf(header),
      position,
      ended_at: null,
      reviewed_at: null,
      review_due: reviewOfEmergencyAccessDue(header.recordedAt),
      event_id: header.id,
      header_digest: headerDigest(header),
      parts: JSON.stringify(parts),
    })
    .onConflict((conflict) => conflict.column('grant_id').doNothing())
    .execute();
};

const emergencyAccessBecame =
  (column: 'ended_at' | 'reviewed_at'): Take =>
  async (writing, { header }) => {
    await writing
      .updateTable('emergency_access')
      .set({ [column]: header.recordedAt })
      .where('grant_id', '=', idOfStream(header))
      .where(column, 'is', null)
      .execute();
  };

const reviewOpened: Take = async (writing, { header }, position) => {
  await writing
    .insertInto('board_review')
    .values({
      review_id: idOfStream(header),
      board: textIn(header, 'board'),
      reviewers: JSON.stringify(textsIn(header, 'reviewers')),
      cases: JSON.stringify(textsIn(header, 'cases')),
      scope_from: textIn(header, 'from'),
      scope_until: textIn(header, 'until'),
      opened_at: header.recordedAt,
      closed_at: null,
      position,
      event_id: header.id,
    })
    .onConflict((conflict) => conflict.column('review_id').doNothing())
    .execute();
};

const reviewRecorded: Take = async (writing, { header, parts }, position) => {
  await writing
    .insertInto('review_record')
    .values({
      review_id: idOfStream(header),
      position,
      event_id: header.id,
      type: header.type,
      version: header.version,
      recorded_at: header.recordedAt,
      recorded_by: header.recordedBy.person,
      about: JSON.stringify(related(header, 'about')),
      header_digest: headerDigest(header),
      parts: JSON.stringify(parts),
    })
    .execute();
};

const reviewClosed: Take = async (writing, { header }) => {
  await writing
    .updateTable('board_review')
    .set({ closed_at: header.recordedAt })
    .where('review_id', '=', idOfStream(header))
    .where('closed_at', 'is', null)
    .execute();
};

const informationRequested: Take = async (writing, { header }) => {
  if (header.caseId === null) throw new OversightNotUnderstood('case');
  await writing
    .insertInto('information_request')
    .values({
      event_id: header.id,
      case_id: header.caseId,
      asked_of: textIn(header, 'askedOf'),
      asked_by: header.recordedBy.organisation,
      asked_at: header.recordedAt,
      answered_by: null,
      answered_at: null,
    })
    .execute();
};

/** Only an answer of the organisation that was asked, to the one that asked, is an answer to the request. */
const informationAnswered =
  (to: 'disclosedTo' | 'refusedTo'): Take =>
  async (writing, { header }, position) => {
    const about = related(header, 'about');
    if (about.length === 0) return;
    const requests = await writing
      .selectFrom('information_request')
      .select('event_id')
      .where('event_id', 'in', [...about])
      .where('asked_of', '=', header.recordedBy.organisation)
      .where('asked_by', '=', textIn(header, to))
      .execute();
    for (const { event_id: request } of requests) {
      await writing
        .insertInto('information_answer')
        .values({ event_id: header.id, request_id: request, answered_at: header.recordedAt, position })
        .execute();
      await settle(writing, request);
    }
  };

/** Sets a request to the last of its answers that stand, or back to waiting where none does. */
const settle = async (writing: Writing, request: EventId): Promise<void> => {
  const last = await writing
    .selectFrom('information_answer')
    .select(['event_id', 'answered_at'])
    .where('request_id', '=', request)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  await writing
    .updateTable('information_request')
    .set({ answered_by: last?.event_id ?? null, answered_at: last?.answered_at ?? null })
    .where('event_id', '=', request)
    .execute();
};

/** A request that was taken back is nobody's task; where an answer was, the request waits again. */
const retracted: Take = async (writing, { header }) => {
  const { organisation } = header.recordedBy;
  for (const withdrawn of related(header, 'withdraws')) {
    await writing
      .deleteFrom('information_request')
      .where('event_id', '=', withdrawn)
      .where('asked_by', '=', organisation)
      .execute();
    const answered = await writing
      .selectFrom('information_answer as answer')
      .innerJoin('information_request as request', 'request.event_id', 'answer.request_id')
      .where('answer.event_id', '=', withdrawn)
      .where('request.asked_of', '=', organisation)
      .select('answer.request_id')
      .execute();
    for (const { request_id: request } of answered) {
      await writing
        .deleteFrom('information_answer')
        .where('event_id', '=', withdrawn)
        .where('request_id', '=', request)
        .execute();
      await settle(writing, request);
    }
  }
};

const both =
  (first: Take, second: Take): Take =>
  async (...event) => {
    await first(...event);
    await second(...event);
  };

const taken: ReadonlyMap<string, Take> = new Map([
  ['BreakGlassOpened', emergencyAccessOpened],
  ['BreakGlassEnded', emergencyAccessBecame('ended_at')],
  ['BreakGlassReviewed', emergencyAccessBecame('reviewed_at')],
  ['ReviewOpened', both(reviewOpened, reviewRecorded)],
  ['ReviewFindingRecorded', reviewRecorded],
  ['DecisionHistoryExported', reviewRecorded],
  ['ReviewClosed', both(reviewClosed, reviewRecorded)],
  ['DisclosureRequested', informationRequested],
  ['DisclosureMade', informationAnswered('disclosedTo')],
  ['DisclosureRefused', informationAnswered('refusedTo')],
  ['EventRetracted', retracted],
]);

/** Whether events of a type are taken into the view at all. */
export const isTaken = (type: string): boolean => taken.has(type);

/**
 * Takes one event into the view.
 * @throws OversightNotUnderstood
 */
export const takeOversight: Take = async (writing, event, position) =>
  taken.get(event.header.type)?.(writing, event, position);
