import {
  addresseeFields,
  casesIn,
  noParts,
  partSet,
  type EventHeader,
  type Handling,
  type PartSet,
  type Relation,
} from '#casework';
import type { Position } from '#event-store';
import type { CaseId, EventId, Instant, OrganisationId } from '#kernel';
import type { Row } from './row.js';

/** Who may have an event, as its recorder last said. */
export interface HandlingNow {
  readonly covert: boolean;
  readonly notForImmigration: PartSet;
  readonly releasableTo: readonly OrganisationId[] | null;
  /** Organisations and people. */
  readonly neverTo: readonly string[];
}

/** An event as far as its visibility goes: what its own header says, and what later headers said about it. */
export interface Entry {
  readonly id: EventId;
  readonly position: Position;
  readonly type: string;
  /** The case that it stands on; for an event about a link or a review, all the cases that it names. */
  readonly cases: readonly CaseId[];
  readonly namesItsCases: boolean;
  readonly recorder: OrganisationId;
  readonly recordedAt: Instant;
  readonly present: PartSet;
  readonly relations: readonly Relation[];
  /** Organisations that see it although they may not be on the case. */
  readonly addressed: readonly OrganisationId[];
  readonly ageResult: boolean;
  handling: HandlingNow;
  /** Parts that the recorder has disclosed, by organisation; null where it disclosed none. */
  disclosed: ReadonlyMap<OrganisationId, PartSet> | null;
  /** Parts that the recorder has refused or withheld, by organisation. */
  held: ReadonlyMap<OrganisationId, PartSet> | null;
  /** Only its recorder and a board may know of it. */
  recorderAndBoardOnly: boolean;
  /** What each organisation has of it now. */
  readonly rows: Map<OrganisationId, Row>;
}

/** Whether only recorder and board may ever know of such an event; a retraction leaves others so, one by one. */
export const isForRecorderAndBoardOnly = ({ type }: Pick<Entry, 'type'>): boolean =>
  type === 'DisclosureWithheld';

/** Their results go to everyone who has outcomes of the case at all, so that nobody sees only the convenient one. */
const ageResults: ReadonlySet<string> = new Set(['AgeDeterminationAsserted', 'CourtAgeFindingRecorded']);

const isOfReview = (header: EventHeader): boolean => header.stream.startsWith('review-');

/** A link or a review is about several cases, and tells of each that it exists. */
const namesItsCases = (header: EventHeader): boolean =>
  header.stream.startsWith('link-') || isOfReview(header);

/** The cases on which the visibility of an event depends. */
export const casesOf = (header: EventHeader): readonly CaseId[] => {
  if (namesItsCases(header)) return [...new Set(casesIn(header.concerns, 'cases'))];
  return header.caseId === null ? [] : [header.caseId];
};

const asRecorded = (handling: Handling, present: PartSet): HandlingNow => {
  let notForImmigration = noParts;
  for (const { caveat, parts } of handling.caveats) {
    if (caveat === 'not-for-immigration') notForImmigration |= parts ? partSet(parts) : present;
  }
  return {
    // A covert caveat on one part makes the whole event covert: a hole where the part was would betray it.
    covert: handling.caveats.some(({ caveat }) => caveat === 'covert'),
    notForImmigration: notForImmigration & present,
    releasableTo: handling.releasableTo,
    neverTo: handling.neverTo,
  };
};

/** An event before anything later was said about it. */
export const entryFrom = (header: EventHeader, position: Position): Entry => {
  const present = partSet(header.parts);
  const addressee = addresseeFields.get(header.type);
  const named = addressee === undefined ? undefined : header.concerns[addressee];
  return {
    id: header.id,
    position,
    type: header.type,
    cases: casesOf(header),
    namesItsCases: namesItsCases(header),
    recorder: header.recordedBy.organisation,
    recordedAt: header.recordedAt,
    present,
    relations: header.relations,
    addressed: typeof named === 'string' ? [named] : [],
    ageResult: ageResults.has(header.type),
    handling: asRecorded(header.handling, present),
    disclosed: null,
    held: null,
    recorderAndBoardOnly: isForRecorderAndBoardOnly(header) || isOfReview(header),
    rows: new Map(),
  };
};
