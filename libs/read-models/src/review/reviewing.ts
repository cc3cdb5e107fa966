import { setImmediate as othersAreServed } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { Position } from '#event-store';
import {
  accepted,
  parseOccurred,
  refused,
  type CaseId,
  type EventId,
  type Instant,
  type Occurred,
  type Result,
} from '#kernel';
import { DatabaseAway } from '#platform';
import { inOneMoment, readableBuild, ViewNotReady, type Progress } from '#projections';
import type { Planned, Reader, ReadRefusal } from '../api.js';
import { accessLogView } from '../disclosure/access-log-view.js';
import { boardReviewOf, type BoardReview } from '../oversight/board-review.js';
import { entryRows } from '../reading/entry-rows.js';
import { groundOf, isParked, withRelationships, type Ground, type Moment } from '../reading/moment.js';
import { narrowFor, type Narrow } from '../reading/narrow-for-a-person.js';
import { openEntries } from '../reading/opening.js';
import type { ReadPorts, ReadTables } from '../reading/ports.js';
import { notFound, touchesOf } from '../reading/touches.js';
import { accessLogAt, viewOf } from '../reading/views.js';
import { accessRecordsOf, type AccessRecordRead } from './knowledge/access-records.js';
import { rightToKnow, rightToReview } from './right-to-review.js';
import type { OpenDetails, RecordUnderReview, ReviewQuestion } from './record-under-review.js';
import { recordOfAReview } from './record-of-a-review.js';
import { historyOf, type History } from './replay/history.js';

export interface ReviewPorts extends ReadPorts {
  /** How far what is read here has come, whoever writes it. */
  readonly progress: Pick<Progress, 'waitFor'>;
}

/** Which review is asked, and of which position; the latest unless told. */
export interface ReviewAsked {
  readonly reviewId: string;
  readonly at?: Position;
}

/** An answer of a review. The same question at the same position gets the same answer, for as long as the reader may have it. */
export interface OfTheRecord<Answer> {
  readonly answer: Answer;
  readonly position: Position;
  /** In force at that position. */
  readonly policyVersion: string;
}

/** What a question may be made from besides the record. None of it is handed over as it stands. */
export interface ReviewContext {
  readonly record: RecordUnderReview;
  readonly review: BoardReview;
  readonly history: History;
  readonly accessRecords: readonly AccessRecordRead[];
  readonly ports: Pick<ReviewPorts, 'policies' | 'directory'>;
  /** There is no such event in what this reviewer sees. */
  readonly noSuchEvent: (event: EventId) => Result<never, ReadRefusal>;
}

export type MakeQuestion<Answer> = (context: ReviewContext) => Result<ReviewQuestion<Answer>, ReadRefusal>;

/** What the read side answers of a review. */
export type AskReview = <Answer>(
  reader: Reader,
  asked: ReviewAsked,
  make: MakeQuestion<Answer>,
) => Planned<OfTheRecord<Answer>>;

/** A question that is the same for every record. */
export const always =
  <Answer>(question: ReviewQuestion<Answer>): MakeQuestion<Answer> =>
  () =>
    accepted(question);

/** So long somebody waits for the access log to come as far as the timelines, and the other way round. */
const longestWait = 2_000;

/**
 * Asks something of a review. It is decided first what would be told and opened; when that is on record, it is opened.
 * A review that is closed, another board's and one that there is not are all the same answer, after the same work.
 */
export const askReview = async <Answer>(
  ports: ReviewPorts,
  reader: Reader,
  asked: ReviewAsked,
  make: MakeQuestion<Answer>,
): Planned<OfTheRecord<Answer>> => {
  try {
    const position = await positionFor(ports, reader, asked.at);
    if (position === 'not-there-yet') return refused({ code: 'UNAVAILABLE' });
    return await inOneMoment(ports.database, (transaction) =>
      plan(ports, reader, asked.reviewId, position, make, transaction),
    );
  } catch (problem) {
    if (problem instanceof ViewNotReady || problem instanceof DatabaseAway)
      return refused({ code: 'UNAVAILABLE' });
    throw problem;
  }
};

/**
 * The place up to which both timelines and access log are whole. Each has come to its own last event; where both have
 * all of the log up to the later one, that is the place, and otherwise the earlier one. Null while there is none.
 */
const positionFor = async (
  { database, progress }: ReviewPorts,
  { principal: { organisation } }: Reader,
  at: Position | undefined,
): Promise<Position | null | 'not-there-yet'> => {
  if (at !== undefined)
    return (await progress.waitFor(at, { timeoutMs: longestWait })) ? at : 'not-there-yet';
  const places = await inOneMoment(database, async (transaction) => {
    const { position } = await viewOf(transaction, organisation);
    const access = await readableBuild(transaction, accessLogView, '');
    return [position, access.position];
  });
  const reached = places.filter((place) => place !== null).sort();
  const latest = reached.at(-1);
  if (latest === undefined) return null;
  if (await progress.waitFor(latest, { timeoutMs: longestWait })) return latest;
  return reached.length === places.length ? reached[0]! : null;
};

