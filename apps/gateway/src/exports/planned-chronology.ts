import { createHash } from 'node:crypto';
import type { Position } from '#event-store';
import { accepted, type Result } from '#kernel';
import {
  always,
  chronologyQuestion,
  type CaseTouch,
  type Chronology,
  type Reader,
  type ReadRefusal,
  type RecordedFinding,
  type WorkOfTheBoard,
} from '#read-models';
import { positionToken, sealed } from '../access/cursors.js';
import type { GatewayPorts } from '../ports.js';
import { asExport } from './as-export.js';
import type { ExportedFrom } from './canonical-chronology.js';
import type { ExportOptions } from './export-options.js';

type Ports = Pick<GatewayPorts, 'reads' | 'directory' | 'tokens'>;

export interface ExportAsked extends Pick<ExportOptions, 'identities' | 'dates' | 'comments'> {
  readonly reviewId: string;
  /** An earlier position of the record; the latest unless told. */
  readonly at?: Position;
}

/** A chronology that can be read, and what it is of. */
export interface OpenedChronology {
  readonly chronology: Chronology;
  readonly of: ExportedFrom;
  readonly position: Position;
  readonly cases: WorkOfTheBoard['review']['cases'];
}

/** What an export would hand over; to be recorded before it is opened. */
export interface PlannedChronology {
  readonly touches: readonly CaseTouch[];
  readonly open: () => Promise<OpenedChronology>;
}

/** Decides what an export of a review gives this reader. */
export const planChronology = async (
  { reads, directory, tokens }: Ports,
  reader: Reader,
  asked: ExportAsked,
): Promise<Result<PlannedChronology, ReadRefusal>> => {
  const { reviewId, at, identities, dates, comments } = asked;
  const work = await reads.workOfTheBoard(reader, reviewId);
  if (!work.ok) return work;
  const { organisation } = reader.principal;
  const openWork = once(work.value.open);
  const question = chronologyQuestion(
    { identities, dates, comments },
    {
      personName: (person) => directory.person(person)?.name ?? null,
      yearsShifted: yearsShifted(tokens, organisation, reviewId),
      findings: async () => findingsIn(await openWork(), at),
    },
  );
  const record = await reads.askReview(
    reader,
    { reviewId, ...(at === undefined ? {} : { at }) },
    always(question),
  );
  if (!record.ok) return record;
  return accepted({
    touches: asExport([...work.value.touches, ...record.value.touches]),
    open: async () => {
      const { answer, position, policyVersion } = await record.value.open();
      const { review } = await openWork();
      return {
        chronology: answer,
        position,
        cases: review.cases,
        of: {
          ...{ review: reviewId, policyVersion, identities, dates, comments },
          ...{ from: answer.from, until: answer.until },
          position: sealed(tokens, positionToken, organisation, position),
        },
      };
    },
  });
};

const once = <Value>(work: () => Promise<Value>): (() => Promise<Value>) => {
  let begun: Promise<Value> | undefined;
  return () => (begun ??= work());
};

/** A finding that was recorded later than the position is not in an export of it. */
const findingsIn = ({ recorded }: WorkOfTheBoard, at: Position | undefined): readonly RecordedFinding[] =>
  recorded
    .filter(({ type, position }) => type === 'ReviewFindingRecorded' && (at === undefined || position <= at))
    .map(({ about, details }) => ({
      about,
      kind: details.kind as string,
      significance: details.significance as string,
      finding: details.finding as string,
      recommendation: (details.recommendation ?? null) as string | null,
    }));

const mostYears = 9;

/**
 * The same for every export of a review, and not to be guessed from it: a token that is never handed out serves as the
 * secret.
 */
const yearsShifted = (tokens: Ports['tokens'], board: string, reviewId: string): number => {
  const secret = tokens.seal({ audience: board, kind: 'cursor' }, ['years shifted', reviewId]);
  return 1 + (createHash('sha256').update(secret).digest().readUInt32BE(0) % mostYears);
};
