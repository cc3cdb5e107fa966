import {
  declarationOf,
  detailsFrom,
  noParts,
  partSet,
  upcastDetails,
  type PartName,
  type PartValues,
} from '#casework';
import type { Position } from '#event-store';
import { accepted, refused, type EventId, type Instant, type PersonId } from '#kernel';
import type { SealedPart } from '#sealing';
import type { CaseTouch, Planned, Reader } from '../api.js';
import { oversightAt } from '../oversight/oversight-at.js';
import { boardReviewOf, type BoardReview } from '../oversight/board-review.js';
import type { ReviewRecordTable } from '../oversight/tables.js';
import { atOneMoment, groundOf, type Ground } from '../reading/moment.js';
import type { Details } from '../reading/opening.js';
import type { ReadPorts } from '../reading/ports.js';
import { notFound } from '../reading/touches.js';
import { rightToReview } from './right-to-review.js';

/** Something that the board itself recorded of its review. */
export interface RecordedOfReview {
  readonly eventId: EventId;
  readonly type: string;
  readonly recordedAt: Instant;
  readonly recordedBy: PersonId;
  /** The events that it is about. */
  readonly about: readonly EventId[];
  readonly position: Position;
  readonly details: Details;
}

/** What a board recorded of a review: terms of reference, findings, exports; in the order of recording. */
export interface WorkOfTheBoard {
  readonly review: BoardReview;
  readonly recorded: readonly RecordedOfReview[];
}

export type ReadWorkOfTheBoard = (reader: Reader, reviewId: string) => Planned<WorkOfTheBoard>;

/** The board's own working on a review, for those who may read the review. All of it is of the category `review`. */
export const workOfTheBoard = async (
  ports: ReadPorts,
  reader: Reader,
  reviewId: string,
): Planned<WorkOfTheBoard> =>
  atOneMoment(ports, reader, async (moment, rest) => {
    const ground = await groundOf(moment, rest, ports.policies);
    const { review, decidedBy } = rightToReview(reader, ground, await boardReviewOf(rest.whole, reviewId));
    const { tables } = await oversightAt(rest.whole);
    // Asked alike where there is no such review for this reader.
    const rows = await tables
      .selectFrom('review_record')
      .selectAll()
      .where('review_id', '=', reviewId)
      .orderBy('position')
      .execute();
    if (review === null) return refused(notFound('knowledge', { eventId: reviewId }, ground, decidedBy));
    return accepted({
      touches: touchesOf(review, rows, ground, decidedBy),
      open: async () => ({ review, recorded: await opened(ports, rows) }),
    });
  });

const partsOf = ({ parts }: ReviewRecordTable): readonly SealedPart[] =>
  JSON.parse(parts) as readonly SealedPart[];

/** A review is about all of its cases, so each has a record that it was read. */
const touchesOf = (
  { cases, eventId }: BoardReview,
  rows: readonly ReviewRecordTable[],
  ground: Ground,
  decidedBy: readonly string[],
): readonly CaseTouch[] =>
  cases.map((caseId, index) => ({
    asked: 'knowledge',
    caseId,
    outcome: 'given',
    caseKnown: true,
    events:
      index > 0
        ? [{ eventId, parts: noParts }]
        : rows.map((row) => ({
            eventId: row.event_id,
            parts: partSet(partsOf(row).map(({ part }) => part)),
          })),
    asOf: null,
    whole: true,
    decidedBy,
    policyVersion: ground.policy?.version ?? null,
    viewPosition: ground.position,
  }));

const opened = async (
  { sealing }: Pick<ReadPorts, 'sealing'>,
  rows: readonly ReviewRecordTable[],
): Promise<readonly RecordedOfReview[]> => {
  const results = await sealing.openParts(
    rows.flatMap((row) => partsOf(row).map((sealed) => ({ headerDigest: row.header_digest, sealed }))),
  );
  let next = 0;
  return rows.map((row) => {
    const parts = new Map<PartName, PartValues>();
    for (const { part } of partsOf(row)) {
      const result = results[next++]!;
      if (!result.ok) throw result.reason;
      parts.set(part, result.value as PartValues);
    }
    const declaration = declarationOf(row.type);
    return {
      eventId: row.event_id,
      type: row.type,
      recordedAt: row.recorded_at,
      recordedBy: row.recorded_by,
      about: JSON.parse(row.about) as readonly EventId[],
      position: row.position,
      details: declaration === undefined ? {} : upcastDetails(declaration, row.version, detailsFrom(parts)),
    };
  });
};