const plan = async <Answer>(
  ports: ReviewPorts,
  reader: Reader,
  reviewId: string,
  position: Position | null,
  make: MakeQuestion<Answer>,
  transaction: Transaction<ReadTables>,
): Planned<OfTheRecord<Answer>> => {
  const { organisation } = reader.principal;
  const { view } = await viewOf(transaction, organisation);
  const ground = await groundOf(view, { position }, ports.policies);
  const found = await boardReviewOf(transaction, reviewId);
  const { review, decidedBy } = rightToReview(reader, ground, found);
  const sources = await sourcesOf(ports, reader, ground, review, { transaction, view, position });
  if (review === null || position === null || sources.cases.length === 0)
    return refused(notFound('knowledge', { eventId: reviewId }, ground, decidedBy));
  if (sources.parked) return refused({ code: 'UNAVAILABLE' });

  const { policies, directory, sealing } = ports;
  const { record, entries } = await recordOfAReview({
    ...{ ...sources, reviewId, position, policies, directory },
    board: organisation,
    scope: { cases: review.cases, from: periodOf(review.from), until: periodOf(review.until) },
  });
  const question = make({
    ...{ record, review, ports, history: sources.history, accessRecords: sources.accessRecords },
    noSuchEvent: (eventId) => refused(notFound('knowledge', { eventId }, ground, decidedBy)),
  });
  if (!question.ok) return question;
  const { parts, answer } = question.value;
  const touched = record.events.map((event) => ({
    entry: entries.get(event.eventId)!,
    selected: parts(event, record) & event.handed,
  }));
  const touches = touchesOf({ asked: 'knowledge', cases: sources.cases }, touched, ground);
  const toOpen = new Map(touched.map((one) => [one.entry.row.event_id, one]));
  const open: OpenDetails = async (events) => {
    // Nothing here waits for a disk: a long chronology would keep everybody else from being answered until its last row.
    await othersAreServed();
    return openEntries(
      sealing,
      events.map(({ eventId }) => toOpen.get(eventId)).filter((one) => one !== undefined),
    );
  };
  return accepted({
    touches: touches.map((touch) => ({
      ...touch,
      decidedBy: [...new Set([...touch.decidedBy, ...decidedBy, ...sources.decidedBy])].sort(),
    })),
    open: async () => ({
      position,
      policyVersion: record.policyVersion,
      answer: await answer(record, open),
    }),
  });
};

interface AtThisMoment {
  readonly transaction: Transaction<ReadTables>;
  readonly view: Moment;
  readonly position: Position | null;
}

/** Asked alike where there is no such review for this reader: then of no case. */
const sourcesOf = async (
  { directory, sealing, clock }: ReviewPorts,
  reader: Reader,
  ground: Ground,
  review: BoardReview | null,
  { transaction, view, position }: AtThisMoment,
) => {
  const { organisation } = reader.principal;
  const known = await knownCases(view, clock.now(), reader, review?.cases ?? []);
  const { cases, decidedBy } = rightToKnow(reader, ground, directory, known);
  const rows = await entryRows(view, { organisation, cases, asOf: null });
  const history = await historyOf(view, cases, position);
  const log = await accessLogAt(transaction, organisation);
  const accessRecords = await accessRecordsOf(log, sealing, history.cases, position);
  const parked = await anyParked(view, cases);
  const narrow: Narrow =
    ground.policy === null ? () => null : narrowFor(reader, ground.policy, directory, known);
  return { cases, decidedBy, rows, history, accessRecords, parked, narrow };
};

const knownCases = async (view: Moment, now: Instant, reader: Reader, cases: readonly CaseId[]) => {
  const rows = await view
    .selectFrom('agency_case')
    .select(['case_id', 'flags', 'child_id', 'timeline_id', 'visible_from'])
    .where('organisation', '=', reader.principal.organisation)
    .where('case_id', 'in', cases.length === 0 ? [''] : [...cases])
    .execute();
  return withRelationships(view, now, reader, rows);
};

const anyParked = async (view: Moment, cases: readonly CaseId[]): Promise<boolean> => {
  for (const caseId of cases.length === 0 ? [''] : cases) if (await isParked(view, caseId)) return true;
  return false;
};

const periodOf = (text: string): Occurred => {
  const read = parseOccurred(text);
  if (!read.ok) throw new RangeError('The period of a review is not a date.');
  return read.value;
};
